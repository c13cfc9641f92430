package sweep

import (
	"fmt"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
)

// prepare chooses what the points leave to be chosen, once for all seeds, and refuses networks that can't be built on their
// data. The error has the faults of all points.
func (s *Study) prepare() error {
	var found []error
	var dataset *datasets.Dataset
	var of settings.Config // that the data set was opened for
	for i := range s.Points {
		c := &s.Points[i].Config
		if dataset == nil || !sameData(c, &of) {
			var err error
			if dataset, err = runs.OpenData(c); err != nil {
				return err // of data, not of settings: the other points have the same fault, or none that is worth the time
			}
			of = *c
		}
		_, err := runs.Calibrate(c, dataset, limits.Limits{})
		if err == nil {
			_, err = runs.NewNetwork(c, dataset, limits.Limits{})
		}
		if err != nil {
			found = append(found, fmt.Errorf("point %d (%s): %w", s.Points[i].Number, s.Points[i].Label(s.Settings), err))
		}
	}
	if len(found) == 0 {
		return nil
	}
	return settings.Join(found...)
}

func sameData(a, b *settings.Config) bool {
	return a.Dataset == b.Dataset && a.DataOptions() == b.DataOptions() && a.TrainLimit == b.TrainLimit && a.TestLimit == b.TestLimit
}
