package scaling

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/internal/study/bench"
)

// Study says what to measure.
type Study struct {
	Kinds   []Kind
	Procs   []int // numbers of CPU cores, ascending; the first is what others are compared with
	Samples int   // learned from in each measurement
	Repeats int   // of which medians are taken
	// Progress is told of every measurement that is done.
	Progress func(Step)
	Figures  figure.Form
}

// Step is one measurement that is done.
type Step struct {
	Kind     Kind
	CPUCores int
	What     string
	Seconds  float64
}

// Kind is a kind of scaling.
type Kind string

const (
	// Strong is scaling on one network.
	Strong Kind = "strong"
	// Weak is scaling on a network that grows with the number of CPU cores.
	Weak Kind = "weak"
)

// Limits of a study.
const (
	FewestRepeats = 3    // fewer have no spread
	MostProcs     = 1024 // CPU cores
)

// KindsByName are the kinds that a word means: strong, weak or both.
func KindsByName(name string) ([]Kind, error) {
	switch name {
	case string(Strong), string(Weak):
		return []Kind{Kind(name)}, nil
	case "both":
		return []Kind{Strong, Weak}, nil
	}
	return nil, settings.Errorf("study is %q, allowed: %s%s", name, strings.Join(KindNames(), ", "), spelling.Hint(name, KindNames()))
}

// KindNames lists what KindsByName knows.
func KindNames() []string { return []string{string(Strong), string(Weak), "both"} }

// PowersOfTwo is 1, 2, 4 and so on up to a number of CPU cores, and that number.
func PowersOfTwo(procs int) []int {
	var list []int
	for p := 1; p < procs; p *= 2 {
		list = append(list, p)
	}
	return append(list, procs)
}

// validate checks the study's own settings and those of a run that it can't use.
func (s *Study) validate(c *settings.Config) error {
	switch {
	case len(s.Procs) == 0:
		return settings.Errorf("procs is empty, allowed: numbers of CPU cores, as in 1,2,4")
	case !slices.IsSorted(s.Procs) || len(slices.Compact(slices.Clone(s.Procs))) < len(s.Procs):
		return settings.Errorf("procs is %s CPU cores, allowed: ascending numbers, each once", numeral.Sizes(s.Procs, ","))
	case s.Procs[0] < 1 || s.Procs[len(s.Procs)-1] > MostProcs:
		return settings.Errorf("procs is %s CPU cores, allowed: from 1 to %d", numeral.Sizes(s.Procs, ","), MostProcs)
	case s.Repeats < FewestRepeats:
		return settings.Errorf("repeats is %d, allowed: %d or more", s.Repeats, FewestRepeats)
	case s.Samples < 1:
		return settings.Errorf("samples is %d samples, allowed: 1 or more", s.Samples)
	case c.Engine != "actors":
		return settings.Errorf("engine is %q, allowed: actors", c.Engine)
	}
	return nil
}

// Run measures a config's network and writes the files into directory, or into
// a new one below runs if that is empty. Settings that can't be used are
// ConfigErrors, missing data wraps datasets.ErrMissing.
func (s Study) Run(ctx context.Context, c settings.Config, directory string) (*Report, error) {
	if err := s.validate(&c); err != nil {
		return nil, err
	}
	c.Procs = 0 // the study has a list of its own
	setup, err := bench.NewSetup(c)
	if err != nil {
		return nil, err
	}
	s.Samples = min(s.Samples, setup.TrainingSamples())
	plans, err := s.plan(setup)
	if err != nil {
		return nil, err
	}
	directory, undo, err := record.NewDirectory(directory, "scale-"+c.Dataset+"-"+c.Rule)
	if err != nil {
		return nil, err
	}
	defer undo() // which removes nothing that has a file in it
	report := s.report(setup, directory)
	if report.Warning != "" {
		slog.Warn(report.Warning)
	}
	for _, plan := range plans {
		series, err := s.measure(ctx, setup, plan)
		if err != nil {
			return nil, fmt.Errorf("%s scaling: %w", plan.kind, err)
		}
		report.Studies = append(report.Studies, *series)
	}
	return report, report.write()
}

// oversubscription is a warning if the study asks for more CPU cores than a
// machine has.
func (s *Study) oversubscription(cpus int) string {
	most := s.Procs[len(s.Procs)-1]
	if most <= cpus {
		return ""
	}
	return fmt.Sprintf("the machine has %d CPU cores and the study asks for up to %d: points above %d are measured with goroutines that share CPU cores, and say nothing of more of them",
		cpus, most, cpus)
}
