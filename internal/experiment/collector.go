package experiment

import (
	"runtime"
	"runtime/metrics"
)

// collector says what the garbage collector and the allocator did so far.
type collector struct {
	busy, available float64 // CPU seconds: the collector's, and all that there were
	allocated       uint64  // objects
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
	return collector{busy: samples[0].Value.Float64(), available: samples[1].Value.Float64(), allocated: samples[2].Value.Uint64()}
}

// share is the collector's share of the CPU time since an earlier reading.
func (c collector) share(earlier collector) float64 {
	return (c.busy - earlier.busy) / (c.available - earlier.available)
}
