package datasets

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/messages"
)

func requireOrdered(t *testing.T, spikes []messages.Spike) {
	t.Helper()
	for k := 1; k < len(spikes); k++ {
		if bySpikeOrder(spikes[k-1], spikes[k]) >= 0 {
			t.Fatalf("spike %d (%+v) does not come after %+v", k, spikes[k], spikes[k-1])
		}
	}
}

func bySpikeOrder(a, b messages.Spike) int {
	return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Source, b.Source))
}

// TestImagesFollowEquation22 compares with the equation read out loud: a spike
// at T·(1 − p/255) for each pixel p that is not black, sorted.
func TestImagesFollowEquation22(t *testing.T) {
	const window = 0.1
	random := rand.New(rand.NewPCG(1, 2))
	split := &images{labels: make([]byte, 20), times: greyLatencies(window)}
	for range len(split.labels) * imageSide * imageSide {
		split.pixels = append(split.pixels, byte(random.UintN(256))*byte(random.UintN(2)))
	}
	for i := range split.Len() {
		var want []messages.Spike
		for j, p := range split.pixels[i*784 : (i+1)*784] {
			if p != 0 {
				want = append(want, messages.Spike{Time: window * (1 - float64(p)/255), Source: int32(j)})
			}
		}
		slices.SortFunc(want, bySpikeOrder)
		before := []messages.Spike{{Time: 9, Grade: 8, Source: 7}}
		got := split.AppendSpikes(slices.Clone(before), i)
		if !slices.Equal(got, append(before, want...)) {
			t.Fatalf("image %d: spikes differ from the equation", i)
		}
	}
}

// writeSet writes small files in the place of a published set.
func writeSet(t *testing.T, folder string, files []File, contents [4][]byte) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for i, content := range contents {
		if err := os.WriteFile(filepath.Join(folder, files[i].Name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// smallSet returns the files of a set with the given labels in both splits; in
// each image only the second pixel of the stored order is lit.
func smallSet(labels ...byte) (contents [4][]byte) {
	pixels := make([]byte, len(labels)*imageSide*imageSide)
	for i := range labels {
		pixels[i*imageSide*imageSide+1] = 255
	}
	n := uint32(len(labels))
	pictures := idxBytes(imagesMagic, []uint32{n, imageSide, imageSide}, pixels...)
	return [4][]byte{
		compressed(pictures), compressed(idxBytes(labelsMagic, []uint32{n}, labels...)),
		pictures, compressed(idxBytes(labelsMagic, []uint32{n}, labels...)), // gzip is told by content, not by name
	}
}

func TestOpenImagesUpright(t *testing.T) {
	for name, source := range map[string]int32{"mnist": 1, "fashion-mnist": 1, "emnist-balanced": imageSide, "emnist47-derived": imageSide} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			description, err := Describe(name)
			if err != nil {
				t.Fatal(err)
			}
			folder := description.Folders[len(description.Folders)-1]
			writeSet(t, filepath.Join(dir, folder), description.Files, smallSet(3, 9))
			set, err := Open(name, Options{Dir: dir, EncodingWindow: 0.1})
			if err != nil {
				t.Fatal(err)
			}
			if set.Name != name || set.Inputs != 784 || set.Classes != description.Classes || set.Validation != nil {
				t.Errorf("opened %+v", set)
			}
			want := []messages.Spike{{Time: 0, Source: source}}
			for _, split := range []Split{set.Train, set.Test} {
				if got := split.AppendSpikes(nil, 1); split.Label(1) != 9 || !slices.Equal(got, want) {
					t.Errorf("label %d, spikes %+v, want 9, %+v", split.Label(1), got, want)
				}
			}
		})
	}
}

func TestOpenImagesRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(contents *[4][]byte)
		want   string
	}{
		{"count mismatch", func(c *[4][]byte) { c[1] = idxBytes(labelsMagic, []uint32{1}, 0) },
			"train-images-idx3-ubyte.gz: 2 images, want as many as the 1 labels in "},
		{"label out of range", func(c *[4][]byte) { c[3] = idxBytes(labelsMagic, []uint32{2}, 0, 10) },
			"t10k-labels-idx1-ubyte.gz: label 10 of sample 1, want 0 to 9"},
		{"other pixels", func(c *[4][]byte) { c[2] = idxBytes(imagesMagic, []uint32{2, 1, 1}, 0, 0) },
			"t10k-images-idx3-ubyte.gz: images of 1×1 pixels, want 28×28"},
		{"swapped files", func(c *[4][]byte) { c[0], c[1] = c[1], c[0] },
			"train-labels-idx1-ubyte.gz: magic 0x00000803 (images), want 0x00000801 (labels)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			description, _ := Describe("mnist")
			contents := smallSet(3, 9)
			test.change(&contents)
			writeSet(t, filepath.Join(dir, "mnist"), description.Files, contents)
			_, err := Open("mnist", Options{Dir: dir, EncodingWindow: 0.1})
			requireError(t, err, nil, "datasets: "+filepath.Join(dir, "mnist"), test.want)
		})
	}
}

func requireError(t *testing.T, err, kind error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("error %q does not wrap %q", err, kind)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q, want %q in it", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q has more than one line", err)
	}
}

// TestPublishedImages reads the published files as a whole and encodes every
// tenth test sample.
func TestPublishedImages(t *testing.T) {
	if testing.Short() {
		t.Skip("reads sixty megabytes")
	}
	for _, name := range Names() {
		description, _ := Describe(name)
		if description.Inputs != imageSide*imageSide {
			continue // no images
		}
		t.Run(name, func(t *testing.T) {
			set := openReal(t, name)
			if set.Train.Len() != description.Train || set.Test.Len() != description.Test {
				t.Errorf("%d + %d samples, want %d + %d", set.Train.Len(), set.Test.Len(), description.Train, description.Test)
			}
			seen := make([]bool, set.Classes)
			var spikes []messages.Spike
			for i := range set.Test.Len() {
				seen[set.Test.Label(i)] = true
				if i%10 != 0 {
					continue
				}
				spikes = set.Test.AppendSpikes(spikes[:0], i)
				requireOrdered(t, spikes)
				if last := spikes[len(spikes)-1]; last.Time >= 0.1 || spikes[0].Time < 0 {
					t.Fatalf("sample %d: spikes from %v to %v s, want within [0, 0.1)", i, spikes[0].Time, last.Time)
				}
			}
			if class := slices.Index(seen, false); class >= 0 {
				t.Errorf("no test sample of class %d", class)
			}
			requireUpright(t, set.Test)
		})
	}
}

// requireUpright uses that a 1, or trousers in Fashion-MNIST, is taller than
// wide. As EMNIST is stored, on its side, it would be the other way round.
func requireUpright(t *testing.T, split Split) {
	t.Helper()
	var height, width int
	for i := range split.Len() {
		if split.Label(i) != 1 {
			continue
		}
		spikes := split.AppendSpikes(nil, i)
		height += extent(spikes, func(source int32) int { return int(source) / imageSide })
		width += extent(spikes, func(source int32) int { return int(source) % imageSide })
	}
	if height < width*3/2 {
		t.Errorf("samples of class 1 are %d high and %d wide in all, want them upright", height, width)
	}
}

func extent(spikes []messages.Spike, coordinate func(int32) int) int {
	lowest, highest := math.MaxInt, math.MinInt
	for _, spike := range spikes {
		c := coordinate(spike.Source)
		lowest, highest = min(lowest, c), max(highest, c)
	}
	return highest - lowest
}

func openReal(t testing.TB, name string) *Dataset {
	t.Helper()
	set, err := Open(name, Options{Dir: realData, EncodingWindow: 0.1})
	if errors.Is(err, ErrMissing) {
		t.Skipf("the published files are not at hand: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// BenchmarkAppendSpikes encodes the images of a synthetic set, of which as many
// pixels are lit as in MNIST (19 %) and as in Fashion-MNIST (50 %).
func BenchmarkAppendSpikes(b *testing.B) {
	for _, lit := range []float64{0.19, 0.5} {
		b.Run(fmt.Sprintf("lit=%.0f%%", 100*lit), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			split := &images{pixels: make([]byte, 100*784), labels: make([]byte, 100), times: greyLatencies(0.1)}
			for k := range split.pixels {
				if random.Float64() < lit {
					split.pixels[k] = byte(1 + random.UintN(255))
				}
			}
			dst := make([]messages.Spike, 0, 784)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				dst = split.AppendSpikes(dst[:0], i%split.Len())
			}
		})
	}
}

// Distributors name the files in their own ways and put them in their own places.
func TestImagesAreFoundUnderOtherNames(t *testing.T) {
	names := []string{"train-images", "train-labels", "t10k-images", "t10k-labels"}
	types := []string{"idx3-ubyte", "idx1-ubyte", "idx3-ubyte", "idx1-ubyte"}
	for _, folder := range []string{"", "mnist/", "MNIST/", "MNIST/raw/"} {
		for _, dot := range []string{"-", "."} {
			for _, packed := range []string{"", ".gz"} {
				files := map[string][]byte{}
				for i, content := range smallSet(3, 9) {
					files[folder+names[i]+dot+types[i]+packed] = content
				}
				set, err := Open("mnist", Options{Dir: place(t, files), EncodingWindow: 0.1})
				if err != nil || set.Train.Len() < 1 {
					t.Errorf("%s, %s, %s: error %v, want a data set", folder, dot, packed, err)
				}
			}
		}
	}
}

// MNIST and Fashion-MNIST have files of the same names: neither is taken for the other.
func TestMNISTIsNotTakenForFashion(t *testing.T) {
	requireRealData(t, "mnist")
	folder, err := filepath.Abs(filepath.Join(realData, "mnist"))
	if err != nil {
		t.Fatal(err)
	}
	if set, err := Open("mnist", Options{Dir: folder, EncodingWindow: 0.1}); err != nil || set.Train.Len() != 60000 {
		t.Errorf("error %v, want MNIST straight from its folder", err)
	}
	_, err = Open("fashion-mnist", Options{Dir: folder, EncodingWindow: 0.1})
	requireError(t, err, ErrMissing, "fashion-mnist")
	dir := t.TempDir()
	if err := os.Symlink(folder, filepath.Join(dir, "fashion-mnist")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	_, err = Open("fashion-mnist", Options{Dir: dir, EncodingWindow: 0.1})
	requireError(t, err, nil, "these are the labels of mnist, want those of fashion-mnist")
}
