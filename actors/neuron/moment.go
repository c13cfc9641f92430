package neuron

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// moment is what a neuron keeps of an endless sample, with numbers of fixed sizes. The arrivals that wait follow it.
type moment struct {
	Mem, Syn, DriveMem, DriveSyn float64
	Epoch                        int64
	Last, Release, Next, Driven  float64
	Draws                        uint64
	Applied, Fired               int64
	Waiting                      int64
}

// Moment implements Neuron.
func (n *typed[W]) Moment() ([]byte, error) {
	if n.passing == nil || len(n.passing.open) == 0 {
		return nil, nil
	}
	open := n.passing.open[0]
	return EncodeMoment(&open.state, open.waiting.spikes)
}

// EncodeMoment is Moment of a neuron in a state, at which arrivals wait.
func EncodeMoment(s *model.State, waiting []messages.Spike) ([]byte, error) {
	state, err := binary.Append(nil, binary.LittleEndian, moment{
		s.Mem, s.Syn, s.DriveMem, s.DriveSyn, s.Epoch, s.Last, s.Release, s.Next, s.Driven, s.Draws,
		int64(s.Applied), int64(s.Fired), int64(len(waiting)),
	})
	if err != nil {
		return nil, err
	}
	return binary.Append(state, binary.LittleEndian, waiting)
}

// SetMoment implements Neuron.
func (n *typed[W]) SetMoment(state []byte, scratch *Scratch) error {
	if len(state) == 0 {
		return nil
	}
	if n.population.windowed == nil {
		return fmt.Errorf("neuron: neuron %d is to go on in the middle of a sample, its model takes samples whole", n.index)
	}
	s, waiting, err := DecodeMoment(state)
	if err != nil {
		return fmt.Errorf("neuron: moment of neuron %d: %w", n.index, err)
	}
	if n.passing == nil {
		n.passing = &passing{}
	}
	open := n.begin(0, false, scratch)
	open.state = s
	open.waiting.set(waiting)
	return nil
}

// DecodeMoment returns what EncodeMoment was given.
func DecodeMoment(state []byte) (model.State, []messages.Spike, error) {
	var m moment
	r := bytes.NewReader(state)
	err := binary.Read(r, binary.LittleEndian, &m)
	if err == nil && (m.Waiting < 0 || m.Waiting > int64(r.Len())) {
		err = fmt.Errorf("%d arrivals wait in %d bytes", m.Waiting, r.Len())
	}
	var waiting []messages.Spike
	if err == nil {
		waiting = make([]messages.Spike, m.Waiting)
		err = binary.Read(r, binary.LittleEndian, waiting)
	}
	return model.State{
		Mem: m.Mem, Syn: m.Syn, DriveMem: m.DriveMem, DriveSyn: m.DriveSyn, Epoch: m.Epoch, Last: m.Last, Release: m.Release,
		Next: m.Next, Driven: m.Driven, Draws: m.Draws, Applied: int(m.Applied), Fired: int(m.Fired),
	}, waiting, err
}
