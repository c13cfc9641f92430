package comparison

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Collect sets runs that have finished side by side, and leaves the files of a comparison in directory, or in a new one
// below runs if that is empty. Each of the given directories is a run or holds some. Runs whose settings differ in nothing
// but the seed are those of one variant. The error is a ConfigError of all that is wrong with the runs.
func Collect(given []string, directory string, figures figure.Form) (*Report, error) {
	r := &Report{Collected: true, Version: record.Version(), figures: figures}
	var found []error
	for _, path := range given {
		below := []string{filepath.Clean(path)}
		if !record.IsRun(path) {
			var err error
			if below, err = record.Below(path); err == nil && len(below) == 0 {
				err = settings.Errorf("%s holds no run", path)
			}
			found = append(found, err)
			slices.Sort(below)
		}
		for _, run := range below {
			if err := r.collect(run); err != nil {
				found = append(found, settings.Errorf("%s: %w", run, err))
			}
		}
	}
	if n := len(r.Rules); n > mostVariants {
		found = append(found, settings.Errorf("the runs are of %d variants, allowed: up to %d", n, mostVariants))
	}
	if err := settings.Join(found...); err != nil {
		return nil, err
	}
	r.nameVariants()
	directory, undo, err := record.NewDirectory(directory, "compare-"+r.Dataset)
	if err != nil {
		return nil, err
	}
	r.Directory = directory
	if err := r.write(); err != nil {
		undo()
		return nil, err
	}
	return r, nil
}

// collect adds the run in a directory.
func (r *Report) collect(directory string) error {
	c, err := record.ReadConfig(directory)
	if err != nil {
		return err
	}
	s, err := record.ReadSummary(directory)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && (s.Interrupted || s.Last == nil):
		return errors.New("the run has not finished, allowed: runs that have; \"sfdfa-actors run --resume\" goes on with it")
	case err != nil:
		return err
	case len(r.Rules) > 0 && c.Dataset != r.Dataset:
		return fmt.Errorf("dataset is %s, allowed: %s, as the first run has it", c.Dataset, r.Dataset)
	}
	curve, err := record.ReadMetrics(directory)
	if err != nil {
		return err
	}
	run := Run{Seed: c.Seed, Summary: s}
	for _, m := range curve {
		run.Curve = append(run.Curve, *m)
	}
	r.Dataset = c.Dataset
	variant := r.variantOf(&c)
	for i := range variant.Runs {
		if variant.Runs[i].Seed == c.Seed {
			return fmt.Errorf("it has the settings and the seed of %s, allowed: each run once", variant.Runs[i].Summary.Directory)
		}
	}
	s.Directory = directory
	variant.add(run)
	r.Seeds = max(r.Seeds, len(variant.Runs))
	return nil
}

// variantOf is the variant that has a config but for the seed; a new one if there is none.
func (r *Report) variantOf(c *settings.Config) *Result {
	for i := range r.Rules {
		if len(differences(c, &r.Rules[i].Config)) == 0 {
			return &r.Rules[i]
		}
	}
	r.Rules = append(r.Rules, Result{Rule: c.Rule, Config: *c})
	return &r.Rules[len(r.Rules)-1]
}

// alike are settings that make no variant: they change nothing in what is compared.
var alike = []string{"seed", "procs", "data-dir", "energy-profile", "timestep"}

// differences are the names of the settings that differ, other than alike ones.
func differences(a, b *settings.Config) (names []string) {
	of := settings.All(b)
	for i, s := range settings.All(a) {
		if s.Text() != of[i].Text() && !slices.Contains(alike, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// nameVariants names each variant by its rule and the settings that are not the same in all, or by its first run's
// directory where that is too long.
func (r *Report) nameVariants() {
	var names []string
	for i := range r.Rules {
		for _, name := range differences(&r.Rules[0].Config, &r.Rules[i].Config) {
			if name != "rule" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for i := range r.Rules {
		variant := &r.Rules[i]
		texts := []string{variant.Rule}
		for _, s := range settings.All(&variant.Config) {
			if slices.Contains(names, s.Name) {
				texts = append(texts, s.Name+" "+s.Text())
			}
		}
		if variant.Name = strings.Join(texts, ", "); len(variant.Name) > longestVariant {
			variant.Name = untrusted.Line(variant.Runs[0].Summary.Directory, longestName)
		}
		if len(variant.Name) > longestName {
			variant.Name = fmt.Sprintf("variant %d", i+1)
		}
	}
}

// longestVariant bounds the name of a variant in bytes, so that a table has room for its figures.
const longestVariant = 40
