package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/topology"
)

// Machines are the workers that a run is spread over. They change nothing in its
// results.
type Machines struct {
	Coordinator terms.Coordinator // or nil: the run stays in this process
	Restarts    int               // times that the run may go back to a checkpoint because a worker was lost

	traced bool         // somebody looks at the spikes of training samples
	claim  func() error // makes the run directory, before the workers build; or nil
}

// Identity is what workers must have in common with the coordinator.
func Identity() terms.Identity {
	v := record.Version()
	build := "commit " + v.Commit
	if v.Binary != "" {
		build = "binary " + v.Binary
	}
	return terms.Identity{Build: build + ", " + v.Go, Architecture: runtime.GOARCH}
}

// machineSpec is what a worker needs to build its part of a run's network.
type machineSpec struct {
	Config  string // YAML
	Inputs  int
	Classes int
	Flow    limits.Flow
}

// mostClasses and mostInputs bound what a worker believes.
const (
	mostInputs  = 1 << 30
	mostClasses = 1 << 20
)

// build builds the config's network on the workers.
func (m Machines) build(ctx context.Context, c *settings.Config, net *network.Network, setup network.Setup) (network.Engine, error) {
	if c.Engine != "actors" {
		return nil, settings.Errorf("engine is %s with workers, allowed: actors, with any rule but bp", c.Engine)
	}
	config, err := c.Encode()
	if err != nil {
		return nil, err
	}
	flow, err := limits.FlowOf(c, net, setup.Parts)
	if err != nil {
		return nil, err
	}
	spec, err := json.Marshal(machineSpec{string(config), net.Inputs(), net.Outputs(), flow})
	if err != nil {
		return nil, err
	}
	return m.Coordinator.Build(ctx, net, setup, actors.Transport(c.Transport), spec)
}

// NetworkBuilder makes the plans of networks of runs that a worker with cpuCores CPU
// cores, or all for 0, takes part in. A part that would not fit into the limits, or
// else the machine, is refused.
func NetworkBuilder(within limits.Limits, cpuCores int) terms.Builder {
	return func(text []byte) (terms.Blueprint, error) {
		s, c, err := decodeMachineSpec(text)
		if err != nil {
			return terms.Blueprint{}, err
		}
		spec, err := networkspec.Of(c, s.Inputs, s.Classes)
		if err != nil {
			return terms.Blueprint{}, err
		}
		return terms.Blueprint{
			Spec: spec, Transport: actors.Transport(c.Transport), CPUCores: cpuCores, Scheduler: network.Scheduler(c.Scheduler),
			Admit: func(owns func(topology.Core) bool) error {
				return within.Admit("part of the network", limits.Estimate(c, &spec, s.Flow, (&network.Setup{CPUCores: cpuCores}).Workers(), limits.PartOf(&spec, owns)))
			},
			Guard: func(fail func(error)) func() {
				_, guard := within.Begin(context.Background())
				uncover := guard.Cover(fail)
				return func() {
					uncover()
					guard.Release()
				}
			},
		}, nil
	}
}

func decodeMachineSpec(text []byte) (*machineSpec, *settings.Config, error) {
	var s machineSpec
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return nil, nil, fmt.Errorf("runs: what determines the network: %w", err)
	}
	if s.Inputs < 1 || s.Inputs > mostInputs || s.Classes < 1 || s.Classes > mostClasses {
		return nil, nil, fmt.Errorf("runs: a network has %d inputs and %d classes, allowed: 1 to %d, and 1 to %d", s.Inputs, s.Classes, mostInputs, mostClasses)
	}
	isNegative := func(x float64) bool { return x < 0 }
	if f := s.Flow; min(f.Batch, f.Training, f.Testing) < 0 || slices.ContainsFunc(f.Rates, isNegative) || slices.ContainsFunc(f.Windows, isNegative) {
		return nil, nil, fmt.Errorf("runs: %v samples of a batch, %v in training and %v in tests, with %v spikes of a neuron and %v windows, are under way, allowed: 0 or more", f.Batch, f.Training, f.Testing, f.Rates, f.Windows)
	}
	c := settings.Base()
	if err := settings.Decode([]byte(s.Config), &c); err != nil {
		return nil, nil, err
	}
	c.FollowNetwork()
	if want := len(c.Layers) + 2; len(s.Flow.Rates) != want {
		return nil, nil, fmt.Errorf("runs: firing rates of %d populations, want %d", len(s.Flow.Rates), want)
	} else if got := len(s.Flow.Windows); got != 0 && got != want {
		return nil, nil, fmt.Errorf("runs: windows of %d populations, want %d or none", got, want)
	}
	return &s, &c, c.Validate()
}

// wireBytes is what the machines of an engine have sent each other since it was built,
// or 0 if it is on one.
func wireBytes(engine network.Engine) int64 {
	if spread, ok := engine.(interface{ WireBytes() int64 }); ok {
		return spread.WireBytes()
	}
	return 0
}

// divide gives every worker a core of every hidden population that is large enough, if
// the number of neurons a core is left to the program.
func (m Machines) divide(c *settings.Config) {
	if m.Coordinator == nil || c.NeuronsPerCore != 0 {
		return
	}
	workers := m.Coordinator.Workers()
	for _, size := range c.Layers {
		single := topology.Network{Sizes: []int{size, size}}
		if share := (size + workers - 1) / workers; single.CoreCount(1, 0) < workers && size >= workers && (c.NeuronsPerCore == 0 || share < c.NeuronsPerCore) {
			c.NeuronsPerCore = share
		}
	}
	if c.NeuronsPerCore != 0 {
		slog.Info("cores are made smaller, so that every worker has one of every hidden population", "neurons-per-core", c.NeuronsPerCore)
	}
}

// persist goes back to the newest checkpoint of a run when a worker is lost. The time
// limit counts from when the run began.
func (s Schedule) persist(ctx context.Context, began time.Time, summary *record.Summary, err error, o *startingPoint, observer Observer) (_ *record.Summary, failure error) {
	defer func() { s.Watch.End(summary != nil && summary.Interrupted, failure) }()
	limit := s.Limits.Time
	for restart := 1; terms.IsLost(err) && o.left != "" && restart <= s.Machines.Restarts && ctx.Err() == nil; restart++ {
		slog.Warn("the run goes back to its last checkpoint", "reason", err, "restart", restart, "of", s.Machines.Restarts)
		if limit > 0 {
			s.Limits.Time = max(limit-time.Since(began), time.Millisecond) // 0 would be no limit
		}
		summary, err = s.resume(ctx, o.left, observer)
	}
	if terms.IsLost(err) && o.left != "" {
		return nil, fmt.Errorf("%w; sfdfa-actors run --resume %s goes on once the workers are back", err, o.left)
	}
	return summary, err
}
