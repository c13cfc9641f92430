package datasets

import (
	"math"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"sfdfa-actors/messages"
)

func TestNames(t *testing.T) {
	want := []string{"yinyang", "mnist", "fashion-mnist", "emnist-balanced", "emnist47-derived", "fsdd", "shd", "randman", "npz", "patterns"}
	if got := Names(); !slices.Equal(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
}

func TestOpenUnknown(t *testing.T) {
	_, err := Open("minst", Options{EncodingWindow: 0.1})
	requireError(t, err, ErrUnknown, `datasets: unknown data set "minst", want one of yinyang, mnist, `)
	_, err = Describe("")
	requireError(t, err, ErrUnknown, `unknown data set ""`)
}

func TestOpenMissing(t *testing.T) {
	dir := t.TempDir()
	_, err := Open("emnist-balanced", Options{Dir: dir, EncodingWindow: 0.1})
	requireError(t, err, ErrMissing, "emnist-balanced-train-images-idx3-ubyte.gz", "emnist-balanced-test-labels-idx1-ubyte.gz",
		filepath.Join(dir, "emnist"), filepath.Join(dir, "EMNIST", "raw"), "sfdfa-actors data fetch emnist-balanced --data-dir "+dir)
	_, err = Open("emnist47-derived", Options{Dir: dir, EncodingWindow: 0.1})
	requireError(t, err, ErrMissing, filepath.Join(dir, "emnist47-derived"), "put them there by hand")
}

func TestOpenRefusesWindow(t *testing.T) {
	for _, window := range []float64{0, -0.1, math.NaN(), math.Inf(1), 5e-324} {
		_, err := Open("yinyang", Options{EncodingWindow: window})
		requireError(t, err, nil, "datasets: encoding window ", " s, want a finite number of seconds")
	}
}

func TestLimit(t *testing.T) {
	set, err := Open("yinyang", Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]int{-1: 1000, 0: 1000, 1: 1, 999: 999, 1000: 1000, 5000: 1000} {
		if got := Limit(set.Test, n).Len(); got != want {
			t.Errorf("limit %d: %d samples, want %d", n, got, want)
		}
	}
	first := Limit(set.Test, 3)
	if !slices.Equal(first.AppendSpikes(nil, 2), set.Test.AppendSpikes(nil, 2)) || first.Label(2) != set.Test.Label(2) {
		t.Error("sample 2 differs under a limit of 3")
	}
	defer func() {
		if recover() == nil {
			t.Error("sample 3 is visible under a limit of 3")
		}
	}()
	first.Label(3)
}

// TestAppendSpikesDoesNotAllocate holds when dst has room.
func TestAppendSpikesDoesNotAllocate(t *testing.T) {
	set, err := Open("yinyang", Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	grey := &images{pixels: slices.Repeat([]byte{0, 9, 255, 9}, 196), labels: []byte{0}, times: greyLatencies(0.1)}
	dst := make([]messages.Spike, 0, 784)
	for name, split := range map[string]Split{"yinyang": set.Train, "images": grey, "limited": Limit(set.Train, 1)} {
		if allocations := testing.AllocsPerRun(20, func() { dst = split.AppendSpikes(dst[:0], 0) }); allocations != 0 {
			t.Errorf("%s: %v allocations, want 0", name, allocations)
		}
	}
}

// TestSplitIsSafeForConcurrentUse is for the race detector.
func TestSplitIsSafeForConcurrentUse(t *testing.T) {
	grey := &images{pixels: slices.Repeat([]byte{0, 9, 255, 9}, 196), labels: []byte{0}, times: greyLatencies(0.1)}
	set, err := Open("yinyang", Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			grey.AppendSpikes(nil, 0)
			set.Train.AppendSpikes(nil, 0)
		})
	}
	readers.Wait()
}

// TestCatalogue checks each row for completeness.
func TestCatalogue(t *testing.T) {
	for _, name := range Names() {
		d, err := Describe(name)
		if err != nil {
			t.Fatal(err)
		}
		own := name == "npz" // of which only the user's file can tell
		if !own && (d.Inputs < 1 || d.Classes < 2 || d.Train < 1 || d.Test < 1) || d.Origin == "" || d.Licence == "" {
			t.Errorf("%s: incomplete: %+v", name, d)
		}
		if len(d.Files) == 0 {
			continue
		}
		if len(d.Folders) == 0 || d.Folders[0] != name {
			t.Errorf("%s: files in %v, want them first in a folder of its name", name, d.Folders)
		}
		for _, file := range d.Files {
			if !own && (len(file.SHA256) != 64 || file.Size < 1) && len(file.MD5) != 32 {
				t.Errorf("%s: a file without a checksum: %+v", name, file)
			}
		}
	}
}
