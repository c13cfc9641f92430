//go:build !linux

package timers

import "time"

// Loosen does nothing on systems on which the slack of timers can't be set.
func Loosen(time.Duration) error { return nil }
