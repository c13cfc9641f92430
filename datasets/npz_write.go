package datasets

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"sfdfa-actors/messages"
)

// WriteNPZ writes a data set as one NumPy file, which the data set "npz" reads
// and numpy.load too; openNPZ has the arrays. Times are float32 if that is exact
// for all of a part, or else float64, so reading gives the same spikes bit for bit.
func WriteNPZ(w io.Writer, d *Dataset) error {
	z := npzWriter{zip.NewWriter(w)}
	if err := z.dataset(d); err != nil {
		return fmt.Errorf("datasets: writing %s: %w", d.Name, err)
	}
	if err := z.archive.Close(); err != nil {
		return fmt.Errorf("datasets: writing %s: %w", d.Name, err)
	}
	return nil
}

// npzWriter writes arrays value by value, so that none is in memory as a whole.
type npzWriter struct{ archive *zip.Writer }

func (z npzWriter) dataset(d *Dataset) error {
	if err := z.number("inputs", d.Inputs); err != nil {
		return err
	}
	if err := z.number("classes", d.Classes); err != nil {
		return err
	}
	for _, part := range []struct {
		name  string
		split Split
	}{{"train", d.Train}, {"validation", d.Validation}, {"test", d.Test}} {
		if part.split == nil {
			continue
		}
		if err := z.split(part.name, part.split, d.Inputs); err != nil {
			return err
		}
	}
	return nil
}

func (z npzWriter) number(name string, value int) error {
	return z.array(name, "<i8", 1, func(w *npyWriter) { w.uint(uint64(value)) })
}

// split writes one part. It asks for the samples three times rather than keep
// them all: to count, for the times and for the units.
func (z npzWriter) split(part string, s Split, inputs int) error {
	offsets := make([]int64, 1, s.Len()+1)
	times, units := "<f4", "<u2"
	if inputs > widestUnit+1 {
		units = "<i4"
	}
	eachSpike(s, func(spike messages.Spike) {
		if float64(float32(spike.Time)) != spike.Time {
			times = "<f8"
		}
	}, func(spikes int64) { offsets = append(offsets, spikes) })
	spikes := offsets[s.Len()]

	for _, array := range []struct {
		name, descr string
		count       int64
		fill        func(w *npyWriter)
	}{
		{"times", times, spikes, func(w *npyWriter) { eachSpike(s, func(spike messages.Spike) { w.float(spike.Time) }, nil) }},
		{"units", units, spikes, func(w *npyWriter) { eachSpike(s, func(spike messages.Spike) { w.uint(uint64(spike.Source)) }, nil) }},
		{"offsets", "<i8", int64(len(offsets)), func(w *npyWriter) {
			for _, offset := range offsets {
				w.uint(uint64(offset))
			}
		}},
		{"labels", "<i4", int64(s.Len()), func(w *npyWriter) {
			for i := range s.Len() {
				w.uint(uint64(s.Label(i)))
			}
		}},
	} {
		if err := z.array(part+"_"+array.name, array.descr, array.count, array.fill); err != nil {
			return err
		}
	}
	return nil
}

// eachSpike passes on the spikes of all samples in order, and after each sample
// the number of spikes so far if somebody wants it.
func eachSpike(s Split, spike func(messages.Spike), sample func(spikes int64)) {
	var train []messages.Spike
	total := int64(0)
	for i := range s.Len() {
		train = s.AppendSpikes(train[:0], i)
		for _, one := range train {
			spike(one)
		}
		if total += int64(len(train)); sample != nil {
			sample(total)
		}
	}
}

// array writes one array, which fill gives as many values as it counts.
func (z npzWriter) array(name, descr string, count int64, fill func(w *npyWriter)) error {
	entry, err := z.archive.Create(name + ".npy")
	if err != nil {
		return err
	}
	w := &npyWriter{Writer: bufio.NewWriterSize(entry, 1<<16), size: int(descr[2] - '0')}
	w.WriteString(npyHeader(descr, count))
	fill(w)
	return w.Flush() // has the error of all writes before
}

// npyHeader is the header of version 1.0 of the format: magic, version, length,
// and a Python dictionary padded with spaces to a multiple of 64 bytes.
func npyHeader(descr string, count int64) string {
	const before, alignment = len(npyMagic) + 4, 64
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }", descr, count)
	padded := (before + len(text) + alignment) / alignment * alignment
	text += strings.Repeat(" ", padded-before-len(text)-1) + "\n"
	return npyMagic + "\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(text)))) + text
}

// npyWriter writes little-endian values of one size.
type npyWriter struct {
	*bufio.Writer
	size int
}

func (w *npyWriter) uint(value uint64) {
	var word [8]byte
	binary.LittleEndian.PutUint64(word[:], value)
	w.Write(word[:w.size])
}

func (w *npyWriter) float(value float64) {
	if w.size == 4 {
		w.uint(uint64(math.Float32bits(float32(value))))
		return
	}
	w.uint(math.Float64bits(value))
}
