package hdf5

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Group is a group to be written: groups and arrays with names.
type Group struct {
	members []member
}

// member is what a group has under a name: a group, or else an array.
type member struct {
	name  string
	group *Group
	array *Array
	at    uint64 // of its object header, once there is a plan
}

// ElementType is what the elements of an array are.
type ElementType struct {
	kind class
	size int // bytes
}

// The types of numbers that arrays may have.
var (
	Float32 = ElementType{floatClass, 4}
	Float64 = ElementType{floatClass, 8}
	Int64   = ElementType{integerClass, 8}
)

// TextOf is the type of texts in UTF-8 of up to a number of bytes, padded with zeros.
func TextOf(size int) ElementType { return ElementType{textClass, max(1, size)} }

// Array is an array to be written.
type Array struct {
	Type  ElementType
	Shape []int // nil for a single element
	// Fill has to write as many elements as the shape has, in C order.
	Fill func(*Elements) error
}

// AddGroup adds a group without members, and returns it.
func (g *Group) AddGroup(name string) *Group {
	added := &Group{}
	g.members = append(g.members, member{name: name, group: added})
	return added
}

// Add adds an array.
func (g *Group) Add(name string, a Array) {
	g.members = append(g.members, member{name: name, array: &a})
}

// AddText adds a single text.
func (g *Group) AddText(name, text string) { g.AddTexts(name, nil, text) }

// AddTexts adds texts.
func (g *Group) AddTexts(name string, shape []int, texts ...string) {
	longest := 0
	for _, text := range texts {
		longest = max(longest, len(text))
	}
	g.Add(name, Array{TextOf(longest), shape, func(e *Elements) error {
		for _, text := range texts {
			e.Text(text)
		}
		return nil
	}})
}

// AddNumbers adds numbers of a type.
func (g *Group) AddNumbers(name string, kind ElementType, shape []int, numbers ...float64) {
	g.Add(name, Array{kind, shape, func(e *Elements) error {
		for _, x := range numbers {
			e.Number(x)
		}
		return nil
	}})
}

// Elements writes the elements of an array.
type Elements struct {
	w     *bufio.Writer
	kind  ElementType
	wrote uint64 // bytes
}

// Number writes a number, rounded to what the array's type has.
func (e *Elements) Number(x float64) {
	var word [8]byte
	switch e.kind {
	case Float32:
		binary.LittleEndian.PutUint32(word[:], math.Float32bits(float32(x)))
	case Int64:
		binary.LittleEndian.PutUint64(word[:], uint64(int64(x)))
	default:
		binary.LittleEndian.PutUint64(word[:], math.Float64bits(x))
	}
	e.bytes(word[:e.kind.size])
}

// Text writes a text, cut off where the array's type ends.
func (e *Elements) Text(text string) {
	padded := make([]byte, e.kind.size)
	copy(padded, text)
	e.bytes(padded)
}

func (e *Elements) bytes(b []byte) {
	e.w.Write(b) // a later write or the last flush has the error
	e.wrote += uint64(len(b))
}

// Write writes a file with a root group: a superblock of version 0, object headers of version 1, groups
// whose links are messages, and contiguous arrays. Names have up to 255 bytes. What h5py and File read of
// it are the numbers and texts that were given.
func Write(w io.Writer, root *Group) error {
	p := &plan{end: superblockSize}
	top := member{group: root}
	if err := p.place(&top); err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, 1<<16)
	buffered.Write(superblockOf(top.at, p.end))
	if err := top.write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// plan gives objects their places, one behind the other, in the order in which they are written.
type plan struct{ end uint64 }

// place gives an object and all that is in it their places.
func (p *plan) place(m *member) error {
	m.at = p.end
	if m.array != nil {
		if len(m.array.Shape) > maxRank {
			return fmt.Errorf("hdf5: array %s of %d dimensions, allowed: up to %d", m.name, len(m.array.Shape), maxRank)
		}
		p.end += uint64(len(m.header())) + rounded(m.array.bytes())
		return nil
	}
	if n := len(m.group.members); n > maxMembers {
		return fmt.Errorf("hdf5: group %s of %d members, allowed: up to %d", m.name, n, maxMembers)
	}
	for i := range m.group.members {
		if name := m.group.members[i].name; name == "" || len(name) > math.MaxUint8 {
			return fmt.Errorf("hdf5: name of %d bytes, allowed: 1 to %d", len(name), math.MaxUint8)
		}
	}
	p.end += uint64(len(m.header()))
	for i := range m.group.members {
		if err := p.place(&m.group.members[i]); err != nil {
			return err
		}
	}
	return nil
}

// rounded is the next multiple of 8.
func rounded(n uint64) uint64 { return (n + 7) / 8 * 8 }

// bytes is the size of the array's elements.
func (a *Array) bytes() uint64 { return uint64(product(a.Shape)) * uint64(a.Type.size) }

// write writes an object, and then what is in it.
func (m *member) write(w *bufio.Writer) error {
	w.Write(m.header())
	if m.array != nil {
		return m.array.write(m.name, w)
	}
	for i := range m.group.members {
		if err := m.group.members[i].write(w); err != nil {
			return err
		}
	}
	return nil
}

func (a *Array) write(name string, w *bufio.Writer) error {
	e := &Elements{w: w, kind: a.Type}
	if err := a.Fill(e); err != nil {
		return err
	}
	if e.wrote != a.bytes() {
		return fmt.Errorf("hdf5: array %s got %d bytes, must have %d", name, e.wrote, a.bytes())
	}
	_, err := w.Write(make([]byte, rounded(e.wrote)-e.wrote))
	return err
}
