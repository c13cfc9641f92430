package hdf5

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// contents are what a file has, by path: numbers, texts, or nil for a group.
type contents map[string]any

// randomGroup fills a group with members drawn at random, and notes them.
func randomGroup(r *rand.Rand, g *Group, path string, depth int, all contents) {
	for i := range r.IntN(14) {
		name := fmt.Sprintf("%c%d é", 'a'+r.IntN(26), i)
		at := strings.TrimPrefix(path+"/"+name, "/")
		shape := []int{1 + r.IntN(4), 1 + r.IntN(3), 1 + r.IntN(5)}[:r.IntN(4)]
		switch kind := r.IntN(5); {
		case kind == 0 && depth > 0:
			all[at] = nil
			randomGroup(r, g.AddGroup(name), at, depth-1, all)
		case kind <= 1:
			texts := make([]string, product(shape))
			for n := range texts {
				texts[n] = strings.Repeat("µs ", r.IntN(9))
			}
			all[at] = texts
			g.AddTexts(name, shape, texts...)
		default:
			element := []ElementType{Float32, Float64, Int64}[kind-2]
			numbers := make([]float64, product(shape))
			for n := range numbers {
				switch element {
				case Float32:
					numbers[n] = float64(float32(r.NormFloat64()))
				case Float64:
					numbers[n] = r.NormFloat64() * math.Pow(10, float64(r.IntN(600)-300))
				default:
					numbers[n] = float64(r.Int64N(1<<50) - 1<<49)
				}
			}
			all[at] = numbers
			g.AddNumbers(name, element, shape, numbers...)
		}
	}
}

func randomFile(t *testing.T, seed uint64) ([]byte, contents) {
	t.Helper()
	root, all := &Group{}, contents{}
	randomGroup(rand.New(rand.NewPCG(seed, 0)), root, "", 3, all)
	var file bytes.Buffer
	if err := Write(&file, root); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return file.Bytes(), all
}

// Whatever is written is read again.
func TestWhatIsWrittenIsRead(t *testing.T) {
	objects := 0
	for seed := range uint64(200) {
		file, all := randomFile(t, seed)
		f, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got := contents{}
		readGroup(t, f, "", got)
		if !reflect.DeepEqual(got, all) {
			t.Errorf("seed %d: %v, want %v", seed, got, all)
		}
		objects += len(all)
	}
	if objects < 2000 {
		t.Errorf("%d objects, want at least 2000", objects)
	}
}

func readGroup(t *testing.T, f *File, path string, all contents) {
	t.Helper()
	names, err := f.Members(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		at := strings.TrimPrefix(path+"/"+name, "/")
		if f.IsGroup(at) {
			all[at] = nil
			readGroup(t, f, at, all)
			continue
		}
		if texts, _, err := f.Texts(at); err == nil {
			all[at] = texts
			continue
		}
		numbers, _, err := f.Numbers(at)
		if err != nil {
			t.Fatal(err)
		}
		all[at] = numbers
	}
}

// h5pyScript prints, for each file, what h5py reads by path.
const h5pyScript = `
import h5py, json, sys
for name in sys.argv[1:]:
    all = {}
    def note(path, item):
        if isinstance(item, h5py.Group):
            all[path] = None
        else:
            all[path] = [x.decode() if isinstance(x, bytes) else float(x) for x in item[()].reshape(-1)] if item.shape else \
                [item[()].decode() if isinstance(item[()], bytes) else float(item[()])]
    h5py.File(name, "r").visititems(note)
    print(json.dumps(all))
`

// h5py reads what was written: another program than the reader here.
func TestH5pyReadsWhatIsWritten(t *testing.T) {
	python := "python3"
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		python = "/usr/bin/python3"
	}
	if exec.Command(python, "-c", "import h5py").Run() != nil {
		t.Skip("no Python with h5py: apt-get install python3-h5py")
	}
	directory, arguments := t.TempDir(), []string{"-c", h5pyScript}
	var want []contents
	for seed := range uint64(40) {
		file, all := randomFile(t, seed)
		path := filepath.Join(directory, fmt.Sprintf("%d.h5", seed))
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		arguments, want = append(arguments, path), append(want, all)
	}
	output, err := exec.Command(python, arguments...).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, err.(*exec.ExitError).Stderr)
	}
	decoder := json.NewDecoder(bytes.NewReader(output))
	for seed, all := range want {
		var got, expected contents
		if err := decoder.Decode(&got); err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(all)
		if json.Unmarshal(text, &expected); !reflect.DeepEqual(got, expected) {
			t.Errorf("seed %d: %v, want %v", seed, got, expected)
		}
	}
}

// What can't be written is refused, and an array gets as many elements as it has.
func TestWhatCannotBeWritten(t *testing.T) {
	many := &Group{}
	for i := range maxMembers + 1 {
		many.AddText(fmt.Sprint(i), "")
	}
	short, nameless, deep := &Group{}, &Group{}, &Group{}
	short.AddNumbers("three", Float64, []int{3}, 1, 2)
	nameless.AddText("", "text")
	deep.AddNumbers("deep", Float32, make([]int, maxRank+1))
	for want, g := range map[string]*Group{
		"of 4001 members, allowed: up to 4000":     many,
		"array three got 16 bytes, must have 24":   short,
		"name of 0 bytes, allowed: 1 to 255":       nameless,
		"deep of 33 dimensions, allowed: up to 32": deep,
		"name of 300 bytes, allowed: 1 to 255":     func() *Group { g := &Group{}; g.AddGroup(strings.Repeat("n", 300)); return g }(),
	} {
		if err := Write(&bytes.Buffer{}, g); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	// As many members as there may be, with the longest names.
	most := &Group{}
	for i := range maxMembers {
		most.AddText(fmt.Sprintf("%0255d", i), "")
	}
	var file bytes.Buffer
	if err := Write(&file, most); err != nil {
		t.Fatal(err)
	}
	f, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if names, err := f.Members(""); err != nil || len(names) != maxMembers {
		t.Errorf("%d members, error %v, want %d", len(names), err, maxMembers)
	}
}
