package routing

import "sync"

// FreeList holds inputs to use again. The distributors of a population's cores share one:
// in a large network the inputs of one core after the other then lie where a cache has
// them.
type FreeList struct {
	lock sync.Mutex
	free []*Inputs
}

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
