package neuron

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Combine returns the checksum of a network from those of its neurons, ordered
// by population and neuron.
func Combine(digests []messages.Digest) messages.Digest {
	hash := sha256.New()
	for i := range digests {
		hash.Write(digests[i][:])
	}
	return messages.Digest(hash.Sum(nil))
}

// State implements Neuron.
func (n *typed[W]) State() messages.State { return n.StateInto(messages.State{}) }

// StateInto implements Neuron.
func (n *typed[W]) StateInto(reuse messages.State) messages.State {
	n.settle()
	delays, first, second := n.learnedDelays()
	return messages.State{
		Weights:  widened(reuse.Weights, n.weights),
		Feedback: widened(reuse.Feedback, n.feedback),
		First:    widened(reuse.First, n.first),
		Second:   widened(reuse.Second, n.second),
		Averages: widened(reuse.Averages, n.averages),
		MeanRate: n.learnedRate(),
		Silence:  n.silentBatches(),
		Steps:    n.steps,

		Delays:      widened(reuse.Delays, delays),
		DelayFirst:  widened(reuse.DelayFirst, first),
		DelaySecond: widened(reuse.DelaySecond, second),
	}
}

// learnedRate is r̄ where it is more than what the last batch left.
func (n *typed[W]) learnedRate() []float64 {
	if !n.population.AveragesRates() {
		return nil
	}
	return []float64{n.rate}
}

// widened is the values in memory that is used again where it is large enough, nil if there are none.
func widened[W learning.Float](reuse []float64, values []W) []float64 {
	if len(values) == 0 {
		return nil
	}
	wide := Resized(reuse, len(values))
	for i, value := range values {
		wide[i] = float64(value)
	}
	return wide
}

// SetState replaces what the neuron has learned, as when a network is read
// from a file. The lengths must be those of State, and all numbers finite.
func (n *typed[W]) SetState(state messages.State) error {
	delays, first, second := n.learnedDelays()
	for _, part := range []struct {
		name string
		got  []float64
		want int
	}{
		{"weights", state.Weights, len(n.weights)},
		{"feedback weights", state.Feedback, len(n.feedback)},
		{"first moments", state.First, len(n.first)},
		{"second moments", state.Second, len(n.second)},
		{"averages of weights", state.Averages, len(n.averages)},
		{"mean rates", state.MeanRate, len(n.learnedRate())},
		{"batches of silence", state.Silence, len(n.silentBatches())},
		{"delays", state.Delays, len(delays)},
		{"first moments of delays", state.DelayFirst, len(first)},
		{"second moments of delays", state.DelaySecond, len(second)},
	} {
		if len(part.got) != part.want {
			return fmt.Errorf("neuron: state of neuron %d has %d %s, must have %d", n.index, len(part.got), part.name, part.want)
		}
		if at := learning.FirstNotFinite(part.got); at >= 0 {
			return fmt.Errorf("neuron: state of neuron %d has %v at place %d of its %s, must be finite", n.index, part.got[at], at, part.name)
		}
	}
	if err := n.validateDelays(state.Delays); err != nil {
		return err
	}
	n.idle = learning.Idle{}
	narrow(n.weights, state.Weights)
	narrow(n.first, state.First)
	narrow(n.second, state.Second)
	narrow(n.averages, state.Averages)
	copy(n.feedback, state.Feedback)
	copy(delays, state.Delays)
	copy(first, state.DelayFirst)
	copy(second, state.DelaySecond)
	if len(state.MeanRate) > 0 {
		n.rate = state.MeanRate[0]
	}
	if n.silence != nil {
		*n.silence = silence{batches: int(state.Silence[0])}
	}
	n.steps = state.Steps
	return nil
}

func narrow[W learning.Float](dst []W, values []float64) {
	for i, value := range values {
		dst[i] = W(value)
	}
}

// statePool lends memory for the time of one digest.
var statePool = sync.Pool{New: func() any { return &messages.State{} }}

// Digest implements Neuron. Equal digests mean equal bits.
func (n *typed[W]) Digest() messages.Digest {
	hash := sha256.New()
	var buffer [8]byte
	write := func(bits uint64) {
		binary.LittleEndian.PutUint64(buffer[:], bits)
		hash.Write(buffer[:])
	}
	state := statePool.Get().(*messages.State)
	defer statePool.Put(state)
	*state = n.StateInto(*state)
	parts := [][]float64{state.Weights, state.Feedback, state.First, state.Second}
	for _, part := range [][]float64{state.Averages, state.MeanRate, state.Silence, state.Delays, state.DelayFirst, state.DelaySecond} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	for _, part := range parts {
		write(uint64(len(part)))
		for _, value := range part {
			write(math.Float64bits(value))
		}
	}
	write(uint64(n.steps))
	return messages.Digest(hash.Sum(nil))
}
