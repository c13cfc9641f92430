//go:build unix

package machine

import (
	"syscall"
	"time"
)

// CPUTime is the CPU time that the process has used, or 0 where nobody tells.
func CPUTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
