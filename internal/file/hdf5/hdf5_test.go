package hdf5

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// array is what h5py read of one data set.
type array struct {
	Type   string
	Values json.RawMessage
}

func expected(t *testing.T) map[string]map[string]array {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var files map[string]map[string]array
	if err := json.Unmarshal(text, &files); err != nil {
		t.Fatal(err)
	}
	return files
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func mustOpen(t *testing.T, name string) *File {
	t.Helper()
	content := fixture(t, name)
	f, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Every data set of integers or of lists that h5py reads of the fixtures is read
// with the same values.
func TestFixturesAreReadAsH5pyReadsThem(t *testing.T) {
	arrays := 0
	for name, paths := range expected(t) {
		f := mustOpen(t, name)
		for path, want := range paths {
			what := name + ": " + path
			switch {
			case strings.HasPrefix(want.Type, "list of float"):
				requireEqual(t, what, want, func() ([][]float64, error) { return lists(f, path, (*Lists).AppendFloats) })
			case strings.HasPrefix(want.Type, "list of"):
				requireEqual(t, what, want, func() ([][]int64, error) { return lists(f, path, (*Lists).AppendIntegers) })
			case strings.Contains(want.Type, "int"):
				requireEqual(t, what, want, func() ([]int64, error) { return f.Integers(path) })
			case strings.HasPrefix(want.Type, "text"):
				requireEqual(t, what, want, func() ([]string, error) {
					texts, _, err := f.Texts(path)
					return texts, err
				})
			case strings.HasPrefix(want.Type, "float"):
				requireEqual(t, what, want, func() ([]float64, error) {
					numbers, _, err := f.Numbers(path)
					return numbers, err
				})
			default:
				t.Errorf("%s: of type %s, which nobody compares", what, want.Type)
			}
			arrays++
		}
	}
	if arrays < 35 {
		t.Errorf("compared %d data sets, want at least 35", arrays)
	}
}

// requireEqual compares as JSON, in which a float64 is written exactly.
func requireEqual[T any](t *testing.T, what string, want array, read func() (T, error)) {
	t.Helper()
	got, err := read()
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	var values T
	if err := json.Unmarshal(want.Values, &values); err != nil {
		t.Fatal(err)
	}
	gotText, _ := json.Marshal(got)
	wantText, _ := json.Marshal(values)
	if !bytes.Equal(gotText, wantText) && string(wantText)+string(gotText) != "[]null" {
		t.Errorf("%s: %s, want %s", what, gotText, wantText)
	}
}

func lists[T any](f *File, path string, read func(*Lists, []T, int) ([]T, error)) ([][]T, error) {
	l, err := f.Lists(path)
	if err != nil {
		return nil, err
	}
	all := make([][]T, l.Len())
	for i := range all {
		if all[i], err = read(l, []T{}, i); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// What is not in the subset is refused by name.
func TestWhatIsNotInTheSubsetIsNamed(t *testing.T) {
	for _, test := range []struct{ file, path, want string }{
		{"unsupported.h5", "compound", "compound, allowed: integer, float, text, or a list"},
		{"others.h5", "scaled", "filter 6 (scaleoffset), allowed: 1 (deflate), 2 (shuffle)"},
		{"others.h5", "loop", `"loop": more than 16 soft links, allowed: as many`},
		{"others_latest.h5", "loop", `"loop": more than 16 soft links, allowed: as many`},
		{"others.h5", "nowhere", `no such object: "nothing"`},
		{"others_latest.h5", "elsewhere", `"elsewhere" is a link of type 64, allowed: 0 (hard), 1 (soft)`},
		{"others.h5", "column", "elements of type float64 in a table of 2 dimensions, allowed: integers"},
		{"unsupported.h5", "unwritten", "chunk 0 of 2 was never written"},
		{"unsupported.h5", "huge", "integer 18446744073709551615, allowed: up to 2^63 - 1"},
		{"unsupported.h5", "lzf/deeper", "no such object"},
		{"unsupported_latest.h5", "extensible", "index of chunks 4 (extensible array), allowed: 1 (single)"},
		{"unsupported_latest.h5", "dense/d3", "in a fractal heap, allowed: in the object header"},
		{"earliest.h5", "spikes", "the object has no data type, allowed: a data set"},
		{"earliest.h5", "spikes/units", "spikes/units: hdf5: elements of type list of uint16, allowed: integers"},
		{"earliest.h5", "extra/keys", "elements of type text, allowed: integers"},
		{"chunked.h5", "extra/keys", "elements of type text, allowed: integers"},
		{"types.h5", "f4", "elements of type float32, allowed: integers"},
		{"earliest.h5", strings.Repeat("a/", 20), "path of 20 names, allowed: up to 16"},
	} {
		_, err := mustOpen(t, test.file).Integers(test.path)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %s: error %v, want one line with %q", test.file, test.path, err, test.want)
		}
	}
	for _, file := range []string{"earliest.h5", "latest.h5"} {
		if _, err := mustOpen(t, file).Lists("spikes/nothing"); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: error %v, want ErrNotFound", file, err)
		}
	}
}

// Soft links lead to what they name, from the root or from their own group, however
// many there are on the way.
func TestSoftLinksAreFollowed(t *testing.T) {
	files := expected(t)
	f := mustOpen(t, "others.h5")
	for path, want := range map[string]string{"labels": "moved/labels", "extra/speaker": "moved/extra/speaker", "/./spikes/../": ""} {
		if want == "" {
			if _, err := f.Integers(path); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: error %v, want ErrNotFound", path, err)
			}
			continue
		}
		requireEqual(t, path, files["others.h5"][want], func() ([]int64, error) { return f.Integers(path) })
	}
	requireEqual(t, "times", files["others.h5"]["moved/spikes/times"], func() ([][]float64, error) { return lists(f, "spikes/times", (*Lists).AppendFloats) })
	requireEqual(t, "units", files["others.h5"]["moved/spikes/units"], func() ([][]int64, error) { return lists(f, "spikes/units", (*Lists).AppendIntegers) })
	latest := mustOpen(t, "others_latest.h5")
	requireEqual(t, "labels", files["others_latest.h5"]["moved"], func() ([]int64, error) { return latest.Integers("labels") })
}

// A user block may have any size that is a power of two from 512 on; it is not read.
func TestUserBlocks(t *testing.T) {
	content := fixture(t, "types.h5")
	for _, size := range []int{512, 1024, 1 << 14} {
		moved := append(bytes.Repeat([]byte("MATLAB "), size)[:size], content...)
		f, err := Open(bytes.NewReader(moved), int64(len(moved)))
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		requireEqual(t, "i2", expected(t)["types.h5"]["i2"], func() ([]int64, error) { return f.Integers("i2") })
	}
	for _, size := range []int{1, 256, 513, 1536} {
		moved := append(make([]byte, size), content...)
		if _, err := Open(bytes.NewReader(moved), int64(len(moved))); err == nil || !strings.Contains(err.Error(), "there or at byte 512, 1024, 2048 and so on") {
			t.Errorf("%d bytes: error %v, want one that says where the signature may be", size, err)
		}
	}
}

// LZF by hand: three bytes as they are, then a run that goes on from the last byte, and
// a long one.
func TestLZFByHand(t *testing.T) {
	packed := []byte{2, 'a', 'b', 'c', 1 << 5, 0, 7 << 5, 1, 2}
	got, err := decompressLZF(packed, 17)
	if want := "abc" + "ccc" + "ccccccccccc"[:0] + strings.Repeat("c", 10); err != nil || string(got) != want {
		t.Errorf("%q, error %v, want %q", got, err, want)
	}
	for want, packed := range map[string][]byte{
		"repeats what is before its start":  {0, 'a', 1 << 5, 1},
		"allowed: up to the 1 bytes":        {5, 'a'},
		"allowed: up to the 0 bytes":        {0, 'a', 7 << 5},
		"more than 17 bytes, allowed: the ": {0, 'a', 7 << 5, 200, 0},
	} {
		if _, err := decompressLZF(packed, 17); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("% x: error %v, want %q", packed, err, want)
		}
	}
}

// A list of one type is not read as one of another.
func TestListsOfAnotherTypeAreRefused(t *testing.T) {
	if _, err := mustOpen(t, "earliest.h5").Lists("labels"); err == nil || !strings.Contains(err.Error(), "labels: hdf5: elements of type uint16, allowed: lists") {
		t.Errorf("error %v, want one that names both types", err)
	}
	l, err := mustOpen(t, "earliest.h5").Lists("spikes/units")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.AppendFloats(nil, 0); err == nil || !strings.Contains(err.Error(), "lists of type uint16, allowed: floats") {
		t.Errorf("error %v, want one that names both types", err)
	}
}

// A file that was cut short anywhere gives an error, and never a panic.
func TestFilesThatWereCutShort(t *testing.T) {
	for _, name := range []string{"earliest.h5", "latest.h5", "pytables.h5"} {
		content := fixture(t, name)
		for n := range content {
			if _, err := Open(bytes.NewReader(content[:n]), int64(n)); err == nil {
				t.Fatalf("%s: no error after %d of %d bytes", name, n, len(content))
			}
		}
	}
}
