package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"math"
)

// encoder writes the format, section by section.
type encoder struct {
	out      io.Writer
	total    hash.Hash // of all that was written
	section  uint32    // checksum of the section under way
	sections uint32
	buffer   []byte // one neuron
}

func newEncoder(out io.Writer) (*encoder, error) {
	e := &encoder{out: out, total: sha256.New()}
	return e, e.write(binary.LittleEndian.AppendUint32([]byte(magic), Version))
}

func (e *encoder) write(text []byte) error {
	e.total.Write(text)
	e.section = crc32.Update(e.section, castagnoli, text)
	_, err := e.out.Write(text)
	return err
}

func (e *encoder) begin(h sectionHeader) error {
	e.section = 0
	return e.write(h.encode())
}

func (e *encoder) end() error {
	e.sections++
	return e.write(binary.LittleEndian.AppendUint32(nil, e.section))
}

func (e *encoder) text(name string, text []byte) error {
	return e.stream(name, int64(len(text)), bytes.NewReader(text))
}

// stream writes a text of length bytes piece by piece.
func (e *encoder) stream(name string, length int64, text io.Reader) error {
	if length > largestText {
		return fmt.Errorf("text %s has %d bytes, at most %d are allowed", name, length, largestText)
	}
	if err := e.begin(sectionHeader{name: name, length: uint64(length)}); err != nil {
		return err
	}
	if _, err := io.CopyN(writerFunc(e.write), text, length); err != nil {
		return fmt.Errorf("text %s: %w", name, err)
	}
	return e.end()
}

// writerFunc is a function as io.Writer.
type writerFunc func([]byte) error

// Write implements io.Writer.
func (f writerFunc) Write(text []byte) (int, error) {
	if err := f(text); err != nil {
		return 0, err
	}
	return len(text), nil
}

func (e *encoder) neurons(which Range, neurons []Neuron) error {
	h := sectionHeader{
		name: neuronsName, population: uint32(which.Population),
		first: uint32(which.First), count: uint32(len(neurons)), width: uint32(which.Width),
	}
	for i := range neurons {
		if synapses := len(neurons[i].State.Weights); synapses > math.MaxUint32 {
			return fmt.Errorf("a neuron has %d synapses, at most %d are allowed", synapses, math.MaxUint32)
		}
		header := headerOf(&neurons[i])
		h.length += neuronHeaderSize + header.length(which.Width)
	}
	if err := e.begin(h); err != nil {
		return err
	}
	for i := range neurons {
		if err := e.neuron(which.Width, &neurons[i]); err != nil {
			return err
		}
	}
	return e.end()
}

func (e *encoder) neuron(width int, n *Neuron) error {
	header, state := headerOf(n), &n.State
	e.buffer = header.appendTo(e.buffer[:0])
	e.buffer = appendValues(e.buffer, width, state.Weights)
	e.buffer = appendValues(e.buffer, width, state.First)
	e.buffer = appendValues(e.buffer, width, state.Second)
	e.buffer = appendValues(e.buffer, width, state.Averages)
	e.buffer = appendValues(e.buffer, 8, state.Feedback)
	e.buffer = appendValues(e.buffer, 8, state.MeanRate)
	e.buffer = appendValues(e.buffer, 8, state.Silence)
	e.buffer = appendValues(e.buffer, 8, state.Delays)
	e.buffer = appendValues(e.buffer, 8, state.DelayFirst)
	e.buffer = appendValues(e.buffer, 8, state.DelaySecond)
	return e.write(e.buffer)
}

// finish writes the last section.
func (e *encoder) finish() error {
	sum := e.total.Sum(nil)
	if err := e.begin(sectionHeader{name: endName, count: e.sections, length: uint64(len(sum))}); err != nil {
		return err
	}
	if err := e.write(sum); err != nil {
		return err
	}
	return e.end()
}
