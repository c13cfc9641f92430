//go:build !unix

package machine

import "time"

// CPUTime would be the CPU time of the process; it is not measured here.
func CPUTime() time.Duration { return 0 }
