package sweep

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/comparison"
)

// errUnfinished means that a run was interrupted.
var errUnfinished = errors.New("the run was interrupted")

// keep takes a run that has finished into the report, from its record. The error is fs.ErrNotExist or errUnfinished of a
// run that has to go on.
func (w *work) keep(t task) error {
	directory := w.report.directory(t)
	s, err := record.ReadSummary(directory)
	switch {
	case err != nil:
		return err
	case s.Interrupted:
		return errUnfinished
	case s.Last == nil:
		return fmt.Errorf("%s has no epoch in its %s", directory, record.SummaryFile)
	}
	run := Run{
		Name: w.report.name(t), Seed: t.seed, Digest: s.Digest, Epochs: s.Epochs, Seconds: s.Seconds,
		TestAccuracy: *s.TestAccuracy, TrainAccuracy: *s.TrainAccuracy, BestTestAccuracy: s.BestTestAccuracy,
	}
	if err := run.readCosts(directory); err != nil {
		return err
	}
	w.report.Points[t.point].add(run)
	return nil
}

// readCosts reads what a training sample came to.
func (r *Run) readCosts(directory string) error {
	traffic, err := record.ReadTraffic(directory)
	if err != nil {
		return err
	}
	energy, err := runs.ReadEnergy(directory)
	if err != nil {
		return err
	}
	if traffic.Samples < 1 || energy.PerSample == nil {
		return fmt.Errorf("%s has no traffic of a sample", directory)
	}
	samples := float64(traffic.Samples)
	r.Spikes = float64(traffic.Purposes.HiddenSpikes.Spikes+traffic.Purposes.OutputSpikes.Spikes) / samples
	r.Packets = float64(traffic.Total.Packets) / samples
	r.Energy, r.Clocked = energy.PerSample.Run.Dynamic, energy.PerSample.Run.Ticking()
	return nil
}

// add takes a run into the means, in the order of seeds.
func (p *Point) add(run Run) {
	p.Runs = append(p.Runs, run)
	slices.SortFunc(p.Runs, func(a, b Run) int { return cmp.Compare(a.Seed, b.Seed) })
	for target, value := range map[**comparison.Spread]func(*Run) float64{
		&p.TestAccuracy: func(r *Run) float64 { return r.TestAccuracy },
		&p.Spikes:       func(r *Run) float64 { return r.Spikes },
		&p.Packets:      func(r *Run) float64 { return r.Packets },
		&p.Energy:       func(r *Run) float64 { return r.Energy },
		&p.Clocked:      func(r *Run) float64 { return r.Clocked },
	} {
		values := make([]float64, len(p.Runs))
		for i := range p.Runs {
			values[i] = value(&p.Runs[i])
		}
		spread := comparison.NewSpread(values)
		*target = &spread
	}
}
