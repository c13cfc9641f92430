package datasets

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/messages"
)

var (
	// ErrMissing tells that files of a data set are not where they were looked for.
	ErrMissing = errors.New("files missing")
	// ErrUnknown tells that no data set has the name asked for.
	ErrUnknown = errors.New("unknown data set")
	// ErrOption tells that an option has a value that the data set can't take.
	ErrOption = errors.New("option that can't be")
)

// Split is one part (training, validation or test) of a data set, its samples
// as input spikes. It is safe for concurrent use. Sample indices run from 0 to
// Len()-1; any other index panics, as it does for a slice.
type Split interface {
	// Len returns the number of samples, at least 1.
	Len() int
	// Label returns the class of sample i, from 0 to the data set's Classes-1.
	Label(i int) int
	// AppendSpikes appends the input spikes of sample i to dst, ordered by
	// (Time, Source), and returns the extended slice. Sources run from 0 to the
	// data set's Inputs-1, every Grade is 0. It does not allocate when dst has room.
	AppendSpikes(dst []messages.Spike, i int) []messages.Spike
}

// Dataset is an opened data set.
type Dataset struct {
	// Name is the name it was opened by.
	Name string
	// Inputs is the number of input neurons, Classes that of labels.
	Inputs, Classes int
	// Train and Test are the two parts that every data set has.
	Train, Test Split
	// Validation is nil where the makers published no such part.
	Validation Split
}

// Options says where a data set is and how its values become spike times.
type Options struct {
	// Dir is the directory that holds a folder for each data set; empty means
	// the working directory. Generated data sets do not look at it.
	Dir string
	// EncodingWindow is the span in seconds that values are spread over
	// (T in Eq. 22; the paper takes 0.1). Finite and at least 1e-300.
	EncodingWindow float64
	// Inputs is the number of input neurons of the data set "patterns", which
	// is generated with any number of them; 0 takes the catalogue's number.
	// The other data sets do not look at it.
	Inputs int
	// TimeUnit is the unit of the spike times of the data set "npz", one of TimeUnits; empty is seconds. The other data
	// sets do not look at it.
	TimeUnit string
	// FSDD are the options of the data set "fsdd"; the others do not look at them.
	FSDD FSDDOptions
}

// shortestWindow keeps the 256 grey levels apart: below it, floating-point
// numbers grow so coarse that different levels would share a spike time.
const shortestWindow = 1e-300

func (o Options) check() error {
	if w := o.EncodingWindow; !(w >= shortestWindow) || math.IsInf(w, 0) {
		return fmt.Errorf("datasets: encoding window %g s, want a finite number of seconds, at least %g", w, shortestWindow)
	}
	return nil
}

// Open reads the named data set, checks it as a whole and returns it. Errors
// wrap ErrUnknown for a name that is not in the catalogue, ErrMissing for files
// that are not there, ErrOption for the data set's own options; any other says which file is damaged and how.
func Open(name string, options Options) (*Dataset, error) {
	entry, err := find(name)
	if err != nil {
		return nil, err
	}
	if err := options.check(); err != nil {
		return nil, err
	}
	return entry.open(entry, options)
}

// Names returns the names that Open takes, in the catalogue's order.
func Names() []string {
	names := make([]string, len(catalogue))
	for i, entry := range catalogue {
		names[i] = entry.Name
	}
	return names
}

func find(name string) (entry, error) {
	for _, entry := range catalogue {
		if entry.Name == name {
			return entry, nil
		}
	}
	return entry{}, fmt.Errorf("datasets: %w %q, want one of %s%s", ErrUnknown, name, strings.Join(Names(), ", "), spelling.Hint(name, Names()))
}

// Limit returns the first n samples of s, or s itself if n ≤ 0 or s has no more.
func Limit(s Split, n int) Split {
	if n <= 0 || n >= s.Len() {
		return s
	}
	return limited{Split: s, samples: n}
}

// limited is a Split that hides all but its first samples.
type limited struct {
	Split
	samples int
}

func (l limited) Len() int { return l.samples }

func (l limited) Label(i int) int {
	return l.Split.Label(l.visible(i))
}

func (l limited) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	return l.Split.AppendSpikes(dst, l.visible(i))
}

// visible panics for a sample beyond the limit, as the Split contract asks.
func (l limited) visible(i int) int {
	if i >= l.samples {
		panic("datasets: sample index beyond the limit")
	}
	return i
}
