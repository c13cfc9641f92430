package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/machine"
	"sfdfa-actors/messages"
)

// Study says how to measure engines side by side.
type Study struct {
	Rounds  int // of which medians are taken
	Samples int // presented in each measurement
	// Progress is told the rounds that are done.
	Progress func(done, rounds int)
}

// Report compares engines on the same network and samples. Every ratio is
// the median over rounds of two measurements of the same round, since machines
// drift. Procs is the number of CPU cores where it says "on all".
type Report struct {
	ActorsOverReference            float64 `json:"actors_over_reference"`             // training throughput, on all CPU cores
	ActorsOverReferenceOneProc     float64 `json:"actors_over_reference_1_proc"`      // on one
	ActorsOverReferenceUncoalesced float64 `json:"actors_over_reference_uncoalesced"` // every message alone, on all
	SpeedupTwoProcs                float64 `json:"speedup_2_procs"`                   // actors, from 1 CPU core to all
	// How many times longer actors take that have goroutines of their own than those of the pool do, on all CPU
	// cores, by the clock and in CPU time.
	GoroutineTimeOverPool float64 `json:"goroutine_time_over_pool"`
	GoroutineCPUOverPool  float64 `json:"goroutine_cpu_over_pool,omitempty"`
	// What the machine itself gives: how many times the bare loop's work gets
	// done if every CPU core runs it. The loop mostly waits for its own sums, so that CPU
	// cores which share what does the sums hardly show in it.
	MachineSpeedup           float64   `json:"machine_speedup,omitempty"`
	MachineSpeedupByRound    []float64 `json:"machine_speedup_by_round,omitempty"`
	ReferenceSpeedupTwoProcs float64   `json:"reference_speedup_2_procs"`
	// How long a cache line takes from one CPU core to another and back, in ns, just before
	// and after the actors' measurements on all CPU cores. Speed-ups depend on it, so both
	// are there round by round too.
	RoundTrip         float64   `json:"round_trip_ns,omitempty"`
	RoundTripsByRound []float64 `json:"round_trip_ns_by_round,omitempty"`
	SpeedupByRound    []float64 `json:"speedup_2_procs_by_round"`
	// The limit is a loop that gathers the weight of each synaptic event and
	// does two multiply-adds, over the same inputs, on one CPU core. It is
	// measured on dense first hidden populations only.
	ReferenceOverLimitForward  float64 `json:"reference_over_limit_forward,omitempty"`  // time to present
	ReferenceOverLimitLearning float64 `json:"reference_over_limit_learning,omitempty"` // time to train less time to present

	SamplesPerSecond          float64 `json:"samples_per_second"` // actors, training, on all CPU cores
	ReferenceSamplesPerSecond float64 `json:"reference_samples_per_second"`
	PresentSamplesPerSecond   float64 `json:"present_samples_per_second"` // actors, without learning, on all

	// Learning from one sample at a time, at the rates that befit it, on all CPU cores; and what a neuron costs a
	// sample to which nothing happens, on one, in ns: that is a network of its own.
	OnlineSamplesPerSecond float64 `json:"online_samples_per_second"`
	OnlineOverReference    float64 `json:"online_over_reference"`
	SilentNeuron           float64 `json:"silent_neuron_ns"`

	// The collector's share of the CPU time in which the actors train, over several times
	// as many samples without a break: collections that the measurement forces would leave
	// none for the actors to cause.
	CollectorShare       float64 `json:"collector_share"`
	AllocationsPerSample float64 `json:"allocations_per_sample"` // actors, training

	Procs   int                `json:"procs"`
	Rounds  int                `json:"rounds"`
	Samples int                `json:"samples"`
	Config  settings.Config    `json:"config"`
	Machine record.Machine     `json:"machine"`
	Version record.VersionInfo `json:"version"`
}

// contestant is one engine under one way of running it.
type contestant struct {
	procs     int
	coalesce  int
	learn     bool
	scheduler network.Scheduler    // empty for the config's
	task      *messages.Assignment // in place of the one that all have, or nil
	engine    network.Engine
	limit     *machine.BareLoop // instead of an engine
	travels   bool              // round trips are measured too

	first   uint64
	seconds []float64 // by round
	cpu     []float64 // CPU seconds, by round; 0 where they can't be measured
	trips   []float64 // mean of roundTrip before and after, by round, if it travels
}

// Run measures the engines on the config's network and data.
func (b Study) Run(ctx context.Context, c settings.Config) (*Report, error) {
	if err := c.CheckActors(); err != nil {
		return nil, err
	}
	dataset, _, err := runs.OpenCalibrated(&c, limits.Limits{})
	if err != nil {
		return nil, err
	}
	net, err := runs.NewNetwork(&c, dataset, limits.Limits{})
	if err != nil {
		return nil, err
	}
	b.Samples = min(b.Samples, dataset.Train.Len())
	procs := runs.CPUCores(&c)
	contestants, err := contestants(c, net, network.Parts{messages.Train: dataset.Train}, procs, b.Samples)
	defer closeAll(contestants)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(addOnline(contestants, c, dataset, procs, b.Samples), addSilent(contestants, b.Samples)); err != nil {
		return nil, err
	}
	a := *runs.NewAssignment(&c, messages.Train, dataset.Train, runs.FirstIndices(b.Samples))
	a.Rates = messages.Rates{Weights: c.LearningRate, Feedback: c.FeedbackRate, Delays: c.DelayRate}
	if err := b.measure(ctx, a, c.EnvelopeSamples(), contestants); err != nil {
		return nil, err
	}
	collector, err := contestants["actors"].collect(ctx, a, c.EnvelopeSamples())
	if err != nil {
		return nil, err
	}
	report := b.report(contestants)
	report.CollectorShare = collector.share()
	report.AllocationsPerSample = collector.allocated / float64(breathless*b.Samples)
	report.Procs, report.Rounds, report.Samples = procs, b.Rounds, b.Samples
	report.Config, report.Machine, report.Version = c, record.ThisMachine(procs), record.Version()
	return report, nil
}

// contestants builds the engines, each with a network of its own.
func contestants(c settings.Config, net *network.Network, parts network.Parts, procs, samples int) (map[string]*contestant, error) {
	all := map[string]*contestant{
		"reference 1":        {procs: 1, learn: true},
		"reference":          {procs: procs, learn: true},
		"actors 1":           {procs: 1, learn: true},
		"actors":             {procs: procs, learn: true, travels: procs > 1},
		"actors uncoalesced": {procs: procs, learn: true, coalesce: 1},
		"actors goroutines":  {procs: procs, learn: true, scheduler: network.GoroutineScheduler},
	}
	for name, contestant := range all {
		own := c
		own.Engine, _, _ = strings.Cut(name, " ")
		var err error
		setup := network.Setup{Parts: parts, CPUCores: contestant.procs, Scheduler: cmp.Or(contestant.scheduler, network.Scheduler(c.Scheduler))}
		if contestant.engine, err = runs.NewEngine(context.Background(), &own, net, setup, runs.Machines{}); err != nil {
			return all, err
		}
	}
	if net.Topology.IsDense(1) {
		limit := newLimit(net, parts[messages.Train], samples)
		all["limit"] = &contestant{procs: 1, limit: limit}
		all["limit on all"] = &contestant{procs: procs, limit: limit}
	}
	// Presenting is measured on networks that have learned as much as those
	// that it is compared with.
	all["reference present"] = &contestant{procs: 1, engine: all["reference 1"].engine}
	all["actors present"] = &contestant{procs: procs, engine: all["actors"].engine}
	return all, nil
}

func closeAll(contestants map[string]*contestant) {
	for _, contestant := range contestants {
		if contestant.engine != nil {
			contestant.engine.Close()
		}
	}
}

// turns is the order of contestants in a round: what is compared comes one
// right after the other, since machines drift, but for the reference on one CPU core and on all.
var turns = []string{
	"actors present", "actors uncoalesced", "actors goroutines", "reference", "actors", "actors 1", "reference 1", "reference present", "limit", "limit on all",
	"reference online", "actors online", "actors few silent", "actors many silent",
}

// measure runs every contestant once to warm up and then once a round, in turn
// from the first to the last and from the last to the first.
func (b Study) measure(ctx context.Context, a messages.Assignment, coalesce int, contestants map[string]*contestant) error {
	for round := range b.Rounds + 1 {
		for i := range turns {
			name := turns[i]
			if round%2 == 1 {
				name = turns[len(turns)-1-i]
			}
			if contestants[name] == nil {
				continue
			}
			if err := contestants[name].run(ctx, a, coalesce, round > 0); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if b.Progress != nil {
			b.Progress(round, b.Rounds)
		}
	}
	return nil
}

// run does a contestant's work once and keeps what was measured if it counts.
func (c *contestant) run(ctx context.Context, a messages.Assignment, coalesce int, counts bool) error {
	return Confined(c.procs, func() error {
		runtime.GC() // of what the one before has left
		trip := 0.0
		if c.travels {
			trip = roundTrip()
		}
		before := machine.CPUTime()
		seconds, err := c.work(ctx, a, coalesce)
		cpu := (machine.CPUTime() - before).Seconds()
		if err != nil || !counts {
			return err
		}
		c.seconds, c.cpu = append(c.seconds, seconds), append(c.cpu, cpu)
		if c.travels {
			c.trips = append(c.trips, (trip+roundTrip())/2)
		}
		return nil
	})
}

// breathless is how often a contestant does its work for the collector to be measured.
const breathless = 20

// collect does a contestant's work several times without a break and returns what the
// collector did meanwhile.
func (c *contestant) collect(ctx context.Context, a messages.Assignment, coalesce int) (did collector, err error) {
	err = Confined(c.procs, func() error {
		before := readCollector()
		for range breathless {
			if _, err := c.work(ctx, a, coalesce); err != nil {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		did = collected(before)
		return nil
	})
	return did, err
}

// work does a contestant's work once and returns the time that it took.
func (c *contestant) work(ctx context.Context, a messages.Assignment, coalesce int) (float64, error) {
	if c.limit != nil {
		return c.limit.Run(c.procs), nil
	}
	a.Coalesce, a.Learn, a.First = coalesce, c.learn, c.first
	if c.coalesce > 0 {
		a.Coalesce = c.coalesce
	}
	if c.task != nil {
		a = *c.task
		a.Learn, a.First = true, c.first
	}
	c.first += uint64(len(a.Indices))
	began := time.Now()
	_, err := c.engine.Run(ctx, &a, func([]messages.Outcome) {})
	return time.Since(began).Seconds(), err
}

func (b Study) report(contestants map[string]*contestant) *Report {
	// ratios is how many times longer x took than y, by round.
	ratios := func(x, y string) []float64 { return quotients(contestants[x].seconds, contestants[y].seconds) }
	ratio := func(x, y string) float64 { return median(ratios(x, y)) }
	rate := func(name string) float64 { return float64(b.Samples) / median(contestants[name].seconds) }
	report := &Report{
		ActorsOverReference:            ratio("reference", "actors"),
		ActorsOverReferenceOneProc:     ratio("reference 1", "actors 1"),
		ActorsOverReferenceUncoalesced: ratio("reference", "actors uncoalesced"),
		GoroutineTimeOverPool:          ratio("actors goroutines", "actors"),
		SpeedupTwoProcs:                ratio("actors 1", "actors"),
		ReferenceSpeedupTwoProcs:       ratio("reference 1", "reference"),
		SpeedupByRound:                 ratios("actors 1", "actors"),
		SamplesPerSecond:               rate("actors"),
		ReferenceSamplesPerSecond:      rate("reference"),
		PresentSamplesPerSecond:        rate("actors present"),
		OnlineSamplesPerSecond:         float64(len(contestants["actors online"].task.Indices)) / median(contestants["actors online"].seconds),
		OnlineOverReference:            ratio("reference online", "actors online"),
		SilentNeuron:                   silentNeuron(contestants["actors few silent"], contestants["actors many silent"]),
	}
	actors, own := contestants["actors"], contestants["actors goroutines"]
	if median(actors.cpu) > 0 {
		report.GoroutineCPUOverPool = median(quotients(own.cpu, actors.cpu))
	}
	if actors.travels {
		report.RoundTripsByRound, report.RoundTrip = actors.trips, median(actors.trips)
	}
	limit := contestants["limit"]
	if limit == nil {
		return report
	}
	for _, share := range ratios("limit", "limit on all") {
		report.MachineSpeedupByRound = append(report.MachineSpeedupByRound, float64(contestants["limit on all"].procs)*share)
	}
	report.MachineSpeedup = median(report.MachineSpeedupByRound)
	report.ReferenceOverLimitForward = ratio("reference present", "limit")
	learning := make([]float64, b.Rounds)
	for i := range learning {
		learning[i] = (contestants["reference 1"].seconds[i] - contestants["reference present"].seconds[i]) / limit.seconds[i]
	}
	report.ReferenceOverLimitLearning = median(learning)
	return report
}

// quotients are those of the elements of two lists of one length.
func quotients(x, y []float64) []float64 {
	quotients := make([]float64, len(x))
	for i := range x {
		quotients[i] = x[i] / y[i]
	}
	return quotients
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
