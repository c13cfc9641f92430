package datasets

import (
	"archive/zip"
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npz"

	npzfile "sfdfa-actors/internal/file/npz"
	"sfdfa-actors/messages"
)

// reread writes a data set as npz and reads it back.
func reread(t *testing.T, set *Dataset) *Dataset {
	t.Helper()
	var file bytes.Buffer
	if err := WriteNPZ(&file, set); err != nil {
		t.Fatal(err)
	}
	again, err := Open("npz", Options{Dir: place(t, map[string][]byte{"npz/spikes.npz": file.Bytes()}), EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func requireSameSpikes(t *testing.T, name string, got, want Split) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Fatalf("%s: there is %v, want %v", name, got, want)
	}
	if want == nil {
		return
	}
	if got.Len() != want.Len() {
		t.Fatalf("%s: %d samples, want %d", name, got.Len(), want.Len())
	}
	for i := range want.Len() {
		a, b := got.AppendSpikes(nil, i), want.AppendSpikes(nil, i)
		same := len(a) == len(b) && got.Label(i) == want.Label(i)
		for k := 0; same && k < len(a); k++ {
			same = math.Float64bits(a[k].Time) == math.Float64bits(b[k].Time) && a[k].Source == b[k].Source && a[k].Grade == b[k].Grade
		}
		if !same {
			t.Fatalf("%s: sample %d is\n%v, want\n%v", name, i, a, b)
		}
	}
}

// Every spike of every part is the same bit for bit: times of 64 bits and of
// 32, few inputs and more than 16 bits count, with a validation part and without.
func TestNPZRoundTripIsExact(t *testing.T) {
	recorded := hdf5Fixture(t, "pytables.h5")
	dir := place(t, map[string][]byte{"shd/shd_train.h5": recorded, "shd/shd_test.h5": recorded})
	for name, options := range map[string]Options{
		"yinyang": {EncodingWindow: 0.1}, "shd": {Dir: dir, EncodingWindow: 0.1}, "patterns": {EncodingWindow: 0.1, Inputs: 70_000},
	} {
		set, err := Open(name, options)
		if err != nil {
			t.Fatal(err)
		}
		set.Train, set.Test = Limit(set.Train, 4), Limit(set.Test, 2)
		again := reread(t, set)
		if again.Name != "npz" || again.Inputs != set.Inputs || again.Classes != set.Classes {
			t.Errorf("%s: read back as %s with %d inputs and %d classes, want npz, %d, %d", name, again.Name, again.Inputs, again.Classes, set.Inputs, set.Classes)
		}
		requireSameSpikes(t, name+" train", again.Train, set.Train)
		requireSameSpikes(t, name+" validation", again.Validation, set.Validation)
		requireSameSpikes(t, name+" test", again.Test, set.Test)
	}
}

// Arrays are as narrow as they are exact, and another reader understands them.
func TestNPZArraysAreThoseDocumented(t *testing.T) {
	set := &Dataset{Name: "two", Inputs: 700, Classes: 3, Test: &yinYang{[]YinYangSample{{Values: [4]float64{0.1, 0.5, 0.9, 0.5}, Class: 2}}, 1},
		Train: &trains[float32, uint16]{times: []float32{0.25, 0.5, 0.5}, units: []uint16{699, 0, 3}, offsets: []int64{0, 2, 2, 3}, labels: []int32{1, 0, 2}}}
	var file bytes.Buffer
	if err := WriteNPZ(&file, set); err != nil {
		t.Fatal(err)
	}
	arrays, err := npz.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"inputs.npy", "classes.npy", "train_times.npy", "train_units.npy", "train_offsets.npy", "train_labels.npy",
		"test_times.npy", "test_units.npy", "test_offsets.npy", "test_labels.npy"}
	if !slices.Equal(arrays.Keys(), want) {
		t.Errorf("arrays %v, want %v", arrays.Keys(), want)
	}
	requireArray(t, arrays, "inputs.npy", []int64{700})
	requireArray(t, arrays, "train_times.npy", []float32{0.25, 0.5, 0.5})
	requireArray(t, arrays, "train_units.npy", []uint16{699, 0, 3})
	requireArray(t, arrays, "train_offsets.npy", []int64{0, 2, 2, 3})
	requireArray(t, arrays, "train_labels.npy", []int32{1, 0, 2})
	requireArray(t, arrays, "test_times.npy", []float64{0, 0.1, 0.5, 0.5, 0.9})
}

func requireArray[T comparable](t *testing.T, arrays *npz.Reader, name string, want []T) {
	t.Helper()
	var got []T
	if err := arrays.Read(name, &got); err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: %v, error %v, want %v", name, got, err, want)
	}
}

// others is an npz file by another writer, with other integer types and spikes
// out of order.
func others(t testing.TB, change map[string]any) []byte {
	t.Helper()
	arrays := map[string]any{
		"inputs": []int32{5}, "classes": []uint8{2},
		"train_times": []float32{0.5, 0.25, 0.5}, "train_units": []int64{4, 1, 3}, "train_offsets": []uint64{0, 3, 3}, "train_labels": []int8{1, 0},
		"test_times": []float64{0.1}, "test_units": []uint8{0}, "test_offsets": []int32{0, 1}, "test_labels": []uint16{1},
	}
	for name, values := range change {
		if arrays[name] = values; values == nil {
			delete(arrays, name)
		}
	}
	var file bytes.Buffer
	w := npz.NewWriter(&file)
	for name, values := range arrays {
		if err := w.Write(name+".npy", values); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestNPZByOthersIsRead(t *testing.T) {
	file := others(t, nil)
	set, err := readNPZ(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	spikes := set.Train.AppendSpikes(nil, 0)
	requireOrdered(t, spikes)
	if len(spikes) != 3 || spikes[0].Source != 1 || spikes[1].Source != 3 || spikes[2].Time != 0.5 {
		t.Errorf("spikes %v, want those of units 1, 3 and 4", spikes)
	}
	if set.Train.Len() != 2 || set.Train.Label(0) != 1 || len(set.Train.AppendSpikes(nil, 1)) != 0 || set.Test.AppendSpikes(nil, 0)[0].Time != 0.1 {
		t.Errorf("read %+v", set)
	}
}

// What NumPy and others write for one and the same array is read as the same.
func TestNPYHeadersOfOthers(t *testing.T) {
	version := func(major byte, header string) string { // 2 and 3 have a length of 4 bytes
		return header[:6] + string(major) + header[7:10] + "\x00\x00" + header[10:]
	}
	short := npyHeader("<i2", 3)
	for name, file := range map[string]string{
		"NumPy":         short + "\x01\x00\x02\x00\x04\x00",
		"big-endian":    npyHeader(">i2", 3) + "\x00\x01\x00\x02\x00\x04",
		"native":        npyHeader("=u4", 3) + "\x01\x00\x00\x00\x02\x00\x00\x00\x04\x00\x00\x00",
		"one byte":      npyHeader("|i1", 3) + "\x01\x02\x04",
		"double quotes": strings.ReplaceAll(npyHeader(">u2", 3), "'", `"`) + "\x00\x01\x00\x02\x00\x04",
		"no blanks":     npzHeaderWith(`{"descr":"<i2","fortran_order":false,"shape":(3,)}`) + "\x01\x00\x02\x00\x04\x00",
		"other order":   npzHeaderWith("{'shape': (3,), 'fortran_order': True, 'descr': '<i2'}\n") + "\x01\x00\x02\x00\x04\x00",
		"column":        npzHeaderWith("{'descr': '<i2', 'fortran_order': True, 'shape': (3, 1), }") + "\x01\x00\x02\x00\x04\x00",
		"row":           npzHeaderWith("{'descr': '<i2', 'fortran_order': False, 'shape': (1, 3), }") + "\x01\x00\x02\x00\x04\x00",
		"Python 2":      npzHeaderWith("{'descr': '<i2', 'fortran_order': False, 'shape': (3L,), }") + "\x01\x00\x02\x00\x04\x00",
		"version 2":     version(2, short) + "\x01\x00\x02\x00\x04\x00",
		"version 3":     version(3, short) + "\x01\x00\x02\x00\x04\x00",
	} {
		z := npzfile.NewReader(&zip.Reader{File: []*zip.File{onlyMember(t, "x.npy", file)}}, 1<<20)
		if got, err := npzfile.Integers[int32](z, "x", 3); err != nil || !slices.Equal(got, []int32{1, 2, 4}) {
			t.Errorf("%s: %v, error %v, want 1, 2 and 4", name, got, err)
		}
	}
	for name, file := range map[string]string{
		"f2":  npyHeader("<f2", 3) + "\x00\x38\x00\x80\x00\x7c",
		">f2": npyHeader(">f2", 3) + "\x38\x00\x80\x00\x7c\x00",
		">f4": npyHeader(">f4", 3) + "\x3f\x00\x00\x00\x80\x00\x00\x00\x7f\x80\x00\x00",
		">f8": npyHeader(">f8", 3) + "\x3f\xe0\x00\x00\x00\x00\x00\x00\x80\x00\x00\x00\x00\x00\x00\x00\x7f\xf0\x00\x00\x00\x00\x00\x00",
	} {
		z := npzfile.NewReader(&zip.Reader{File: []*zip.File{onlyMember(t, "x.npy", file)}}, 1<<20)
		got, err := npzfile.Floats[float64](z, "x", 3)
		if err != nil || !slices.Equal(got, []float64{0.5, 0, math.Inf(1)}) || math.Signbit(got[1]) {
			t.Errorf("%s: %v, error %v, want 0.5, 0 and +Inf", name, got, err)
		}
	}
}

// npzHeaderWith is an npy header of version 1 with a text of its own.
func npzHeaderWith(text string) string {
	return "\x93NUMPY\x01\x00" + string([]byte{byte(len(text)), 0}) + text
}

func onlyMember(t *testing.T, name, content string) *zip.File {
	t.Helper()
	packed := zipped(t, map[string][]byte{name: []byte(content)})
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	return archive.File[0]
}

// numpyScript writes the same spikes in several ways that NumPy has.
const numpyScript = `
import sys, numpy as np
d = dict(inputs=np.array(5), classes=2, train_units=[4, 1, 3, 0], train_offsets=[0, 3, 4], train_labels=[1, 0],
    test_times=[0.125], test_units=[2], test_offsets=[0, 1], test_labels=[True])
times = np.array([0.5, 0.25, 0.5, 1.5])
for name, save, kind in [("f2", np.savez, "f2"), ("f4", np.savez_compressed, ">f4"), ("f8", np.savez, ">f8")]:
    np.savez(sys.argv[1] + "/" + name + ".npz", **{**d, "train_times": times.astype(kind)})
column = {k: np.asfortranarray(np.array(v).reshape(-1, 1)) for k, v in d.items()}
np.savez_compressed(sys.argv[1] + "/column.npz", **{**column, "train_times": times.reshape(1, -1)})
`

// Whatever types, byte orders and shapes NumPy itself writes, the spikes are the same.
func TestNPZByNumPy(t *testing.T) {
	dir := t.TempDir()
	command := exec.Command("python3", "-c", numpyScript, dir)
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		command.Path = "/usr/bin/python3"
	}
	if message, err := command.CombinedOutput(); err != nil {
		t.Skipf("no Python with NumPy here: %v, %.200s", err, message)
	}
	for _, name := range []string{"f2", "f4", "f8", "column"} {
		set, err := readNPZFile(filepath.Join(dir, name+".npz"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		train, test := set.Train.AppendSpikes(nil, 0), set.Test.AppendSpikes(nil, 0)
		want := []messages.Spike{{Time: 0.25, Source: 1}, {Time: 0.5, Source: 3}, {Time: 0.5, Source: 4}}
		if !slices.Equal(train, want) || !slices.Equal(test, []messages.Spike{{Time: 0.125, Source: 2}}) || set.Test.Label(0) != 1 || set.Inputs != 5 {
			t.Errorf("%s: %d inputs, training sample %v, test sample %v of class %d", name, set.Inputs, train, test, set.Test.Label(0))
		}
	}
}

func TestNPZErrorsNameArrayAndValue(t *testing.T) {
	for want, change := range map[string]map[string]any{
		"no array train_times":                                              {"train_times": nil},
		"no array test_labels":                                              {"test_labels": nil},
		"inputs is 0, want a number from 1":                                 {"inputs": []int64{0}},
		"classes has 2 numbers, want one":                                   {"classes": []int64{1, 2}},
		"train: 2 offsets, want one more than the 2":                        {"train_offsets": []int64{0, 3}},
		"train: offsets from 0 to 2, want from 0 to the 3":                  {"train_offsets": []int64{0, 1, 2}},
		"train: offset 3 after 4, want none below":                          {"train_offsets": []int64{0, 4, 3}},
		"train: label 2 of sample 0, want 0 to 1":                           {"train_labels": []int64{2, 0}},
		"train: sample 0: spike 1 of unit 5, want 0 to 4":                   {"train_units": []int64{4, 5, 3}},
		"train_units: value -1 of number 0, want one that fits into uint16": {"train_units": []int64{-1, 5, 3}},
		"train_units: numbers of type f4, want integers":                    {"train_units": []float32{1, 2, 3}},
		"train_times: numbers of type i4, want f2, f4 or f8":                {"train_times": []int32{1, 2, 3}},
		"test: 2 units, want as many as the 1 times":                        {"test_units": []int64{0, 1}},
		"test: sample 0: spike 0 at NaN s, want a finite time":              {"test_times": []float64{math.NaN()}},
		"test: sample 0: spike 0 at -1 s, want a finite time":               {"test_times": []float64{-1}},
		"test: 0 labels, want at least 1":                                   {"test_labels": []int32{}, "test_offsets": []int64{0}, "test_times": []float64{}, "test_units": []int32{}},
	} {
		file := others(t, change)
		_, err := readNPZ(bytes.NewReader(file), int64(len(file)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	_, err := Open("npz", Options{Dir: place(t, map[string][]byte{"spikes.npz": []byte("PK")}), EncodingWindow: 0.1})
	requireError(t, err, nil, "spikes.npz: zip: not a valid zip file")
	_, err = Open("npz", Options{Dir: t.TempDir(), EncodingWindow: 0.1})
	requireError(t, err, ErrMissing, "spikes.npz, looked for in ")
}

// A header that promises more than the archive can hold sets nothing aside.
func TestNPZHeadersAreNotBelieved(t *testing.T) {
	for header, want := range map[string]string{
		npyHeader("<i8", 1<<34): "want no more than fit in",
		npyHeader("<i8", 3):     "has 3 numbers, want one",
		npyHeader("<i8", 1):     "ends before the values that its header promises",
		npyHeader("<c8", 1):     "want numbers: b1, i1 to i8",
		npyHeader("<f1", 1):     "want numbers: b1, i1 to i8",
		npyHeader("<f16", 1):    "want numbers: b1, i1 to i8",
		npyHeader("|O", 1):      "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
		npyHeader("<i8", -1):    "shape (-1,), want one dimension",
		strings.Replace(npyHeader("<i8", 1), "'<i8'", "[('a', '<i8')]", 1):         "{'descr': [('a', '<i8')], 'fort",
		strings.Replace(npyHeader("<i8", 3), "(3,)", "(2,2)", 1):                   "shape (2,2), want one dimension",
		strings.Replace(npyHeader("<i8", 3), "(3,)", "(0,2)", 1):                   "shape (0,2), want one dimension",
		strings.Replace(npyHeader("<i8", 3), "'shape'", "'sizes'", 1):              "want one with a descr and a shape",
		strings.Replace(npyHeader("<i8", 3), "(3,)", "(1,3)", 1):                   "has 3 numbers, want one",
		strings.Replace(npyHeader("<i8", 3), "(3,)", "(99999999999999999999,)", 1): "shape (99999999999999999999,), want at most",
		"\x93NUMPY\x02\x00\xff\xff\xff\xff":                                        "bytes, want at most 65535",
		"\x93NUMPY\x09\x00\x00\x00":                                                "version 9 of the npy format, want 1 to 3",
		"\x93NUMPY\x01\x00\xff\xff and an end":                                     "ends inside its header",
		"\x93NUM":                                                                  "ends inside its header",
		"NUMPY, not":                                                               `begins with "NUMPY,"`,
		npyHeader("<f8", 1) + "12345678":                                           "numbers of type f8, want integers",
		npyHeader("<i8", 1) + "12345678, more":                                     "goes on after its 1 values",
	} {
		file := zipped(t, map[string][]byte{"inputs.npy": []byte(header)})
		_, err := readNPZ(bytes.NewReader(file), int64(len(file)))
		if err == nil || !strings.HasPrefix(err.Error(), "inputs") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one about inputs with %q", header, err, want)
		}
	}
}

// Whatever stands in the file, there is a data set or an error, and a data set's
// spikes are what Split promises.
func FuzzNPZ(f *testing.F) {
	var good bytes.Buffer
	set := &Dataset{Inputs: 4, Classes: 2,
		Train: &trains[float32, uint16]{times: []float32{0.5}, units: []uint16{3}, offsets: []int64{0, 1}, labels: []int32{1}},
		Test:  &trains[float64, uint16]{times: []float64{0.1}, units: []uint16{0}, offsets: []int64{0, 1}, labels: []int32{0}}}
	if err := WriteNPZ(&good, set); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(others(f, map[string]any{"train_times": []float32{0.5, 0, 1}}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := readNPZ(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			requireLine(t, err)
			return
		}
		for _, split := range []Split{d.Train, d.Test} {
			requirePromises(t, split, d.Inputs, d.Classes)
		}
	})
}
