package bench

import (
	"runtime"
	"sync/atomic"
	"time"

	"sfdfa-actors/internal/parallel"
)

// roundTrip is the time in ns that a cache line takes from one CPU core to another and back, or 0 if
// Go has one CPU core to use. All that a message touches goes this way. CPU cores that share a
// cache need 50 to 100 ns, others several times as long, and a virtual machine's may be now the one
// and now the other. It is the median over 2 ms, since either core may be taken away meanwhile.
func roundTrip() (ns float64) {
	if runtime.GOMAXPROCS(0) < 2 {
		return 0
	}
	var b ball
	parallel.Do(2, func(player int) {
		if player == 0 {
			ns = b.serve()
		} else {
			b.giveBack()
		}
	})
	return ns
}

// ball goes from one goroutine to another and back, on a cache line of its own.
type ball struct {
	_    [64]byte
	hits atomic.Int64 // odd if it is the second's turn; −1 once the first has enough
	_    [64]byte
}

// serve measures the time of a round trip in ns.
func (b *ball) serve() float64 {
	hits := int64(0)
	play := func(trips int) {
		for range trips {
			b.hits.Store(hits + 1)
			for hits += 2; b.hits.Load() != hits; {
			}
		}
	}
	play(1) // until the other is there
	const atOnce = 10
	var took []float64
	for began := time.Now(); time.Since(began) < 2*time.Millisecond; {
		start := time.Now()
		play(atOnce)
		took = append(took, float64(time.Since(start).Nanoseconds())/atOnce)
	}
	b.hits.Store(-1)
	return median(took)
}

// giveBack returns the ball until the first goroutine has enough.
func (b *ball) giveBack() {
	for {
		switch hits := b.hits.Load(); {
		case hits < 0:
			return
		case hits%2 == 1:
			b.hits.Store(hits + 1)
		}
	}
}
