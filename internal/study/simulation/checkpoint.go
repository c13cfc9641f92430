package simulation

import (
	"bytes"
	"encoding"
	"encoding/gob"
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// pausable is an engine that can be saved between two segments.
type pausable interface {
	network.Engine
	Moment(core topology.Core) (*messages.Moment, error)
	SetMoment(core topology.Core, moment *messages.Moment)
}

// checkpoint is a free run between two segments.
type checkpoint struct {
	Version     int
	Next        int     // window
	Window      float64 // length of a window, seconds
	Tally       messages.Tally
	Digests     [][]byte // states of the checksums, by population
	Populations []population
	Moments     []messages.Moment // by core
}

// checkpointVersion rises with every change of the form.
const checkpointVersion = 4

// CanBeSaved reports whether the engine can be saved between two segments.
func (s *Simulation) CanBeSaved() bool {
	_, can := s.engine.(pausable)
	return can
}

// Save returns all of the run that Restore needs, between two segments.
func (s *Simulation) Save() ([]byte, error) {
	engine, can := s.engine.(pausable)
	if !can {
		return nil, fmt.Errorf("simulation: the engine can't be saved")
	}
	c := checkpoint{Version: checkpointVersion, Next: s.next, Window: s.windows.Length(), Tally: s.Tally, Populations: s.Summary.populations}
	for _, hash := range s.digests.populations {
		state, err := hash.(encoding.BinaryMarshaler).MarshalBinary()
		if err != nil {
			return nil, err
		}
		c.Digests = append(c.Digests, state)
	}
	for _, core := range s.net.Cores {
		moment, err := engine.Moment(core)
		if err != nil {
			return nil, err
		}
		c.Moments = append(c.Moments, *moment)
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(&c)
	return b.Bytes(), err
}

// Restore has a run that was just built go on from what Save returned for the same network.
func (s *Simulation) Restore(saved []byte) error {
	engine, can := s.engine.(pausable)
	if !can {
		return fmt.Errorf("simulation: the engine can't go on from a checkpoint")
	}
	var c checkpoint
	if err := gob.NewDecoder(bytes.NewReader(saved)).Decode(&c); err != nil {
		return fmt.Errorf("simulation: the checkpoint is damaged: %w", err)
	}
	if c.Version != checkpointVersion {
		return fmt.Errorf("simulation: the checkpoint is of version %d, must be %d", c.Version, checkpointVersion)
	}
	if len(c.Moments) != len(s.net.Cores) || len(c.Digests) != len(s.digests.populations) || len(c.Populations) != len(s.Summary.populations) ||
		c.Next < 1 || c.Next > s.windows.Count {
		return fmt.Errorf("simulation: the checkpoint is of another network: %d cores and %d populations before window %d, must be %d, %d and up to %d",
			len(c.Moments), len(c.Populations), c.Next, len(s.net.Cores), len(s.Summary.populations), s.windows.Count)
	}
	if length := s.windows.Length(); c.Window != length {
		return fmt.Errorf("simulation: the checkpoint has windows of %v s, must be of %v s", c.Window, length)
	}
	for p, state := range c.Digests {
		if err := s.digests.populations[p].(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil {
			return fmt.Errorf("simulation: the checkpoint is damaged: %w", err)
		}
		if got, want := len(c.Populations[p].Intervals), len(s.Summary.populations[p].Intervals); got != want {
			return fmt.Errorf("simulation: the checkpoint has %d neurons in population %d, must be %d", got, p, want)
		}
	}
	s.next, s.Tally, s.Summary.populations = c.Next, c.Tally, c.Populations
	for i, core := range s.net.Cores {
		engine.SetMoment(core, &c.Moments[i])
	}
	return nil
}
