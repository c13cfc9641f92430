package checkpoint

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

// Version is the version of the format that this program writes and reads.
const Version = 2

// magic starts every checkpoint. Its first byte is no text, and the line ends
// show what a transfer as text has done to a file.
const magic = "\x89SFDFA\r\n"

const (
	fileHeaderSize    = len(magic) + 4
	sectionHeaderSize = 32
	checksumSize      = 4
	neuronHeaderSize  = 25

	neuronsName = "core"
	endName     = "end"

	// largestText bounds what is read of a text.
	largestText = 64 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Neuron is what a checkpoint holds of a neuron.
type Neuron struct {
	State  messages.State
	Active bool // has fired in the epoch under way
}

// Range says which neurons a section holds: consecutive ones of a population.
type Range struct {
	Population int // 1 is the first hidden one
	First      int // index of the first neuron in its population
	Count      int // number of neurons
	Width      int // bytes of a weight: 4 or 8
}

// String names the range in an error.
func (r Range) String() string {
	return fmt.Sprintf("neurons %d to %d of population %d with weights of %d bytes", r.First, r.First+r.Count-1, r.Population, r.Width)
}

// Width is the number of bytes that a weight has in a checkpoint.
func Width(p neuron.Precision) int {
	if p == neuron.Float32 {
		return 4
	}
	return 8
}

// Refusal says why a file can't be used as a checkpoint.
type Refusal struct {
	Path   string
	Reason string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("checkpoint %s can't be used: %s", r.Path, r.Reason)
}

func refuse(format string, arguments ...any) *Refusal {
	return &Refusal{Reason: fmt.Sprintf(format, arguments...)}
}

// sectionHeader is what stands before a section's payload.
type sectionHeader struct {
	name                            string
	population, first, count, width uint32
	length                          uint64
}

func (h *sectionHeader) encode() []byte {
	var text [sectionHeaderSize]byte
	copy(text[:8], h.name)
	for i, value := range []uint32{h.population, h.first, h.count, h.width} {
		binary.LittleEndian.PutUint32(text[8+4*i:], value)
	}
	binary.LittleEndian.PutUint64(text[24:], h.length)
	return text[:]
}

func decodeSectionHeader(text []byte) sectionHeader {
	value := func(i int) uint32 { return binary.LittleEndian.Uint32(text[8+4*i:]) }
	return sectionHeader{
		name:       strings.TrimRight(string(text[:8]), "\x00"),
		population: value(0), first: value(1), count: value(2), width: value(3),
		length: binary.LittleEndian.Uint64(text[24:]),
	}
}

// neuronHeader is what stands before a neuron's numbers.
type neuronHeader struct {
	weights, moments, averages, feedback uint32
	steps                                uint64
	flags                                byte
}

// Flags of a neuron.
const (
	isActive byte = 1 << iota
	hasMeanRate
	hasDelays
	hasSilence
	pastFlags // the first that there is not
)

// rates is the number of mean rates: 1 or 0.
func (h *neuronHeader) rates() int { return int(h.flags & hasMeanRate / hasMeanRate) }

// silences is the number of counts of silent batches: 1 or 0.
func (h *neuronHeader) silences() int { return int(h.flags & hasSilence / hasSilence) }

// delays is the number of delays, and moments of those: as many as there are weights, and theirs.
func (h *neuronHeader) delays() (delays, moments int) {
	if h.flags&hasDelays == 0 {
		return 0, 0
	}
	return int(h.weights), int(h.moments)
}

// length is the number of bytes of the neuron without its header.
func (h *neuronHeader) length(width int) uint64 {
	delays, moments := h.delays()
	return uint64(width)*(uint64(h.weights)+2*uint64(h.moments)+uint64(h.averages)) +
		8*(uint64(h.feedback)+uint64(h.rates())+uint64(h.silences())+uint64(delays)+2*uint64(moments))
}

// fits reports whether what there may be for each synapse is there for all.
func (h *neuronHeader) fits() bool {
	all := func(count uint32) bool { return count == 0 || count == h.weights }
	return all(h.moments) && all(h.averages)
}

func headerOf(n *Neuron) neuronHeader {
	h := neuronHeader{
		weights: uint32(len(n.State.Weights)), moments: uint32(len(n.State.First)),
		averages: uint32(len(n.State.Averages)), feedback: uint32(len(n.State.Feedback)),
		steps: uint64(n.State.Steps),
	}
	if n.Active {
		h.flags |= isActive
	}
	if len(n.State.MeanRate) > 0 {
		h.flags |= hasMeanRate
	}
	if len(n.State.Silence) > 0 {
		h.flags |= hasSilence
	}
	if len(n.State.Delays) > 0 {
		h.flags |= hasDelays
	}
	return h
}

func (h *neuronHeader) appendTo(dst []byte) []byte {
	for _, value := range []uint32{h.weights, h.moments, h.averages, h.feedback} {
		dst = binary.LittleEndian.AppendUint32(dst, value)
	}
	return append(binary.LittleEndian.AppendUint64(dst, h.steps), h.flags)
}

func decodeNeuronHeader(text []byte) neuronHeader {
	return neuronHeader{
		weights:  binary.LittleEndian.Uint32(text),
		moments:  binary.LittleEndian.Uint32(text[4:]),
		averages: binary.LittleEndian.Uint32(text[8:]),
		feedback: binary.LittleEndian.Uint32(text[12:]),
		steps:    binary.LittleEndian.Uint64(text[16:]),
		flags:    text[24],
	}
}
