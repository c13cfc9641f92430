//go:build !unix

package bench

// cpuSeconds would be the CPU time of the process so far; it is not measured here.
func cpuSeconds() float64 { return 0 }
