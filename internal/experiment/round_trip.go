package experiment

import (
	"runtime"
	"sync/atomic"
	"time"
)

// roundTrip is the time in ns that a cache line takes from one CPU core to another and back, or 0 if
// Go has one CPU core to use. All that a message touches goes this way. CPU cores that share a
// cache need 50 to 100 ns, others several times as long, and a virtual machine's may be now the one
// and now the other. It is the median over 2 ms, since either core may be taken away meanwhile.
func roundTrip() float64 {
	if runtime.GOMAXPROCS(0) < 2 {
		return 0
	}
	const over = -1
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
	turn := int64(0)
	travel := func(trips int) {
		for range trips {
			line.turn.Store(turn + 1)
			for turn += 2; line.turn.Load() != turn; {
			}
		}
	}
	travel(1) // until the other is there
	const atOnce = 10
	var took []float64
	for began := time.Now(); time.Since(began) < 2*time.Millisecond; {
		start := time.Now()
		travel(atOnce)
		took = append(took, float64(time.Since(start).Nanoseconds())/atOnce)
	}
	line.turn.Store(over)
	<-done
	return median(took)
}
