package checkpoint

import (
	"bufio"
	"fmt"
	"io"
	"math"

	"sfdfa-actors/internal/neuron"
)

// Cursor reads the neurons of one core in order. It is not safe for concurrent
// use, but several cursors of a file may be used at once.
type Cursor struct {
	path   string
	core   Core
	in     *bufio.Reader
	left   uint64 // bytes
	next   int    // neuron in the core
	buffer []byte
}

// Neurons returns a cursor at the first neuron of the i-th core.
func (f *File) Neurons(i int) *Cursor {
	in := bufio.NewReaderSize(io.NewSectionReader(f.source, f.offsets[i], f.lengths[i]), 64<<10)
	return &Cursor{path: f.Path, core: f.Cores[i], in: in, left: uint64(f.lengths[i])}
}

// Next returns the next neuron, or io.EOF after the last.
func (c *Cursor) Next() (Neuron, error) {
	if c.next == c.core.Count {
		if c.left > 0 {
			return Neuron{}, c.refuse("%d bytes follow the last neuron", c.left)
		}
		return Neuron{}, io.EOF
	}
	text, err := c.take(neuronHeaderSize)
	if err != nil {
		return Neuron{}, err
	}
	h := decodeNeuronHeader(text)
	if h.active > 1 || h.steps > math.MaxInt || !h.fits() {
		return Neuron{}, c.refuse("%d weights, %d moments, %d averages, %d steps and activity %d can't be", h.weights, h.moments, h.averages, h.steps, h.active)
	}
	if text, err = c.take(h.length(c.core.Width)); err != nil {
		return Neuron{}, err
	}
	n := Neuron{State: neuron.State{Steps: int(h.steps)}, Active: h.active == 1}
	n.State.Weights, text = takeValues(text, c.core.Width, int(h.weights))
	n.State.First, text = takeValues(text, c.core.Width, int(h.moments))
	n.State.Second, text = takeValues(text, c.core.Width, int(h.moments))
	n.State.Averages, text = takeValues(text, c.core.Width, int(h.averages))
	n.State.Feedback, _ = takeValues(text, 8, int(h.feedback))
	c.next++
	return n, nil
}

// take reads so many bytes, valid until the next call. The section's length
// bounds them before there is room made for them.
func (c *Cursor) take(size uint64) ([]byte, error) {
	if size > c.left {
		return nil, c.refuse("it claims %d bytes where %d are left", size, c.left)
	}
	c.left -= size
	if uint64(cap(c.buffer)) < size {
		c.buffer = make([]byte, size)
	}
	c.buffer = c.buffer[:size]
	if _, err := io.ReadFull(c.in, c.buffer); err != nil {
		return nil, fmt.Errorf("reading neuron %d of population %d: %w", c.core.First+c.next, c.core.Population, err)
	}
	return c.buffer, nil
}

func (c *Cursor) refuse(format string, arguments ...any) *Refusal {
	r := refuse("neuron %d of population %d: %s", c.core.First+c.next, c.core.Population, fmt.Sprintf(format, arguments...))
	r.Path = c.path
	return r
}

// Visit calls visit with every neuron of a population, in order, and ends with
// its first error.
func (f *File) Visit(population int, visit func(index int, n *Neuron) error) error {
	for i, core := range f.Cores {
		if core.Population != population {
			continue
		}
		cursor := f.Neurons(i)
		for index := core.First; ; index++ {
			n, err := cursor.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			if err := visit(index, &n); err != nil {
				return err
			}
		}
	}
	return nil
}
