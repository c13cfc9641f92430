package comparison

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sfdfa-actors/internal/runs"
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
	_, missing := os.Lstat(directory)
	if directory, err = record.NewDirectory(directory, s.Name); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && missing != nil {
			os.Remove(directory) // which it is not if there is anything in it
		}
	}()
	report = newReport(&s, directory)
	for turn := range s.Seeds {
		for i := range s.Variants {
			finished, err := s.run(ctx, report, i, turn)
			if err != nil {
				return nil, err
			}
			if !finished {
				report.Interrupted = true
				return report, report.write()
			}
			if err := report.write(); err != nil {
				return nil, err
			}
		}
	}
	return report, nil
}

// run trains one variant with one seed. It has finished unless interrupted; what an
// interrupted run came to is not compared with others.
func (s *Study) run(ctx context.Context, report *Report, variant, turn int) (finished bool, err error) {
	name, config := s.Variants[variant].Name, s.Variants[variant].Config
	config.Seed += uint64(turn)
	curve := &curve{Observer: s.Observer(name, config.Seed)}
	directory := filepath.Join(report.Directory, fmt.Sprintf("%s-%d", name, config.Seed))
	summary, err := runs.Run(ctx, config, directory, curve)
	if err != nil {
		return false, fmt.Errorf("%s, seed %d: %w", name, config.Seed, err)
	}
	if summary.Interrupted {
		return false, nil
	}
	report.Rules[variant].add(Run{Seed: config.Seed, Summary: summary, Curve: curve.epochs})
	return true, nil
}

// curve keeps the metrics of all epochs on their way to another observer.
type curve struct {
	runs.Observer
	epochs []record.Metrics
}

// Epoch implements runs.Observer.
func (c *curve) Epoch(m *record.Metrics) {
	c.epochs = append(c.epochs, *m)
	c.Observer.Epoch(m)
}
