package watch

import (
	"runtime"
	"runtime/metrics"
	"time"

	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/parallel"
)

// acting is an engine that can tell what its workers do.
type acting interface {
	Profile(clock func() time.Duration, work func() error) (system.Profile, error)
	Waiting() system.Waiting
}

// A look at the workers takes a part of the time only: its clock is read twice a step.
const (
	profiled  = 50 * time.Millisecond
	depthsDue = 5 * time.Millisecond
)

// lookAtProcess publishes memory, and has the workers watched for a moment.
func (w *Watch) lookAtProcess() {
	engine, acts := w.source.Engine.(acting)
	if !acts {
		w.feed.Publish(KindProcess, w.process())
		w.publishVerdict()
		return
	}
	if w.profiling.Swap(true) {
		return
	}
	parallel.Begin(func() {
		defer w.profiling.Store(false)
		p := w.process()
		var depths depths
		began := time.Now()
		profile, _ := engine.Profile(func() time.Duration { return time.Since(began) }, func() error {
			end, again := time.After(profiled), time.NewTicker(depthsDue)
			defer again.Stop()
			for {
				select {
				case <-again.C:
					depths.add(engine.Waiting())
				case <-end:
					return nil
				}
			}
		})
		p.Workers, p.Shares, p.Mailboxes = profile.Workers, sharesOf(&profile), depths.means()
		w.feed.Publish(KindProcess, p)
		w.publishVerdict()
	})
}

func (w *Watch) process() *Process {
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(samples)
	return &Process{
		CPUs: runtime.NumCPU(), HeapBytes: samples[0].Value.Uint64(), SystemBytes: samples[1].Value.Uint64() - samples[2].Value.Uint64(),
		LimitBytes: w.memory.Load(), Goroutines: runtime.NumGoroutine(),
	}
}

// Process is what goes on in this process now, without the workers.
func (w *Watch) Process() *Process { return w.process() }

func sharesOf(p *system.Profile) *Shares {
	all := float64(p.Workers) * p.Wall.Seconds()
	if all == 0 {
		return nil
	}
	share := func(d time.Duration) float64 { return max(0, d.Seconds()/all) }
	return &Shares{
		Integrate: share(p.Integrate), Learn: share(p.Learn), Route: share(p.Route), Mailbox: share(p.Mailbox), Idle: share(p.Idle),
	}
}

// depths sums up what waits.
type depths struct {
	looks float64
	sum   Depths
}

func (d *depths) add(now system.Waiting) {
	d.looks++
	d.sum.Neurons += float64(now.Neurons)
	d.sum.Cores += float64(now.Cores)
	d.sum.Input += float64(now.Input)
	d.sum.Readout += float64(now.Readout)
	d.sum.Coordinator += float64(now.Coordinator)
	if now.MostAtCore > d.sum.MostAtCore {
		d.sum.MostAtCore, d.sum.Busiest = now.MostAtCore, now.BusiestCore
	}
}

func (d *depths) means() *Depths {
	n := max(1, d.looks)
	m := d.sum
	for _, value := range []*float64{&m.Neurons, &m.Cores, &m.Input, &m.Readout, &m.Coordinator} {
		*value /= n
	}
	return &m
}
