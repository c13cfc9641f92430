package datasets

import (
	"archive/zip"
	"fmt"
	"io"

	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/messages"
)

// WriteNPZ writes a data set as one NumPy file, which the data set "npz" reads
// and numpy.load too; openNPZ has the arrays. Times are float32 if that is exact
// for all of a part, or else float64, so reading gives the same spikes bit for bit.
func WriteNPZ(w io.Writer, d *Dataset) error {
	z := npz.NewWriter(w, zip.Deflate)
	err := writeDataset(z, d)
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return fmt.Errorf("datasets: writing %s: %w", d.Name, err)
	}
	return nil
}

func writeDataset(z *npz.Writer, d *Dataset) error {
	for _, number := range []struct {
		name  string
		value int
	}{{"inputs", d.Inputs}, {"classes", d.Classes}} {
		err := z.Array(number.name, "<i8", []int{1}, func(v *npz.Values) error { v.Integer(int64(number.value)); return nil })
		if err != nil {
			return err
		}
	}
	for _, part := range []struct {
		name  string
		split Split
	}{{"train", d.Train}, {"validation", d.Validation}, {"test", d.Test}} {
		if part.split == nil {
			continue
		}
		if err := writeSplit(z, part.name, part.split, d.Inputs); err != nil {
			return err
		}
	}
	return nil
}

// writeSplit writes one part. It asks for the samples three times rather than keep
// them all: to count, for the times and for the units.
func writeSplit(z *npz.Writer, part string, s Split, inputs int) error {
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
	spikes := int(offsets[s.Len()])

	for _, array := range []struct {
		name, descr string
		count       int
		fill        func(v *npz.Values)
	}{
		{"times", times, spikes, func(v *npz.Values) { eachSpike(s, func(spike messages.Spike) { v.Float(spike.Time) }, nil) }},
		{"units", units, spikes, func(v *npz.Values) { eachSpike(s, func(spike messages.Spike) { v.Integer(int64(spike.Source)) }, nil) }},
		{"offsets", "<i8", len(offsets), func(v *npz.Values) {
			for _, offset := range offsets {
				v.Integer(offset)
			}
		}},
		{"labels", "<i4", s.Len(), func(v *npz.Values) {
			for i := range s.Len() {
				v.Integer(int64(s.Label(i)))
			}
		}},
	} {
		fill := func(v *npz.Values) error { array.fill(v); return nil }
		if err := z.Array(part+"_"+array.name, array.descr, []int{array.count}, fill); err != nil {
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
