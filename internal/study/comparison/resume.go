package comparison

import (
	"context"
	"path/filepath"

	"sfdfa-actors/internal/settings"
)

// Resume goes on with the comparison in a directory that was cut short, with its settings: runs that have finished are
// kept, the one under way goes on from its checkpoint. But for times the report is that of a comparison that was never
// cut short.
func (s Study) Resume(ctx context.Context, directory string) (*Report, error) {
	earlier, err := Read(directory)
	if err != nil {
		return nil, err
	}
	if earlier.Collected {
		return nil, settings.Errorf("%s compares runs that were there before, allowed: a comparison that trains its own", directory)
	}
	s.Seeds, s.Variants = earlier.Seeds, nil
	for i := range earlier.Rules {
		rule := &earlier.Rules[i]
		if rule.Name != filepath.Base(rule.Name) {
			return nil, settings.Errorf("%s: a variant is %q, allowed: the name of a directory", directory, rule.Name)
		}
		if err := rule.Config.Validate(); err != nil {
			return nil, settings.Errorf("%s: variant %s: %w", directory, rule.Name, err)
		}
		s.Variants = append(s.Variants, Variant{Name: rule.Name, Config: rule.Config})
	}
	if err := s.validate(); err != nil {
		return nil, err
	}
	return s.carryOut(ctx, newReport(&s, directory), earlier)
}

// finishedRun is the run of a variant with a seed that can be kept, or nil. There is none in no report.
func (r *Report) finishedRun(variant int, seed uint64) *Run {
	if r == nil {
		return nil
	}
	for i := range r.Rules[variant].Runs {
		run := &r.Rules[variant].Runs[i]
		if s := run.Summary; run.Seed == seed && s != nil && !s.Interrupted && s.Last != nil && len(run.Curve) == s.Epochs &&
			s.TestAccuracy != nil && s.TestAccuracyLowestIndex != nil && s.TrainAccuracy != nil {
			return run
		}
	}
	return nil
}
