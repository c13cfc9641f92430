package actors

import (
	"iter"
	"math/bits"
)

// neuronSet is some of the neurons of a core.
type neuronSet struct {
	words []uint64 // a bit for each neuron
	count int
}

// reset leaves no neuron, of n that there are.
func (s *neuronSet) reset(n int) {
	words := (n + 63) / 64
	if cap(s.words) < words {
		s.words = make([]uint64, words)
	}
	s.words = s.words[:words]
	clear(s.words)
	s.count = 0
}

// fill takes all of the n neurons that there are.
func (s *neuronSet) fill(n int) {
	s.reset(n)
	for i := range s.words {
		s.words[i] = ^uint64(0)
	}
	if rest := n % 64; rest > 0 {
		s.words[len(s.words)-1] = 1<<rest - 1
	}
	s.count = n
}

func (s *neuronSet) add(neuron int) {
	if !s.has(neuron) {
		s.words[neuron/64] |= 1 << (neuron % 64)
		s.count++
	}
}

func (s *neuronSet) has(neuron int) bool { return s.words[neuron/64]>>(neuron%64)&1 != 0 }

// each visits the neurons of some sets in their order, each once.
func each(sets ...*neuronSet) iter.Seq[int] {
	return func(yield func(neuron int) bool) {
		for w := range sets[0].words {
			var word uint64
			for _, s := range sets {
				word |= s.words[w]
			}
			for ; word != 0; word &= word - 1 {
				if !yield(w*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
