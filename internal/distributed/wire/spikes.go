package wire

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/messages"
)

// Recording has the spikes of a core in some consecutive presentations, for the recorder of
// all cores.
type Recording struct {
	Core    int
	First   uint64 // presentation number of the first sample
	Samples [][]messages.Spike
}

func writeEnvelope(w *writer, e *messages.Envelope) {
	w.uint(e.Number)
	w.uint(e.First)
	w.int(e.Count)
	writeBatch(w, &e.Batch)
}

func writeBatch(w *writer, b *messages.Batch) {
	w.uint(b.Number)
	w.uint(b.First)
	w.int(b.Size)
	w.bool(b.Learn)
	w.float(b.Rates.Weights)
	w.float(b.Rates.Feedback)
	w.float(b.Rates.Delays)
}

func readEnvelope(r *reader) *messages.Envelope {
	e := &messages.Envelope{Number: r.uint(), First: r.uint(), Count: r.int(maxNumber)}
	e.Batch = readBatch(r)
	if r.err == nil && (e.Count < 1 || e.Count > e.Batch.Size) {
		r.fail(fmt.Errorf("an envelope has %d samples of a batch of %d, allowed: 1 to all of them", e.Count, e.Batch.Size))
	}
	return e
}

func readBatch(r *reader) messages.Batch {
	return messages.Batch{
		Number: r.uint(), First: r.uint(), Size: r.int(maxNumber), Learn: r.bool(),
		Rates: messages.Rates{Weights: r.float(), Feedback: r.float(), Delays: r.float()},
	}
}

// minSpikeBytes is the least that a spike takes, in bytes.
const minSpikeBytes = 1

func writePackets(w *writer, p *messages.Packets) {
	writeEnvelope(w, p.Envelope)
	w.int(p.From - messages.InputCore)
	w.int(p.Window)
	w.int(len(p.Counts))
	for _, count := range p.Counts {
		w.int(int(count))
	}
	if w.bool(len(p.Spikes) > 0); len(p.Spikes) > 0 {
		writeSpikes(w, p.Spikes)
	}
}

func readPackets(r *reader, p *messages.Packets) {
	p.Envelope = readEnvelope(r)
	p.From = r.int(maxNumber) + messages.InputCore
	p.Window = r.int(maxNumber)
	p.Counts = make([]int32, r.count(1))
	total := 0
	for i := range p.Counts {
		p.Counts[i] = int32(r.int(math.MaxInt32))
		total += int(p.Counts[i])
	}
	if r.err == nil && len(p.Counts) != p.Envelope.Count {
		r.fail(fmt.Errorf("it counts the spikes of %d samples of %d", len(p.Counts), p.Envelope.Count))
	}
	if r.bool() {
		if p.Spikes = readSpikes(r, total); total == 0 {
			r.fail(errForm)
		}
	}
}

// maxSpikeBytes is the most that a spike takes, in bytes.
const maxSpikeBytes = 5 + 8 + 8

// writeSpikes writes the spikes without their number. It and readSpikes keep the bytes in a
// variable of their own, since spikes are nearly all that crosses.
func writeSpikes(w *writer, spikes []messages.Spike) {
	graded := slices.ContainsFunc(spikes, func(s messages.Spike) bool { return math.Float64bits(s.Grade) != 0 })
	w.bool(graded)
	data := slices.Grow(w.data, len(spikes)*maxSpikeBytes)
	last := uint64(0) // bits of the time of the spike before
	for i := range spikes {
		s := &spikes[i]
		time := math.Float64bits(s.Time)
		head := uint64(uint32(s.Source)) << 1
		if time == last {
			data = binary.AppendUvarint(data, head|1)
		} else {
			data = binary.AppendUvarint(data, head)
			data = binary.LittleEndian.AppendUint64(data, time)
		}
		last = time
		if graded {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(s.Grade))
		}
	}
	w.data = data
}

func readSpikes(r *reader, count int) []messages.Spike {
	graded := r.bool()
	if count > len(r.data)/minSpikeBytes {
		r.fail(errShort)
		return nil
	}
	spikes := make([]messages.Spike, count)
	last, grades := uint64(0), uint64(0)
	for i := range spikes {
		head := r.uint()
		if head > math.MaxUint32 {
			r.fail(fmt.Errorf("a spike is from neuron %d, allowed: 0 to %d", head>>1, math.MaxInt32))
		}
		fresh := head&1 == 0
		need := 0
		if fresh {
			need = 8
		}
		if graded {
			need += 8
		}
		data := r.bytes(need)
		if r.err != nil {
			return nil
		}
		if fresh {
			time := binary.LittleEndian.Uint64(data)
			if time == last {
				r.fail(errForm)
			}
			last, data = time, data[8:]
		}
		s := &spikes[i]
		s.Source, s.Time = int32(head>>1), math.Float64frombits(last)
		if graded {
			bits := binary.LittleEndian.Uint64(data)
			s.Grade, grades = math.Float64frombits(bits), grades|bits
		}
		if !(s.Time >= 0 && s.Time <= math.MaxFloat64) {
			r.fail(fmt.Errorf("a spike's time is %v s, allowed: 0 or more", s.Time))
		}
	}
	if graded != (grades != 0) {
		r.fail(errForm)
	}
	return spikes
}

func writeSingle(w *writer, s *messages.Single) {
	writeEnvelope(w, s.Envelope)
	w.int(s.From - messages.InputCore)
	w.int(s.Window)
	w.int(int(s.Spike.Sample))
	w.int(int(s.Spike.Source))
	w.float(s.Spike.Time)
	w.float(s.Spike.Grade)
}

func readSingle(r *reader, s *messages.Single) {
	s.Envelope = readEnvelope(r)
	s.From, s.Window = r.int(maxNumber)+messages.InputCore, r.int(maxNumber)
	s.Spike = messages.Spike{Sample: int32(r.int(max(0, s.Envelope.Count-1))), Source: int32(r.int(math.MaxInt32)), Time: r.float(), Grade: r.float()}
}

func writeRecording(w *writer, m *Recording) {
	w.int(m.Core)
	w.uint(m.First)
	w.int(len(m.Samples))
	for _, spikes := range m.Samples {
		w.int(len(spikes))
		writeSpikes(w, spikes)
	}
}

func readRecording(r *reader, m *Recording) {
	m.Core, m.First = r.int(maxNumber), r.uint()
	m.Samples = make([][]messages.Spike, r.count(2))
	for i := range m.Samples {
		m.Samples[i] = readSpikes(r, r.count(minSpikeBytes))
	}
}
