package routing

import (
	"sync"
	"sync/atomic"
)

// FreeList holds inputs to use again. The distributors of a population's cores share one:
// in a large network the inputs of one core after the other then lie where a cache has
// them.
type FreeList struct {
	lock sync.Mutex
	free []*Inputs

	abandoned atomic.Bool
}

// Abandon makes distributors leave out the samples that they have not come to: nobody will look at their inputs, and
// there is no memory for them.
func (s *FreeList) Abandon() { s.abandoned.Store(true) }

// takeInputs returns the inputs that were given back last, or new ones.
func (s *FreeList) takeInputs() *Inputs {
	s.lock.Lock()
	defer s.lock.Unlock()
	last := len(s.free) - 1
	if last < 0 {
		return &Inputs{}
	}
	in := s.free[last]
	s.free[last] = nil
	s.free = s.free[:last]
	return in
}

func (s *FreeList) put(in *Inputs) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.free = append(s.free, in)
}
