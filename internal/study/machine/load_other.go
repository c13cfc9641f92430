//go:build !linux

package machine

import "time"

// busyTime would be the time that all CPU cores together were not idle; it is not measured here.
func busyTime() (time.Duration, bool) { return 0, false }
