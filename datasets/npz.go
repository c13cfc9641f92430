package datasets

import (
	"archive/zip"
	"cmp"
	"fmt"
	"io"
	"math"

	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/file/untrusted"
)

var npzEntry = entry{
	Description: Description{
		Name: "npz", Origin: "your own: spike trains in a NumPy file, see data convert", Licence: "yours",
		Files: []File{{Name: npzName}}, Folders: []string{"npz", "."},
	},
	open: openNPZ,
}

// npzName is the file of the data set "npz".
const npzName = "spikes.npz"

// Bounds on what an npz file may say of itself.
const (
	maxNPZInputs  = math.MaxInt32
	maxNPZClasses = 1 << 20
)

// openNPZ reads a data set from one NumPy file, as WriteNPZ or numpy.savez
// writes it: packed or not, in any byte order. Its arrays have one dimension, or
// others of 1:
//
//	inputs, classes  one number each
//	train_times      seconds, float16, float32 or float64, of all spikes of all
//	                 samples
//	train_units      the input neuron of each spike, from 0 to inputs-1
//	train_offsets    one more than samples: sample i has the spikes from
//	                 offsets[i] to offsets[i+1]
//	train_labels     the class of each sample, from 0 to classes-1
//
// and the same for test and, if there is such a part, validation. Whole numbers
// may have any integer type, or be bools. Within a sample the spikes need not be in
// order.
func openNPZ(e entry, options Options) (*Dataset, error) {
	files, err := e.located(options.Dir)
	if err != nil {
		return nil, err
	}
	d, err := readNPZFile(files[0].Path)
	if err != nil {
		return nil, fmt.Errorf("datasets: %s: %w", files[0].Path, err)
	}
	d.Name = e.Name
	return d, d.setUnit(options.TimeUnit)
}

func readNPZFile(path string) (*Dataset, error) {
	file, err := untrusted.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return readNPZ(file, info.Size())
}

// npzArrays are the arrays of a data set.
type npzArrays struct{ *npz.Reader }

// readNPZ reads a data set without a name.
func readNPZ(file io.ReaderAt, size int64) (*Dataset, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		start := make([]byte, sniffed)
		n, _ := file.ReadAt(start, 0) // an error is the archive's as well
		return nil, cmp.Or(refuseText(start[:n]), err)
	}
	arrays := npzArrays{npz.NewReader(archive, size)}
	inputs, err := arrays.number("inputs", maxNPZInputs)
	if err != nil {
		return nil, err
	}
	classes, err := arrays.number("classes", maxNPZClasses)
	if err != nil {
		return nil, err
	}
	d := &Dataset{Inputs: inputs, Classes: classes}
	if d.Train, err = arrays.split("train", inputs, classes); err != nil {
		return nil, err
	}
	if d.Test, err = arrays.split("test", inputs, classes); err != nil {
		return nil, err
	}
	if arrays.Has("validation_labels") {
		d.Validation, err = arrays.split("validation", inputs, classes)
	}
	return d, err
}

// number reads an array of one number from 1 to a limit.
func (z npzArrays) number(name string, limit int64) (int, error) {
	promise, err := z.Promise(name)
	if err != nil {
		return 0, err
	}
	if promise.Count != 1 {
		return 0, fmt.Errorf("%s has %d numbers, want one", name, promise.Count)
	}
	values, err := npz.Integers[int64](z.Reader, name, 1)
	if err != nil {
		return 0, err
	}
	if values[0] < 1 || values[0] > limit {
		return 0, fmt.Errorf("%s is %d, want a number from 1 to %d", name, values[0], limit)
	}
	return int(values[0]), nil
}

// split reads one part of the data set with the narrowest types, if what its
// headers promise fits together.
func (z npzArrays) split(part string, inputs, classes int) (Split, error) {
	var promised [4]npz.Stream // labels, offsets, units, times
	for i, name := range []string{"_labels", "_offsets", "_units", "_times"} {
		var err error
		if promised[i], err = z.Promise(part + name); err != nil {
			return nil, err
		}
	}
	samples, spikes := promised[0].Count, promised[3].Count
	switch {
	case samples == 0:
		return nil, fmt.Errorf("%s: 0 labels, want at least 1", part)
	case promised[1].Count != samples+1:
		return nil, fmt.Errorf("%s: %d offsets, want one more than the %d labels", part, promised[1].Count, samples)
	case promised[2].Count != spikes:
		return nil, fmt.Errorf("%s: %d units, want as many as the %d times", part, promised[2].Count, spikes)
	}
	wide, narrow := promised[3].Size == 8, inputs <= widestUnit+1
	switch {
	case wide && narrow:
		return readTrains[float64, uint16](z, part, samples, spikes, inputs, classes)
	case wide:
		return readTrains[float64, int32](z, part, samples, spikes, inputs, classes)
	case narrow:
		return readTrains[float32, uint16](z, part, samples, spikes, inputs, classes)
	}
	return readTrains[float32, int32](z, part, samples, spikes, inputs, classes)
}

// readTrains reads samples and their spikes, if there is memory left for them.
func readTrains[T float32 | float64, U uint16 | int32](z npzArrays, part string, samples, spikes, inputs, classes int) (Split, error) {
	s := &trains[T, U]{}
	const sampleBytes, spikeBytes = 4 + 8, 8 + 4 // with the widest types
	if err := z.Reserve(int64(samples)*sampleBytes + int64(spikes)*spikeBytes); err != nil {
		return nil, fmt.Errorf("%s: %d samples with %d spikes: %w", part, samples, spikes, err)
	}
	var err error
	if s.labels, err = npz.Integers[int32](z.Reader, part+"_labels", samples); err != nil {
		return nil, err
	}
	if s.offsets, err = npz.Integers[int64](z.Reader, part+"_offsets", samples+1); err != nil {
		return nil, err
	}
	if s.units, err = npz.Integers[U](z.Reader, part+"_units", spikes); err != nil {
		return nil, err
	}
	if s.times, err = npz.Floats[T](z.Reader, part+"_times", spikes); err != nil {
		return nil, err
	}
	if err := s.check(inputs, classes); err != nil {
		return nil, fmt.Errorf("%s: %w", part, err)
	}
	s.order()
	return s, nil
}

// check refuses values that do not fit each other and the data set; the lengths do.
func (s *trains[T, U]) check(inputs, classes int) error {
	if first, last := s.offsets[0], s.offsets[len(s.labels)]; first != 0 || last != int64(len(s.times)) {
		return fmt.Errorf("offsets from %d to %d, want from 0 to the %d spikes", first, last, len(s.times))
	}
	for i, label := range s.labels {
		if s.offsets[i+1] < s.offsets[i] {
			return fmt.Errorf("offset %d after %d, want none below the one before it", s.offsets[i+1], s.offsets[i])
		}
		if label < 0 || int(label) >= classes {
			return fmt.Errorf("label %d of sample %d, want 0 to %d", label, i, classes-1)
		}
	}
	for i := range s.labels {
		for k := s.offsets[i]; k < s.offsets[i+1]; k++ {
			if err := checkSpike(int(k-s.offsets[i]), float64(s.times[k]), int64(s.units[k]), inputs); err != nil {
				return fmt.Errorf("sample %d: %w", i, err)
			}
		}
	}
	return nil
}

// checkSpike refuses what no recorded spike can be, whatever file it comes from: a
// time that is not a number or negative, or another neuron than an input.
func checkSpike(k int, time float64, unit int64, inputs int) error {
	switch {
	case !(time >= 0) || math.IsInf(time, 0):
		return fmt.Errorf("spike %d at %g s, want a finite time, 0 or more", k, time)
	case unit < 0 || unit >= int64(inputs):
		return fmt.Errorf("spike %d of unit %d, want 0 to %d", k, unit, inputs-1)
	}
	return nil
}
