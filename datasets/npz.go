package datasets

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// npzName is the file of the data set "npz".
const npzName = "spikes.npz"

// Bounds on what an npz file may say of itself.
const (
	maxNPZInputs  = math.MaxInt32
	maxNPZClasses = 1 << 20
)

// openNPZ reads a data set from one NumPy file, as WriteNPZ or numpy.savez
// writes it. Its arrays have one dimension:
//
//	inputs, classes  one number each
//	train_times      seconds, float32 or float64, of all spikes of all samples
//	train_units      the input neuron of each spike, from 0 to inputs-1
//	train_offsets    one more than samples: sample i has the spikes from
//	                 offsets[i] to offsets[i+1]
//	train_labels     the class of each sample, from 0 to classes-1
//
// and the same for test and, if there is such a part, validation. Whole numbers
// may have any integer type. Within a sample the spikes need not be in order.
func openNPZ(e entry, options Options) (*Dataset, error) {
	_, files := e.Locate(options.Dir)
	if err := e.MissingError(options.Dir, files); err != nil {
		return nil, err
	}
	d, err := readNPZFile(files[0].Path)
	if err != nil {
		return nil, fmt.Errorf("datasets: %s: %w", files[0].Path, err)
	}
	d.Name = e.Name
	return d, nil
}

func readNPZFile(path string) (*Dataset, error) {
	file, err := os.Open(path)
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

// readNPZ reads a data set without a name.
func readNPZ(file io.ReaderAt, size int64) (*Dataset, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, err
	}
	arrays := npzReader{size: uint64(size), members: map[string]*zip.File{}}
	for _, member := range archive.File {
		arrays.members[member.Name] = member
	}
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
	if arrays.members["validation_labels.npy"] != nil {
		d.Validation, err = arrays.split("validation", inputs, classes)
	}
	return d, err
}

// number reads an array of one number from 1 to a limit.
func (z *npzReader) number(name string, limit int64) (int, error) {
	values, err := readNPZIntegers[int64](z, name)
	if err != nil {
		return 0, err
	}
	if len(values) != 1 || values[0] < 1 || values[0] > limit {
		return 0, fmt.Errorf("%s is %v, want one number from 1 to %d", name, firstFew(values), limit)
	}
	return int(values[0]), nil
}

func firstFew(values []int64) []int64 { return values[:min(len(values), 3)] }

// split reads one part of the data set with the narrowest types.
func (z *npzReader) split(part string, inputs, classes int) (Split, error) {
	wide, err := z.isWide(part + "_times")
	if err != nil {
		return nil, err
	}
	narrow := inputs <= widestUnit+1
	switch {
	case wide && narrow:
		return readTrains[float64, uint16](z, part, inputs, classes)
	case wide:
		return readTrains[float64, int32](z, part, inputs, classes)
	case narrow:
		return readTrains[float32, uint16](z, part, inputs, classes)
	}
	return readTrains[float32, int32](z, part, inputs, classes)
}

func readTrains[T float32 | float64, U uint16 | int32](z *npzReader, part string, inputs, classes int) (Split, error) {
	s := &trains[T, U]{}
	var err error
	if s.labels, err = readNPZIntegers[int32](z, part+"_labels"); err != nil {
		return nil, err
	}
	if s.offsets, err = readNPZIntegers[int64](z, part+"_offsets"); err != nil {
		return nil, err
	}
	if s.units, err = readNPZIntegers[U](z, part+"_units"); err != nil {
		return nil, err
	}
	if s.times, err = readNPZFloats[T](z, part+"_times"); err != nil {
		return nil, err
	}
	if err := s.check(inputs, classes); err != nil {
		return nil, fmt.Errorf("%s: %w", part, err)
	}
	s.order()
	return s, nil
}

// check looks whether the arrays fit each other and the data set.
func (s *trains[T, U]) check(inputs, classes int) error {
	if len(s.labels) == 0 {
		return errors.New("0 labels, want at least 1")
	}
	if len(s.offsets) != len(s.labels)+1 {
		return fmt.Errorf("%d offsets, want one more than the %d labels", len(s.offsets), len(s.labels))
	}
	if len(s.units) != len(s.times) {
		return fmt.Errorf("%d units, want as many as the %d times", len(s.units), len(s.times))
	}
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
	for k, time := range s.times {
		if !(time >= 0) || math.IsInf(float64(time), 0) {
			return fmt.Errorf("spike %d at %g s, want a finite time, 0 or more", k, time)
		}
		if unit := s.units[k]; unit < 0 || int(unit) >= inputs {
			return fmt.Errorf("spike %d of unit %d, want 0 to %d", k, unit, inputs-1)
		}
	}
	return nil
}
