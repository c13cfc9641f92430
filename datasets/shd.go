package datasets

import (
	"errors"
	"fmt"

	"sfdfa-actors/internal/file/hdf5"
)

var shdEntry = entry{
	Description: Description{
		Name: "shd", Inputs: shdChannels, Classes: shdClasses, Train: 8156, Test: 2264,
		Origin:  "Spiking Heidelberg Digits: Cramer, Stradmann, Schemmel, Zenke 2020 (zenkelab.org/datasets)",
		Licence: "CC BY 4.0",
		Files: []File{
			{Name: "shd_train.h5.zip", MD5: "f3252aeb598ac776c1b526422d90eecb"},
			{Name: "shd_test.h5.zip", MD5: "1503a5064faa34311c398fb0a1ed0a6f"},
		},
		Folders: []string{"shd", "SHD", "hdspikes", "."},
		Mirrors: []string{"https://zenkelab.org/datasets/", "https://compneuro.net/datasets/"},
	},
	open: openSHD,
}

// Shape of the Spiking Heidelberg Digits: spoken digits, zero to nine in English
// and in German, as spikes of a model of the inner ear. The file's extra/keys
// has the names of the classes.
const (
	shdChannels = 700
	shdClasses  = 20
)

// recording is a split of the data set. The files' times have 16 bits, which 32
// hold exactly, as they do numbers of 32; of 64 bits the nearest float32 is kept.
type recording = trains[float32, uint16]

// openSHD reads the makers' HDF5 files (Cramer et al., "The Heidelberg Spiking
// Data Sets for the Systematic Evaluation of Spiking Neural Networks", 2020),
// plain, as .gz or in a .zip. Spikes keep their recorded times: the encoding
// window has no part in it, and spikes after the end of a sample are left to the
// network to ignore. There is no published validation part.
func openSHD(e entry, options Options) (*Dataset, error) {
	files, err := e.located(options.Dir)
	if err != nil {
		return nil, err
	}
	var splits [2]*recording
	for i, file := range files {
		var err error
		if splits[i], err = readSHDFile(file.Path); err != nil {
			return nil, fmt.Errorf("datasets: %s: %w", file.Path, err)
		}
	}
	return &Dataset{Name: e.Name, Inputs: e.Inputs, Classes: e.Classes, Train: splits[0], Test: splits[1]}, nil
}

// readSHDFile reads one of the files, packed or not.
func readSHDFile(path string) (*recording, error) {
	content, err := openUnpacked(path)
	if err != nil {
		return nil, err
	}
	defer content.close()
	file, err := hdf5.Open(content, content.size)
	if err != nil {
		return nil, err
	}
	return readSHD(file, content.size)
}

// readSHD reads a file of size bytes: a label and two lists for each sample,
// the times of its spikes and their channels. Times need not be in order.
func readSHD(file *hdf5.File, size int64) (*recording, error) {
	r := &shdReader{split: &recording{}}
	if err := r.open(file, size); err != nil {
		return nil, err
	}
	for i := range r.split.labels {
		if err := r.sample(i); err != nil {
			return nil, fmt.Errorf("sample %d: %w", i, err)
		}
	}
	r.split.order()
	return r.split, nil
}

// shdReader reads one file, with room for the lists of one sample.
type shdReader struct {
	split        *recording
	times, units *hdf5.Lists
	seconds      []float64
	channels     []int64
}

// open reads the labels and sets aside what all spikes need.
func (r *shdReader) open(file *hdf5.File, size int64) (err error) {
	if r.times, err = file.Lists("spikes/times"); err != nil {
		return err
	}
	if r.units, err = file.Lists("spikes/units"); err != nil {
		return err
	}
	if r.split.labels, err = readSHDLabels(file); err != nil {
		return err
	}
	samples := len(r.split.labels)
	if r.times.Len() != samples || r.units.Len() != samples {
		return fmt.Errorf("%d lists of times and %d of units, want one for each of %d labels", r.times.Len(), r.units.Len(), samples)
	}
	spikes := int64(0)
	for i := range samples {
		spikes += int64(r.times.ListLen(i))
	}
	if spikes > size {
		return fmt.Errorf("%d spikes, want no more than the file's %d bytes", spikes, size)
	}
	r.split.times, r.split.units = make([]float32, 0, spikes), make([]uint16, 0, spikes)
	r.split.offsets = make([]int64, 1, samples+1)
	return nil
}

func readSHDLabels(file *hdf5.File) ([]int32, error) {
	values, err := file.Integers("labels")
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return nil, errors.New("0 labels, want at least 1")
	}
	labels := make([]int32, len(values))
	for i, label := range values {
		if label < 0 || label >= shdClasses {
			return nil, fmt.Errorf("label %d of sample %d, want 0 to %d", label, i, shdClasses-1)
		}
		labels[i] = int32(label)
	}
	return labels, nil
}

// sample adds the spikes of sample i.
func (r *shdReader) sample(i int) (err error) {
	if r.seconds, err = r.times.AppendFloats(r.seconds[:0], i); err != nil {
		return err
	}
	if r.channels, err = r.units.AppendIntegers(r.channels[:0], i); err != nil {
		return err
	}
	if len(r.seconds) != len(r.channels) {
		return fmt.Errorf("%d times and %d units, want as many", len(r.seconds), len(r.channels))
	}
	for k, time := range r.seconds {
		short := float32(time) + 0 // no -0; infinite if it is too large
		if err := checkSpike(k, float64(short), r.channels[k], shdChannels); err != nil {
			return err
		}
		r.split.times = append(r.split.times, short)
		r.split.units = append(r.split.units, uint16(r.channels[k]))
	}
	r.split.offsets = append(r.split.offsets, int64(len(r.split.times)))
	return nil
}
