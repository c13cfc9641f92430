package runs

import (
	"context"
	"errors"
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/hardware/trace"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// testbed is a network on its engine, with the data that it is shown.
type testbed struct {
	dataset  *datasets.Dataset
	chosen   *calibration.Report // or nil
	parts    network.Parts
	net      *network.Network
	picture  *mesh.Picture // the network on simulated hardware
	activity *activity
	bench    *neurobench.Counter
	fired    *timing.Log     // in the last test
	tracer   *trace.Recorder // nil without a trace
	listener Listener        // of a probe, or nil; set between assignments only
	watch    network.Record  // of a watch, or nil
	engine   network.Engine
	leave    func() // leaves the process as it was, or nil
}

// newTestbed opens the config's data and builds its network in the starting point's state.
// It refuses what would not fit into the limits.
func newTestbed(ctx context.Context, c *settings.Config, o *startingPoint, within limits.Limits, machines Machines) (*testbed, error) {
	if err := admitInputs(c, within, machines.Coordinator != nil); err != nil {
		return nil, err
	}
	dataset, err := OpenData(c)
	if err != nil {
		return nil, err
	}
	s := &testbed{dataset: dataset}
	if err := s.calibrate(c, within, machines); err != nil {
		return nil, err
	}
	if machines.Coordinator != nil {
		s.net, err = networkElsewhere(c, dataset, within)
	} else {
		s.net, err = NewNetwork(c, dataset, within)
	}
	if err != nil {
		return nil, err
	}
	if s.picture, err = pictureOf(c, s.net); err != nil {
		return nil, err
	}
	if o.file != nil {
		err := o.document.fits(c, dataset)
		if load := o.document.Progress.Load; err == nil && load != nil {
			err = s.picture.Fits(load)
		}
		if err != nil {
			return nil, fmt.Errorf("checkpoint %s can't be used: %w", o.file.Path, err)
		}
	}
	if err := record.AcceptDirectory(o.directory); !o.resumed && o.directory != "" && err != nil {
		return nil, err
	}
	if s.parts, err = partsOf(c, dataset); err != nil {
		return nil, err
	}
	if machines.claim != nil {
		if err := machines.claim(); err != nil {
			return nil, err
		}
	}
	s.leave = limits.TuneCollector(s.net)
	s.activity = newActivity(s.net)
	s.bench = neurobench.NewCounter(s.net, c.Timestep)
	s.fired = timing.NewLog(s.net, c.Timestep)
	if err := s.build(ctx, c, o, machines); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// calibrate chooses what the settings leave to be chosen. The size of a network on
// other machines is for them to refuse.
func (s *testbed) calibrate(c *settings.Config, within limits.Limits, machines Machines) (err error) {
	if machines.Coordinator != nil {
		s.chosen, err = calibrate(c, s.dataset, calibration.Source{})
	} else {
		s.chosen, err = Calibrate(c, s.dataset, within)
	}
	return err
}

// record hands what fires to all that count it or write it down.
func (s *testbed) record(core topology.Core, first uint64, samples [][]messages.Spike) {
	s.bench.Record(core, first, samples)
	s.fired.Record(core, first, samples)
	s.tracer.Record(core, first, samples)
	if s.watch != nil {
		s.watch(core, first, samples)
	}
	if s.listener != nil && core.Population > 0 {
		s.listener(core, first, samples)
	}
}

func (s *testbed) build(ctx context.Context, c *settings.Config, o *startingPoint, machines Machines) (err error) {
	setup := network.Setup{
		Parts: s.parts, CPUCores: c.Procs, Scheduler: network.Scheduler(c.Scheduler), Record: s.record,
		// Spikes that nobody looks at need not cross to this machine.
		RecordsTestsOnly: machines.Coordinator != nil && !machines.traced,
	}
	if o.file == nil {
		if c.Weights != "" {
			start, err := pretrained.Open(c.Weights, c.NIRConvention)
			if err != nil {
				return err
			}
			if setup.Initial, err = start.Initial(s.net); err != nil {
				return &settings.ConfigError{Err: err}
			}
		}
		s.engine, err = NewEngine(ctx, c, s.net, setup, machines)
		return err
	}
	restorer, err := restore(s.net, o.file, s.activity)
	if err != nil {
		return err
	}
	setup.Initial = restorer.initial
	if s.engine, err = NewEngine(ctx, c, s.net, setup, machines); err != nil {
		switch {
		case restorer.failure != nil:
			return restorer.failure // which is why
		case machines.Coordinator != nil:
			return err // more likely theirs than the checkpoint's
		}
		return fmt.Errorf("checkpoint %s can't be used: %w", o.file.Path, err)
	}
	return restorer.finish()
}

func (s *testbed) close() (err error) {
	if s.engine != nil {
		err = s.engine.Close()
	}
	if s.leave != nil {
		s.leave()
	}
	return err
}
