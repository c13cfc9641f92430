package report

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Names of files of a report. The other ones are those of its sections.
const (
	Directory = "report"      // in the run directory, unless another is asked for
	PageFile  = "report.html" // everything, on one page
	JSONFile  = "report.json" // the numbers
)

// Options say what to show.
type Options struct {
	Part     messages.Part // of the sample that is shown spike by spike
	Sample   int           // its index
	Out      string        // directory for the files, or empty: Directory in the run's
	Observer runs.Observer
	Figures  figure.Form // of the files; the page has its pictures as SVG
}

// Report is what a run came to: the content of report.json. Accuracies are in
// percent, those of eval.
type Report struct {
	Run        string         `json:"run"`       // directory
	Directory  string         `json:"directory"` // of the report
	Checkpoint string         `json:"checkpoint"`
	Summary    *Summary       `json:"summary"`
	Sections   map[string]any `json:"sections"` // numbers by section
	LeftOut    []Omission     `json:"left_out"`
	Files      []string       `json:"files"`

	Config  settings.Config    `json:"config"`
	Machine record.Machine     `json:"machine"` // that made the run
	Version record.VersionInfo `json:"version"`
}

// Omission is a section that is not there.
type Omission struct {
	Section string `json:"section"`
	Needs   string `json:"needs"`
}

// Write makes the report of a run whose network is open, and changes nothing in
// the run. Files that an earlier report left are replaced, each of them whole. Its
// errors are those of runs.Trained.Probe, a ConfigError for a sample or a part that there is not,
// and the context's if that ends first.
func (o Options) Write(ctx context.Context, directory string, trained *runs.Trained) (*Report, error) {
	if o.Out == "" {
		o.Out = filepath.Join(directory, Directory)
	}
	if info, err := os.Stat(o.Out); err == nil && !info.IsDir() {
		return nil, settings.Errorf("out is %s, allowed: a directory, new or not", o.Out)
	}
	m, err := o.gather(ctx, directory, trained)
	if err != nil {
		return nil, err
	}
	parts, err := ask(m)
	if err != nil {
		return nil, err
	}
	r := &Report{
		Run: directory, Directory: o.Out, Checkpoint: trained.Checkpoint,
		Summary: newSummary(m), Sections: map[string]any{}, LeftOut: []Omission{},
		Config: trained.Config, Machine: trained.Machine, Version: trained.Version,
	}
	files, err := r.files(m, parts, o.Figures)
	if err != nil {
		return nil, err
	}
	return r, write(o.Out, files)
}

// files encodes everything, the page last.
func (r *Report) files(m *material, parts []part, figures figure.Form) ([]file, error) {
	var files []file
	for _, p := range parts {
		if p.content == nil {
			r.LeftOut = append(r.LeftOut, Omission{p.id, p.needs})
			continue
		}
		if p.numbers != nil {
			r.Sections[p.id] = p.numbers
		}
		files = append(files, p.files...)
		for _, b := range p.blocks {
			if b.Drawing == nil {
				continue
			}
			if err := b.Drawing.draw(); err != nil {
				return nil, err
			}
			drawn, err := b.Drawing.files(figures)
			if err != nil {
				return nil, err
			}
			files = append(files, drawn...)
		}
	}
	files = append(files, file{name: JSONFile, about: "the numbers of this page"})
	for _, f := range files {
		r.Files = append(r.Files, f.name)
	}
	r.Files = append(r.Files, PageFile)
	text, err := schema.Report.File(r)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	files[len(files)-1].content = text
	html, err := renderPage(&page{Title: m.title(), Headline: m.headline(), Run: filepath.Base(m.directory)}, parts, files)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return append(files, file{name: PageFile, content: html}), nil
}

func write(directory string, files []file) error {
	undo, err := record.MakeDirectory(directory)
	if err != nil {
		return settings.Errorf("out: %w", err)
	}
	defer undo() // which removes nothing that has a file in it
	for _, f := range files {
		path := filepath.Join(directory, f.name)
		if err := atomicfile.Write(path, f.content); err != nil {
			return fmt.Errorf("report: writing %s: %w", path, err)
		}
	}
	return nil
}
