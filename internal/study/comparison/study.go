package comparison

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Study says what to compare.
type Study struct {
	Variants []Variant
	Seeds    int // runs of each variant, with consecutive seeds
	// Name begins the name of a new directory below runs, or is empty for "compare-DATASET".
	Name string
	// Observer is told how a run goes on.
	Observer func(variant string, seed uint64) runs.Observer
	Figures  figure.Form // of the comparison; those of each run are SVG
}

// Variant is one of the settings of a task that are compared: a learning rule, for
// example. Its seed is the first one.
type Variant struct {
	Name   string
	Config settings.Config
}

// validate checks what the configs' own checks don't.
func (s *Study) validate() error {
	if s.Seeds < 1 {
		return settings.Errorf("seeds is %d, allowed: 1 or more", s.Seeds)
	}
	if len(s.Variants) == 0 {
		return settings.Errorf("rules is empty, allowed: names of rules, as in sfdfa,dfa")
	}
	var seen []string
	for i := range s.Variants {
		if slices.Contains(seen, s.Variants[i].Name) {
			return settings.Errorf("rules has %s twice, allowed: each once", s.Variants[i].Name)
		}
		seen = append(seen, s.Variants[i].Name)
	}
	return nil
}

// Run trains every variant with every seed, each run with a record of its own below
// directory, or below a new one in runs if that is empty. Seeds take turns with
// variants inside, and the files of the comparison are written anew after each run,
// so that a comparison that is cut short has something of every variant. When the
// context ends the report says that it was interrupted. A study that fails before
// anything is written leaves no directory that was not there.
func (s Study) Run(ctx context.Context, directory string) (report *Report, err error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if s.Name == "" {
		s.Name = "compare-" + s.Variants[0].Config.Dataset
	}
	directory, undo, err := record.NewDirectory(directory, s.Name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			undo()
		}
	}()
	if err := s.calibrate(); err != nil {
		return nil, err
	}
	return s.carryOut(ctx, newReport(&s, directory), nil)
}

// calibrate chooses what the variants leave to be chosen, once: all seeds of a variant have the same settings.
func (s *Study) calibrate() error {
	for i := range s.Variants {
		c := &s.Variants[i].Config
		if len(c.Autos()) == 0 {
			continue
		}
		_, report, err := runs.OpenCalibrated(c, limits.Limits{})
		if err != nil {
			return fmt.Errorf("%s: %w", s.Variants[i].Name, err)
		}
		s.Observer(s.Variants[i].Name, c.Seed).Chosen(c, report)
	}
	return nil
}

// carryOut trains what has not been kept of an earlier report.
func (s *Study) carryOut(ctx context.Context, report, earlier *Report) (*Report, error) {
	for turn := range s.Seeds {
		for i := range s.Variants {
			seed := s.Variants[i].Config.Seed + uint64(turn)
			if kept := earlier.finishedRun(i, seed); kept != nil {
				report.Rules[i].add(*kept)
				continue
			}
			finished, err := s.run(ctx, report, i, seed)
			if err != nil {
				return nil, err
			}
			report.Interrupted = !finished
			if err := report.write(); err != nil || !finished {
				return report, err
			}
		}
	}
	return report, report.write()
}

// runDirectory is where the run of a variant with a seed has its record.
func (r *Report) runDirectory(variant string, seed uint64) string {
	return filepath.Join(r.Directory, fmt.Sprintf("%s-%d", variant, seed))
}

// run trains one variant with one seed. It has finished unless interrupted; what an
// interrupted run came to is not compared with others.
func (s *Study) run(ctx context.Context, report *Report, variant int, seed uint64) (finished bool, err error) {
	name, config := s.Variants[variant].Name, s.Variants[variant].Config
	config.Seed = seed
	begun := &begun{Observer: s.Observer(name, seed), report: report}
	directory := report.runDirectory(name, seed)
	summary, err := runs.DefaultSchedule().RunOrResume(ctx, config, directory, begun)
	if err == nil {
		err = begun.failure
	}
	if err != nil {
		return false, fmt.Errorf("%s, seed %d: %w", name, config.Seed, err)
	}
	if summary.Interrupted {
		return false, nil
	}
	curve, err := record.ReadMetrics(directory)
	if err != nil {
		return false, fmt.Errorf("%s, seed %d: %w", name, seed, err)
	}
	run := Run{Seed: seed, Summary: summary}
	for _, m := range curve {
		run.Curve = append(run.Curve, *m)
	}
	report.Rules[variant].add(run)
	return true, nil
}

// begun writes down what the study is as soon as its first run stands: from then on it can be resumed.
type begun struct {
	runs.Observer
	report  *Report
	failure error
}

// Started implements runs.Observer.
func (b *begun) Started(c *settings.Config, dataset *datasets.Dataset, directory string) {
	b.report.Interrupted = true
	b.failure = b.report.writeJSON()
	b.Observer.Started(c, dataset, directory)
}
