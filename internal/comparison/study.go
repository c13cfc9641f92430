package comparison

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"sfdfa-actors/internal/experiment"
)

// Study says what to compare.
type Study struct {
	// Configs hold the settings of each rule; their seeds are the first ones.
	Configs []experiment.Config
	Seeds   int // runs of each rule, with consecutive seeds
	// Observer is told how a run goes on.
	Observer func(rule string, seed uint64) experiment.Observer
}

// validate checks what the configs' own checks don't.
func (s *Study) validate() error {
	if s.Seeds < 1 {
		return settingError("seeds is %d, allowed: 1 or more", s.Seeds)
	}
	if len(s.Configs) == 0 {
		return settingError("rules is empty, allowed: names of rules, as in sfdfa,dfa")
	}
	var seen []string
	for i := range s.Configs {
		if slices.Contains(seen, s.Configs[i].Rule) {
			return settingError("rules has %s twice, allowed: each once", s.Configs[i].Rule)
		}
		seen = append(seen, s.Configs[i].Rule)
	}
	return nil
}

func settingError(format string, arguments ...any) error {
	return &experiment.ConfigError{Err: fmt.Errorf(format, arguments...)}
}

// Run trains every rule with every seed, each run with a record of its own below
// directory, or below a new one in runs if that is empty. Seeds take turns with
// rules inside, and the files of the comparison are written anew after each run,
// so that a comparison that is cut short has something of every rule. When the
// context ends the report says that it was interrupted.
func (s Study) Run(ctx context.Context, directory string) (*Report, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	directory, err := experiment.NewDirectory(directory, "compare-"+s.Configs[0].Dataset)
	if err != nil {
		return nil, err
	}
	report := newReport(&s, directory)
	for turn := range s.Seeds {
		for i := range s.Configs {
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

// run trains one rule with one seed. It has finished unless interrupted; what an
// interrupted run came to is not compared with others.
func (s *Study) run(ctx context.Context, report *Report, rule, turn int) (finished bool, err error) {
	config := s.Configs[rule]
	config.Seed += uint64(turn)
	name := fmt.Sprintf("%s-%d", config.Rule, config.Seed)
	curve := &curve{Observer: s.Observer(config.Rule, config.Seed)}
	summary, err := experiment.Run(ctx, config, filepath.Join(report.Directory, name), curve)
	if err != nil {
		return false, fmt.Errorf("rule %s, seed %d: %w", config.Rule, config.Seed, err)
	}
	if summary.Interrupted {
		return false, nil
	}
	report.Rules[rule].add(Run{Seed: config.Seed, Summary: summary, Curve: curve.epochs})
	return true, nil
}

// curve keeps the metrics of all epochs on their way to another observer.
type curve struct {
	experiment.Observer
	epochs []experiment.Metrics
}

// Epoch implements experiment.Observer.
func (c *curve) Epoch(m *experiment.Metrics) {
	c.epochs = append(c.epochs, *m)
	c.Observer.Epoch(m)
}
