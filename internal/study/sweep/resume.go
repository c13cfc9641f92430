package sweep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/settings"
)

// Resume goes on with the sweep in a directory that was cut short in any way: runs that have finished are kept, the others
// go on from their checkpoints, or begin again where there is none. But for times the report is that of a sweep that was
// never cut short.
func Resume(ctx context.Context, directory string, how Conduct) (*Report, error) {
	if err := how.validate(); err != nil {
		return nil, err
	}
	report, err := Read(directory)
	if err != nil {
		return nil, err
	}
	for i := range report.Points {
		p := &report.Points[i]
		*p = Point{Number: p.Number, Config: p.Config, Pareto: []string{}, Runs: []Run{}} // the runs' records say the rest
	}
	report.Directory = directory
	return report, how.carryOut(ctx, report)
}

// largestReport bounds what is read of a sweep.json, in bytes; a point takes about three kilobytes, a run half of one.
const largestReport = 64 << 20

// Read reads the report that a sweep left in a directory, finished or not.
func Read(directory string) (*Report, error) {
	r := &Report{}
	path := filepath.Join(directory, JSONFile)
	err := untrusted.JSON(path, largestReport, r)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("%s holds no sweep: %w", directory, err)
	}
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, settings.Errorf("%s can't be read: %w", path, err)
	}
	return r, nil
}

// check refuses a report that no sweep leaves.
func (r *Report) check() error {
	if r.Seeds < 1 || len(r.Points) < 1 || r.Seeds > MostRuns || len(r.Points)*r.Seeds > MostRuns {
		return fmt.Errorf("it has %d points with %d seeds each, allowed: from 1 to %d runs", len(r.Points), r.Seeds, MostRuns)
	}
	var names []string
	for _, s := range settings.All(&settings.Config{}) {
		names = append(names, s.Name)
	}
	if len(r.Settings) == 0 {
		return errors.New("it names no setting, allowed: those that differ from point to point")
	}
	for i, name := range r.Settings {
		if !slices.Contains(names, name) || slices.Contains(r.Settings[:i], name) {
			return fmt.Errorf("it names the setting %q, allowed: those of a run, each once", untrusted.Line(name, longestName))
		}
	}
	for i := range r.Points {
		p := &r.Points[i]
		if p.Number != i+1 {
			return fmt.Errorf("point %d has the number %d", i+1, p.Number)
		}
		if err := p.Config.Validate(); err != nil {
			return fmt.Errorf("point %d: %w", p.Number, err)
		}
	}
	return nil
}

// longestName bounds in bytes what an error quotes of a name.
const longestName = 100
