package bench

import (
	"runtime"
	"runtime/metrics"
)

// collector says what the garbage collector and the allocator did, in all or in a while.
type collector struct {
	busy, available float64 // CPU seconds: the collector's, and all that there were
	allocated       float64 // objects
}

var collectorMetrics = []string{"/cpu/classes/gc/total:cpu-seconds", "/cpu/classes/total:cpu-seconds", "/gc/heap/allocs:objects"}

// readCollector runs the collector, which brings its figures up to date.
func readCollector() collector {
	runtime.GC()
	samples := make([]metrics.Sample, len(collectorMetrics))
	for i, name := range collectorMetrics {
		samples[i].Name = name
	}
	metrics.Read(samples)
	return collector{busy: samples[0].Value.Float64(), available: samples[1].Value.Float64(), allocated: float64(samples[2].Value.Uint64())}
}

// collected is what the collector did from a reading on, without what reading costs.
func collected(before collector) collector {
	after := readCollector()
	again := readCollector()
	return after.less(before).less(again.less(after))
}

func (c collector) less(d collector) collector {
	return collector{c.busy - d.busy, c.available - d.available, c.allocated - d.allocated}
}

// share is the collector's share of the CPU time.
func (c collector) share() float64 { return max(0, c.busy/c.available) }
