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
func each(sets ...*neuronSet) iter.Seq[int] { return eachExpected(func(int) {}, sets...) }

// fewInWord is the number of neurons, of 64 in a row, that are expected: more of them lie so near to each other that memory
// comes by itself.
const fewInWord = 32

// eachExpected is each, and has a neuron expected some time before its visit if few are visited.
func eachExpected(expect func(neuron int), sets ...*neuronSet) iter.Seq[int] {
	return func(yield func(neuron int) bool) {
		next := wordOf(sets, 0)
		for w := range sets[0].words {
			word := next
			if next = wordOf(sets, w+1); bits.OnesCount64(next) <= fewInWord {
				for rest := next; rest != 0; rest &= rest - 1 {
					expect((w+1)*64 + bits.TrailingZeros64(rest))
				}
			}
			for ; word != 0; word &= word - 1 {
				if !yield(w*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// wordOf is a word of some sets together, 0 behind the last one.
func wordOf(sets []*neuronSet, w int) (word uint64) {
	for _, s := range sets {
		if w < len(s.words) {
			word |= s.words[w]
		}
	}
	return word
}
