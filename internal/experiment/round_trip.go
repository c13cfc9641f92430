package experiment

import (
	"runtime"
	"sync/atomic"
	"time"
)

// roundTrip is the time in ns that a cache line takes from one CPU core to another and back, over
// about 2 ms, or 0 if Go has one CPU core to use. All that a message touches goes this way. CPU
// cores that share a cache need some 50 ns, others several times as long, and a virtual machine's
// may be now the one and now the other.
func roundTrip() float64 {
	if runtime.GOMAXPROCS(0) < 2 {
		return 0
	}
	const least, over = 2 * time.Millisecond, -1
	var line struct {
		_    [64]byte
		turn atomic.Int64 // odd if it is the other's
		_    [64]byte
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			switch turn := line.turn.Load(); {
			case turn == over:
				return
			case turn%2 == 1:
				line.turn.Store(turn + 1)
			}
		}
	}()
	trips := int64(0)
	began := time.Now()
	for time.Since(began) < least {
		for range 10 { // between two looks at the clock
			line.turn.Store(2*trips + 1)
			for trips++; line.turn.Load() != 2*trips; {
			}
		}
	}
	took := time.Since(began)
	line.turn.Store(over)
	<-done
	return float64(took.Nanoseconds()) / float64(trips)
}
