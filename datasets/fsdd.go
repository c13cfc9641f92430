package datasets

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"

	"sfdfa-actors/datasets/cochlea"
	"sfdfa-actors/internal/parallel"
)

var fsddEntry = entry{
	Description: Description{
		Name: "fsdd", Inputs: 128, Classes: 10, Train: 2400, Validation: 300, Test: 300,
		Origin:  "Free Spoken Digit Dataset: Jackson and others, recordings of 6 speakers",
		Licence: "CC BY-SA 4.0",
		Files: []File{
			{Name: "fsdd-recordings.tar.gz", Size: 15557818, SHA256: "bade92fe5bc23a0199b4ab8420064643154afb258cf1e3c905a0b334eda5bef3"},
		},
		Folders:    []string{"fsdd", "free-spoken-digit-dataset", "free-spoken-digit-dataset-master", "."},
		Unpacked:   fsddFolder,
		Repository: "https://github.com/Jakobovski/free-spoken-digit-dataset",
	},
	open: openFSDD,
}

// FSDDOptions are those of the data set "fsdd". The zero value stands for
// StandardFSDD.
type FSDDOptions struct {
	// Split is "index", which tests on the recordings 0 to 4 of every speaker and
	// digit, as is customary, or "speaker:NAME", which tests on all recordings of
	// one speaker and learns from the others.
	Split string
	// Validation is how many recordings of each speaker and digit, those with
	// the lowest indices that are not for the test, are kept from training for
	// the validation part; 0 leaves it out.
	Validation int
	// Cochlea turns sound into spikes. Its Window is Options.EncodingWindow.
	Cochlea cochlea.Settings
}

// StandardFSDD returns options that were chosen on the validation part, for a
// window of half a second.
func StandardFSDD() FSDDOptions {
	return FSDDOptions{
		Split: splitIndex, Validation: 5,
		Cochlea: cochlea.Settings{
			Channels: 64, Lowest: 100, Highest: 3600, Smoothing: 50, Compression: "log",
			Unit: "crossings", Threshold: 0.1, TimeConstant: 0.1, Fit: cochlea.FitCut,
		},
	}
}

// Splits of the data set "fsdd".
const (
	splitIndex   = "index"
	splitSpeaker = "speaker:" // and the speaker's name
)

// fsddTestIndices is the customary test part: recordings with an index below it.
const fsddTestIndices = 5

// openFSDD reads the recordings of the Free Spoken Digit Dataset and turns them
// into spikes.
func openFSDD(e entry, o Options) (*Dataset, error) {
	if o.FSDD == (FSDDOptions{}) {
		o.FSDD = StandardFSDD()
	}
	files, err := e.located(o.Dir)
	if err != nil {
		return nil, err
	}
	recordings, err := readRecordings(files[0].Path)
	if err != nil {
		return nil, fmt.Errorf("datasets: %s: %w", files[0].Path, err)
	}
	train, validation, test, err := o.FSDD.share(recordings)
	if err != nil {
		return nil, fmt.Errorf("datasets: %s: %w: %w", e.Name, ErrOption, err)
	}
	settings := o.FSDD.Cochlea
	settings.Window = o.EncodingWindow
	front, err := cochlea.New(settings, float64(recordings[0].rate))
	if err != nil {
		return nil, fmt.Errorf("datasets: %s: %w: %w", e.Name, ErrOption, err)
	}
	set := &Dataset{
		Name: e.Name, Inputs: front.Inputs(), Classes: e.Classes,
		Train: listen(front, train, o.EncodingWindow), Test: listen(front, test, o.EncodingWindow),
	}
	if len(validation) > 0 {
		set.Validation = listen(front, validation, o.EncodingWindow)
	}
	return set, nil
}

// share deals the recordings out to the parts, in order of index, digit and
// speaker, so that the first samples of a part are a mixture.
func (o FSDDOptions) share(recordings []digit) (train, validation, test []digit, err error) {
	inTest, firstOther, err := o.testPart(recordings)
	if err != nil {
		return nil, nil, nil, err
	}
	if o.Validation < 0 {
		return nil, nil, nil, fmt.Errorf("%d recordings for validation, want 0 or more", o.Validation)
	}
	slices.SortFunc(recordings, func(x, y digit) int {
		return cmp.Or(cmp.Compare(x.index, y.index), cmp.Compare(x.value, y.value), cmp.Compare(x.speaker, y.speaker))
	})
	for _, r := range recordings {
		switch {
		case inTest(r):
			test = append(test, r)
		case r.index-firstOther < o.Validation:
			validation = append(validation, r)
		default:
			train = append(train, r)
		}
	}
	if len(train) == 0 || len(test) == 0 {
		return nil, nil, nil, fmt.Errorf("split %q with %d recordings for validation leaves %d for training and %d for the test, want at least 1 of each",
			o.Split, o.Validation, len(train), len(test))
	}
	return train, validation, test, nil
}

// testPart returns what is in the test part, and the lowest index of what isn't.
func (o FSDDOptions) testPart(recordings []digit) (inTest func(digit) bool, firstOther int, err error) {
	if o.Split == splitIndex {
		return func(r digit) bool { return r.index < fsddTestIndices }, fsddTestIndices, nil
	}
	var speakers []string
	for _, r := range recordings {
		if !slices.Contains(speakers, r.speaker) {
			speakers = append(speakers, r.speaker)
		}
	}
	name, bySpeaker := strings.CutPrefix(o.Split, splitSpeaker)
	if !bySpeaker || !slices.Contains(speakers, name) {
		slices.Sort(speakers)
		return nil, 0, fmt.Errorf("split %q, want %s, or %sNAME with one of the names %s",
			o.Split, splitIndex, splitSpeaker, strings.Join(speakers, ", "))
	}
	return func(r digit) bool { return r.speaker == name }, 0, nil
}

// listen encodes recordings on all CPU cores. Each is encoded by itself, so that
// the result does not depend on how many there are.
func listen(front *cochlea.FrontEnd, recordings []digit, window float64) Split {
	heard := make([][]cochlea.Spike, len(recordings))
	cores := runtime.GOMAXPROCS(0)
	parallel.Do(cores, func(core int) {
		for i := core; i < len(recordings); i += cores {
			heard[i] = front.Encode(recordings[i].amplitudes())
		}
	})
	return store(recordings, heard, window)
}

// store keeps spike trains in as little memory as their shape allows: times
// rounded to 32 bits, never past the window, and 16 bits for the inputs, which
// cochlea.MaxChannels bounds. What has become simultaneous is ordered again.
func store(recordings []digit, heard [][]cochlea.Spike, window float64) Split {
	latest := float32(window)
	if float64(latest) > window {
		latest = math.Nextafter32(latest, 0)
	}
	s := &trains[float32, uint16]{offsets: []int64{0}}
	for i, spikes := range heard {
		s.labels = append(s.labels, recordings[i].value)
		for _, spike := range spikes {
			s.times, s.units = append(s.times, min(latest, float32(spike.Time))), append(s.units, uint16(spike.Input))
		}
		s.offsets = append(s.offsets, int64(len(s.times)))
	}
	s.order()
	return s
}
