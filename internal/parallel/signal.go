package parallel

// Signal wakes up a goroutine that waits for something to change, by receiving from it.
// Changes that nobody has received yet are one.
type Signal chan struct{}

// NewSignal returns a signal that has not been raised.
func NewSignal() Signal { return make(Signal, 1) }

// Raise signals a change. It never waits.
func (s Signal) Raise() {
	select {
	case s <- struct{}{}:
	default:
	}
}
