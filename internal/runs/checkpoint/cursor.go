package checkpoint

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"

	"sfdfa-actors/messages"
)

// Cursor reads consecutive neurons in order, which may stand in several sections.
// It is not safe for concurrent use, but several cursors of a file may be used at
// once.
type Cursor struct {
	file    *File
	section int // under way
	end     int // behind the last section
	in      *bufio.Reader
	left    uint64 // bytes of the section
	next    int    // neuron in the section
	buffer  []byte
}

// Neurons returns a cursor at the first neuron of a range that was written whole:
// in one section or in several, one after the other and with nothing else in them.
func (f *File) Neurons(want Range) (*Cursor, error) {
	first := slices.IndexFunc(f.Ranges, func(r Range) bool { return r.Population == want.Population && r.First == want.First })
	got := Range{Population: want.Population, First: want.First, Width: want.Width}
	end := max(first, 0)
	for first >= 0 && got.Count < want.Count && end < len(f.Ranges) {
		next := f.Ranges[end]
		if next != (Range{Population: got.Population, First: got.First + got.Count, Count: next.Count, Width: got.Width}) {
			break
		}
		got.Count += next.Count
		end++
	}
	if got != want {
		r := refuse("it does not have %v in sections of their own", want)
		r.Path = f.Path
		return nil, r
	}
	return f.cursor(first, end), nil
}

// cursor returns one at the first neuron of some consecutive sections.
func (f *File) cursor(first, end int) *Cursor {
	c := &Cursor{file: f, section: first, end: end, in: bufio.NewReaderSize(nil, 64<<10)}
	if first < end {
		c.open()
	}
	return c
}

// open goes to the first neuron of the section.
func (c *Cursor) open() {
	c.in.Reset(io.NewSectionReader(c.file.source, c.file.offsets[c.section], c.file.lengths[c.section]))
	c.left, c.next = uint64(c.file.lengths[c.section]), 0
}

// which is the range of the section.
func (c *Cursor) which() Range { return c.file.Ranges[c.section] }

// advance goes to the next section until there is a neuron left; io.EOF is the end.
func (c *Cursor) advance() error {
	for c.section < c.end && c.next == c.which().Count {
		if c.left > 0 {
			return c.refuse("%d bytes follow the last neuron", c.left)
		}
		if c.section++; c.section < c.end {
			c.open()
		}
	}
	if c.section == c.end {
		return io.EOF
	}
	return nil
}

// Next returns the next neuron, or io.EOF after the last.
func (c *Cursor) Next() (Neuron, error) {
	if err := c.advance(); err != nil {
		return Neuron{}, err
	}
	width := c.which().Width
	text, err := c.read(neuronHeaderSize)
	if err != nil {
		return Neuron{}, err
	}
	h := decodeNeuronHeader(text)
	if h.flags >= pastFlags || h.steps > math.MaxInt || !h.fits() {
		return Neuron{}, c.refuse("%d weights, %d moments, %d averages, %d steps and flags %d can't be", h.weights, h.moments, h.averages, h.steps, h.flags)
	}
	if text, err = c.read(h.length(width)); err != nil {
		return Neuron{}, err
	}
	n := Neuron{State: messages.State{Steps: int(h.steps)}, Active: h.flags&isActive != 0}
	n.State.Weights, text = takeValues(text, width, int(h.weights))
	n.State.First, text = takeValues(text, width, int(h.moments))
	n.State.Second, text = takeValues(text, width, int(h.moments))
	n.State.Averages, text = takeValues(text, width, int(h.averages))
	n.State.Feedback, text = takeValues(text, 8, int(h.feedback))
	n.State.MeanRate, text = takeValues(text, 8, h.rates())
	n.State.Silence, text = takeValues(text, 8, h.silences())
	delays, moments := h.delays()
	n.State.Delays, text = takeValues(text, 8, delays)
	n.State.DelayFirst, text = takeValues(text, 8, moments)
	n.State.DelaySecond, _ = takeValues(text, 8, moments)
	c.next++
	return n, nil
}

// read reads size bytes, valid until the next call. The section's length
// bounds them before there is room made for them.
func (c *Cursor) read(size uint64) ([]byte, error) {
	if size > c.left {
		return nil, c.refuse("it claims %d bytes where %d are left", size, c.left)
	}
	c.left -= size
	if uint64(cap(c.buffer)) < size {
		c.buffer = make([]byte, size)
	}
	c.buffer = c.buffer[:size]
	if _, err := io.ReadFull(c.in, c.buffer); err != nil {
		return nil, fmt.Errorf("reading neuron %d of population %d: %w", c.which().First+c.next, c.which().Population, err)
	}
	return c.buffer, nil
}

func (c *Cursor) refuse(format string, arguments ...any) *Refusal {
	r := refuse("neuron %d of population %d: %s", c.which().First+c.next, c.which().Population, fmt.Sprintf(format, arguments...))
	r.Path = c.file.Path
	return r
}

// Visit calls visit with every neuron of a population, in order, and ends with
// its first error.
func (f *File) Visit(population int, visit func(index int, n *Neuron) error) error {
	for i, r := range f.Ranges {
		if r.Population != population {
			continue
		}
		cursor := f.cursor(i, i+1)
		for index := r.First; ; index++ {
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
