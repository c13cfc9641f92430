package datasets

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/sbinet/npyio"
)

var yinYangParts = []struct {
	name    string
	seed    uint32
	samples int
}{
	{"train", YinYangTrainSeed, 5000},
	{"validation", YinYangValidationSeed, 1000},
	{"test", YinYangTestSeed, 1000},
}

// realData is where the published files lie when they are at hand.
var realData = filepath.Join("..", "..", "shared", "data")

func requireRealData(t testing.TB, set string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(realData, set)); err != nil {
		t.Skipf("the published %s files are not at hand: %v", set, err)
	}
}

func TestYinYangEqualsPublishedArrays(t *testing.T) {
	requireRealData(t, "yinyang")
	for _, part := range yinYangParts {
		t.Run(part.name, func(t *testing.T) {
			var values []float64
			var labels []int64
			readNumpy(t, part.name+"_samples.npy", &values)
			readNumpy(t, part.name+"_labels.npy", &labels)
			samples := GenerateYinYang(part.seed, part.samples)
			if len(values) != 4*len(samples) || len(labels) != len(samples) {
				t.Fatalf("published %d values and %d labels, generated %d samples", len(values), len(labels), len(samples))
			}
			for i, sample := range samples {
				if int64(sample.Class) != labels[i] {
					t.Fatalf("sample %d: class %d, want %d", i, sample.Class, labels[i])
				}
				for j, v := range sample.Values {
					if want := values[4*i+j]; math.Float64bits(v) != math.Float64bits(want) {
						t.Fatalf("sample %d, value %d: %v, want %v", i, j, v, want)
					}
				}
			}
		})
	}
}

func readNumpy(t *testing.T, name string, into any) {
	t.Helper()
	file, err := os.Open(filepath.Join(realData, "yinyang", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := npyio.Read(file, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestYinYangDigest pins all 7000 samples without any file: the SHA-256 of the
// little-endian bits of the four values and the class (64 bits each), training,
// validation and test part in turn.
func TestYinYangDigest(t *testing.T) {
	const want = "6a9cfbfd072018c7f4a32d82cb57d3872ef41c091f0072451172e61b71452858"
	digest := sha256.New()
	for _, part := range yinYangParts {
		for _, sample := range GenerateYinYang(part.seed, part.samples) {
			if err := binary.Write(digest, binary.LittleEndian, sample.Values); err != nil {
				t.Fatal(err)
			}
			if err := binary.Write(digest, binary.LittleEndian, int64(sample.Class)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := fmt.Sprintf("%x", digest.Sum(nil)); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

// TestMersenneTwister checks the generator against its published test value:
// the 10,000th number after the default seed 5489.
func TestMersenneTwister(t *testing.T) {
	random := newMersenneTwister(5489)
	var last uint32
	for range 10000 {
		last = random.uint32()
	}
	if last != 4123659995 {
		t.Errorf("10000th number %d, want 4123659995", last)
	}
}

func TestYinYangEncoding(t *testing.T) {
	const window = 0.1
	set, err := Open("yinyang", Options{EncodingWindow: window})
	if err != nil {
		t.Fatal(err)
	}
	samples := GenerateYinYang(YinYangValidationSeed, 1000)
	if set.Inputs != 5 || set.Classes != 3 || set.Validation.Len() != len(samples) {
		t.Fatalf("%d inputs, %d classes, %d samples, want 5, 3, %d", set.Inputs, set.Classes, set.Validation.Len(), len(samples))
	}
	for i, sample := range samples {
		if got := set.Validation.Label(i); got != sample.Class {
			t.Fatalf("sample %d: label %d, want %d", i, got, sample.Class)
		}
		spikes := set.Validation.AppendSpikes(nil, i)
		if len(spikes) != 5 {
			t.Fatalf("sample %d: %d spikes, want 5", i, len(spikes))
		}
		requireOrdered(t, spikes)
		for _, spike := range spikes {
			want := 0.0 // the bias
			if spike.Source < yinYangBias {
				want = sample.Values[spike.Source] * window
			}
			if spike.Time != want || spike.Grade != 0 {
				t.Fatalf("sample %d: %+v, want time %v and grade 0", i, spike, want)
			}
		}
	}
}

// TestYinYangTies puts equal times in order of source, after foreign spikes.
func TestYinYangTies(t *testing.T) {
	split := &yinYang{[]YinYangSample{{Values: [4]float64{0.5, 0, 0.5, 1}}}, 0.1}
	spikes := split.AppendSpikes(split.AppendSpikes(nil, 0), 0)
	want := []int32{1, 4, 0, 2, 3, 1, 4, 0, 2, 3}
	for k, spike := range spikes {
		if spike.Source != want[k] {
			t.Fatalf("spike %d from input %d, want %d: %+v", k, spike.Source, want[k], spikes)
		}
	}
}
