package machine

import "time"

// Watch measures what a piece of work takes of the machine, and what others take beside it.
type Watch struct {
	began     time.Time
	cpu, busy time.Duration
	seesBusy  bool
}

// Usage is what a watch has seen.
type Usage struct {
	Seconds    float64 // by the clock
	CPUSeconds float64 // of the process; 0 where they are not measured
	// Others is the number of CPU cores that other processes, and the host of a virtual machine, took on average;
	// nil where it is not measured. The system counts in hundredths of a second.
	Others *float64
}

// Start begins to measure.
func Start() Watch {
	w := Watch{cpu: CPUTime()}
	w.busy, w.seesBusy = busyTime()
	w.began = time.Now()
	return w
}

// Stop says what was used since the start.
func (w Watch) Stop() Usage {
	wall, cpu := time.Since(w.began), CPUTime()-w.cpu
	usage := Usage{Seconds: wall.Seconds(), CPUSeconds: cpu.Seconds()}
	if busy, ok := busyTime(); ok && w.seesBusy && wall > 0 {
		others := max((busy-w.busy-cpu).Seconds(), 0) / wall.Seconds()
		usage.Others = &others
	}
	return usage
}
