//go:build unix

package freeruns

import (
	"syscall"
	"time"
)

// cpuTime is the CPU time that the process has used, or 0 where nobody tells.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
