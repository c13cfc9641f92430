package datasets

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/hdf5"
	"sfdfa-actors/messages"
)

// hdf5Fixtures are small files in the layout of the data set, made with h5py and
// PyTables, and what h5py reads back from them.
var hdf5Fixtures = filepath.Join("..", "internal", "file", "hdf5", "testdata")

var shdFixtures = []string{
	"earliest.h5", "latest.h5", "chunked.h5", "chunked_latest.h5", "single_chunk_latest.h5", "pytables.h5",
}

func hdf5Fixture(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(hdf5Fixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// digits is what h5py reads of a file.
type digits struct {
	times  [][]float64
	units  [][]int64
	labels []int
}

func readDigits(t *testing.T, name string) (d digits) {
	t.Helper()
	var files map[string]map[string]struct{ Values json.RawMessage }
	if err := json.Unmarshal(hdf5Fixture(t, "expected.json"), &files); err != nil {
		t.Fatal(err)
	}
	for path, into := range map[string]any{"spikes/times": &d.times, "spikes/units": &d.units, "labels": &d.labels} {
		if err := json.Unmarshal(files[name][path].Values, into); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// place writes files below a new directory.
func place(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func zipped(t *testing.T, members map[string][]byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for name, content := range members {
		entry, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// Every way in which the files may have been written gives h5py's spikes in
// order of (time, unit), times of 16 and of 32 bits exactly.
func TestSHDHasTheSpikesThatH5pyReads(t *testing.T) {
	for _, name := range shdFixtures {
		content := hdf5Fixture(t, name)
		set, err := Open("shd", Options{Dir: place(t, map[string][]byte{"shd/shd_train.h5": content, "shd/shd_test.h5": content}), EncodingWindow: 0.1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if set.Inputs != 700 || set.Classes != 20 || set.Validation != nil {
			t.Errorf("%s: %d inputs, %d classes, validation %v; want 700, 20 and none", name, set.Inputs, set.Classes, set.Validation)
		}
		want := readDigits(t, name)
		for _, split := range []Split{set.Train, set.Test} {
			if split.Len() != len(want.labels) {
				t.Fatalf("%s: %d samples, want %d", name, split.Len(), len(want.labels))
			}
			for i, label := range want.labels {
				var spikes []messages.Spike
				for k, time := range want.times[i] {
					spikes = append(spikes, messages.Spike{Time: float64(float32(time)), Source: int32(want.units[i][k])})
				}
				slices.SortFunc(spikes, bySpikeOrder)
				if got := split.AppendSpikes(nil, i); !slices.Equal(got, spikes) || split.Label(i) != label {
					t.Errorf("%s, sample %d: label %d, spikes\n%v, want label %d, spikes\n%v", name, i, split.Label(i), got, label, spikes)
				}
			}
		}
	}
}

// The files are found packed or not, in the folders that loaders put them in.
func TestSHDIsFoundPackedOrNot(t *testing.T) {
	content := hdf5Fixture(t, "earliest.h5")
	test := gzipped(t, content)
	for name, files := range map[string]map[string][]byte{
		"plain":         {"shd/shd_train.h5": content, "shd/shd_test.h5": content},
		"gzip":          {"shd/shd_train.h5.gz": gzipped(t, content), "shd/shd_test.h5.gz": test},
		"zip":           {"SHD/shd_train.h5.zip": zipped(t, map[string][]byte{"shd_train.h5": content}), "SHD/shd_test.h5.gz": test},
		"no folder":     {"shd_train.h5": content, "shd_test.h5": content},
		"zip by a Mac":  {"shd/shd_train.h5.zip": zipped(t, map[string][]byte{"x/shd_train.h5": content, "__MACOSX/shd_train.h5": nil}), "shd/shd_test.h5": content},
		"other program": {"shd/shd_train.h5": hdf5Fixture(t, "others.h5"), "shd/shd_test.h5": content},
		"gzip, renamed": {"shd/shd_train.h5": gzipped(t, content), "shd/shd_test.h5": content},
	} {
		set, err := Open("shd", Options{Dir: place(t, files), EncodingWindow: 0.1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if set.Train.Len() != 9 || len(set.Train.AppendSpikes(nil, 0)) != 5 {
			t.Errorf("%s: %d samples, %d spikes in the first; want 9 and 5", name, set.Train.Len(), len(set.Train.AppendSpikes(nil, 0)))
		}
	}
}

func TestSHDErrorsNameFileAndValue(t *testing.T) {
	good := hdf5Fixture(t, "earliest.h5")
	changed := func(find, put []byte) []byte {
		at := bytes.Index(good, find)
		if at < 0 {
			t.Fatalf("no %x in the fixture", find)
		}
		return append(append(bytes.Clone(good[:at]), put...), good[at+len(put):]...)
	}
	for name, test := range map[string]struct {
		train []byte
		want  string
	}{
		"no HDF5":        {[]byte("nothing"), "shd_train.h5: hdf5: the file begins with"},
		"cut short":      {good[:5000], "it was cut short"},
		"gzip cut short": {gzipped(t, good)[:500], "cut short after"},
		"zip with two":   {zipped(t, map[string][]byte{"a.h5": good, "b.h5": good}), "2 files that end in .h5 in the archive, want 1"},
		"zip with none":  {zipped(t, map[string][]byte{"a.txt": good}), "0 files that end in .h5"},
		"other content":  {hdf5Fixture(t, "types.h5"), `spikes/times: hdf5: no such object: "spikes"`},
		"label":          {changed(shorts(0, 7, 14), shorts(0, 20)), "label 20 of sample 1, want 0 to 19"},
		"channel":        {changed(shorts(firstUnits(t)...), shorts(700)), "sample 0: spike 0 of unit 700, want 0 to 699"},
		"negative time":  {changed(halves(0.7685546875), []byte{0, 0xbc}), "sample 0: spike 0 at -1 s, want a finite time, 0 or more"},
	} {
		dir := place(t, map[string][]byte{"shd/shd_train.h5": test.train, "shd/shd_test.h5": good})
		_, err := Open("shd", Options{Dir: dir, EncodingWindow: 0.1})
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "shd_train.h5") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %q, want one line with the file and %q", name, err, test.want)
		}
	}
	_, err := Open("shd", Options{Dir: t.TempDir(), EncodingWindow: 0.1})
	requireError(t, err, ErrMissing, "shd_train.h5.zip or shd_train.h5.gz or shd_train.h5, shd_test.h5.zip")
}

func shorts(values ...uint16) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	return b
}

// halves writes numbers from 0.5 to below 1 as floats of 16 bits.
func halves(values ...float64) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, 14<<10|uint16((v*2-1)*1024))
	}
	return b
}

func firstUnits(t *testing.T) (units []uint16) {
	for _, unit := range readDigits(t, "earliest.h5").units[0] {
		units = append(units, uint16(unit))
	}
	return units
}

// What is no time is refused by the same words as in an npz file.
func TestSHDRefusesTimesThatCantBe(t *testing.T) {
	good := hdf5Fixture(t, "earliest.h5")
	at := bytes.Index(good, halves(0.7685546875))
	for bits, want := range map[uint16]string{0x7c00: "+Inf", 0xfc00: "-Inf", 0x7e00: "NaN", 0x8001: "-5.960464477539063e-08", 0xbc00: "-1"} {
		content := bytes.Clone(good)
		binary.LittleEndian.PutUint16(content[at:], bits)
		file, err := hdf5.Open(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		_, err = readSHD(file, int64(len(content)))
		requireError(t, err, nil, "sample 0: spike 0 at "+want+" s, want a finite time, 0 or more")
	}
}

// The makers' own files, where they are at hand.
func TestSHDPublishedFiles(t *testing.T) {
	requireRealData(t, "shd")
	set, err := Open("shd", Options{Dir: realData, EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	if set.Train.Len() != 8156 || set.Test.Len() != 2264 {
		t.Errorf("%d training and %d test samples, want 8156 and 2264", set.Train.Len(), set.Test.Len())
	}
	for i := range set.Train.Len() {
		if spikes := set.Train.AppendSpikes(nil, i); len(spikes) == 0 || spikes[len(spikes)-1].Time > 2 {
			t.Fatalf("sample %d has %d spikes, want some within 2 s", i, len(spikes))
		}
	}
}
