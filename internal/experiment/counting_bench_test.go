//go:build unix

package experiment

import (
	"context"
	"slices"
	"syscall"
	"testing"
	"time"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/messages"
)

// BenchmarkCounting trains two networks of actors on the same samples in turn, one
// of which counts spikes and charges them to the mesh, and reports by how much more
// CPU time, and time, that one takes: the median over rounds. Run it as
//
//	go test ./internal/experiment -run '^$' -bench Counting -benchtime 20x
func BenchmarkCounting(b *testing.B) {
	for _, task := range []struct {
		name    string
		config  func() Config
		samples int
	}{
		{"yinyang", func() Config { return Defaults("yinyang", "sfdfa") }, 5000},
		{"patterns-784-800-10", func() Config {
			c := Defaults("patterns", "sfdfa")
			c.Inputs, c.Layers, c.InDegree, c.Density = 784, []int{800}, nil, nil
			return c
		}, 1000},
	} {
		b.Run(task.name, func(b *testing.B) { compareCounting(b, task.config(), task.samples) })
	}
}

func compareCounting(b *testing.B, c Config, samples int) {
	setup, err := NewSetup(c)
	if err != nil {
		b.Fatal(err)
	}
	samples = min(samples, setup.TrainingSamples())
	without, with := newContender(b, setup, nil), newContender(b, setup, watch)
	for _, warm := range []*contender{without, with} {
		warm.train(b, setup, samples)
	}
	var cpu, wall []float64
	for b.Loop() {
		var times [2][2]time.Duration
		order := []int{0, 1}
		if len(cpu)%2 == 1 {
			slices.Reverse(order)
		}
		for _, i := range order {
			times[i][0], times[i][1] = []*contender{without, with}[i].train(b, setup, samples)
		}
		cpu = append(cpu, 100*(float64(times[1][0])/float64(times[0][0])-1))
		wall = append(wall, 100*(float64(times[1][1])/float64(times[0][1])-1))
	}
	b.ReportMetric(median(cpu), "%CPU-time")
	b.ReportMetric(median(wall), "%time")
	b.ReportMetric(0, "ns/op") // says nothing here
}

// contender is an engine that counts or does not.
type contender struct {
	net      *network.Network
	run      func(a *messages.Assignment) (*messages.Finished, error)
	activity *activity
	first    uint64
}

func newContender(b *testing.B, setup *Setup, watch func(*network.Network) *activity) *contender {
	net, err := setup.Network(setup.Config.Layers)
	if err != nil {
		b.Fatal(err)
	}
	c := &contender{net: net}
	if watch != nil {
		c.activity = watch(net)
	}
	engine, err := setup.Actors(net)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { engine.Close() })
	c.run = func(a *messages.Assignment) (*messages.Finished, error) {
		return engine.Run(context.Background(), a, func([]messages.Outcome) {})
	}
	return c
}

// train trains on some samples as an epoch, and returns the CPU time and the time
// that it took.
func (c *contender) train(b *testing.B, setup *Setup, samples int) (cpu, wall time.Duration) {
	a := setup.Assignment(samples)
	a.Learn, a.First = true, c.first
	c.first += uint64(samples)
	began, used := time.Now(), cpuTime(b)
	if c.activity != nil {
		c.activity.counter.Reset()
		c.activity.counter.Resume(a.First, a.Batch)
	}
	finished, err := c.run(&a)
	if err != nil {
		b.Fatal(err)
	}
	if c.activity != nil {
		c.activity.counter.Pause()
		picture, err := setup.Config.picture(c.net)
		if err != nil {
			b.Fatal(err)
		}
		picture.Report(picture.Charge(c.activity.counter, int64(finished.Presented), int64(batchesIn(finished.Presented, a.Batch))))
	}
	return cpuTime(b) - used, time.Since(began)
}

// cpuTime is the time that the process has used on all CPU cores.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
