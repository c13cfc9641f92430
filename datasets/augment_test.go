package datasets

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// twoImages are one with a single bright pixel off the middle and one of noise.
func twoImages() *images {
	s := &images{pixels: make([]byte, 2*imagePixels), labels: []byte{3, 7}, times: greyLatencies(0.1)}
	s.pixels[10*imageSide+12] = 255
	noise := rand.New(rand.NewPCG(1, 2))
	for j := range imagePixels {
		s.pixels[imagePixels+j] = byte(noise.IntN(256))
	}
	return s
}

func passes(t *testing.T, s Split, n int, a Augmentation, seed uint64) Split {
	t.Helper()
	p, err := Passes(s, n, a, seed)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPassesWithoutAugmentationRepeatTheSamples(t *testing.T) {
	s := twoImages()
	p := passes(t, s, 3, Augmentation{}, 1)
	if p.Len() != 6 || p.Label(4) != 3 || p.Label(5) != 7 {
		t.Errorf("%d samples with labels %d and %d in the last pass, want 6 with 3 and 7", p.Len(), p.Label(4), p.Label(5))
	}
	if !reflect.DeepEqual(p.AppendSpikes(nil, 5), s.AppendSpikes(nil, 1)) {
		t.Error("sample 1 of the last pass has other spikes")
	}
}

// Every pass has another picture; the same seed has the same, and nobody minds in
// which order they are asked for.
func TestAugmentationIsAFunctionOfSeedPassAndSample(t *testing.T) {
	a := Augmentation{Shift: 2, Rotation: 15, Scale: 0.2, Mirror: 0.5}
	p := passes(t, twoImages(), 3, a, 5)
	var all [][]messages.Spike
	for i := range p.Len() {
		all = append(all, p.AppendSpikes(nil, i))
	}
	again := passes(t, twoImages(), 3, a, 5)
	for _, i := range []int{4, 0, 5, 3, 1, 2} {
		if !slices.Equal(again.AppendSpikes(nil, i), all[i]) {
			t.Errorf("sample %d differs when it is asked for again", i)
		}
	}
	if slices.Equal(all[1], all[3]) || slices.Equal(all[3], all[5]) {
		t.Error("two passes have the same picture")
	}
	if slices.Equal(passes(t, twoImages(), 3, a, 6).AppendSpikes(nil, 1), all[1]) {
		t.Error("two seeds have the same picture")
	}
	if p.Label(3) != 7 || p.Label(4) != 3 {
		t.Errorf("labels %d and %d, want those of the images, 7 and 3", p.Label(3), p.Label(4))
	}
}

// Shifts alone are by whole pixels, all within reach and all as often.
func TestShiftsAreWholeAndEven(t *testing.T) {
	s := twoImages()
	const draws = 9000
	p := passes(t, s, draws, Augmentation{Shift: 1.5}, 1)
	seen := map[int]int{}
	for pass := range draws {
		spikes := p.AppendSpikes(nil, 2*pass)
		if len(spikes) != 1 || spikes[0].Time != 0 {
			t.Fatalf("pass %d: spikes %v, want the one of the bright pixel", pass, spikes)
		}
		row, column := int(spikes[0].Source)/imageSide-10, int(spikes[0].Source)%imageSide-12
		if row < -1 || row > 1 || column < -1 || column > 1 {
			t.Fatalf("pass %d: shifted by %d rows and %d columns", pass, row, column)
		}
		seen[3*row+column]++
	}
	for shift, count := range seen {
		if len(seen) != 9 || count < 880 || count > 1120 { // 1000 ± 4 standard deviations
			t.Errorf("%d kinds of shifts, %d times the kind %d of %d", len(seen), count, shift, draws)
		}
	}
	if half := passes(t, s, 1, Augmentation{Shift: 0.5}, 1).AppendSpikes(nil, 1); !slices.Equal(half, s.AppendSpikes(nil, 1)) {
		t.Error("a shift by up to half a pixel moved the image")
	}
}

// By hand: where a known distortion puts a bright pixel.
func TestDistortionByHand(t *testing.T) {
	image := twoImages().image(0) // bright at row 10, column 12: 1.5 left of and 3.5 above the middle
	for name, test := range map[string]struct {
		d           distortion
		row, column int
	}{
		"none":           {distortion{xx: 1, yy: 1}, 10, 12},
		"left and down":  {distortion{xx: 1, yy: 1, dx: 2, dy: -3}, 13, 10},
		"mirrored":       {distortion{xx: -1, yy: 1}, 10, 15},
		"a quarter turn": {distortion{xy: -1, yx: 1}, 15, 10},
	} {
		var got [imagePixels]byte
		test.d.distort(&got, image)
		var want [imagePixels]byte
		want[test.row*imageSide+test.column] = 255
		if got != want {
			t.Errorf("%s: bright at %d, want %d", name, slices.Index(got[:], 255), slices.Index(want[:], 255))
		}
	}
	var got [imagePixels]byte
	distortion{xx: 1, yy: 1, dx: 0.25, dy: 0.5}.distort(&got, image)
	// The pixel at (10, 12) is shared out over the four places that see it between them.
	for place, want := range map[int]byte{9*imageSide + 11: 32, 9*imageSide + 12: 96, 10*imageSide + 11: 32, 10*imageSide + 12: 96} {
		if got[place] != want {
			t.Errorf("pixel %d has level %d, want %d", place, got[place], want)
		}
	}
}

// The parts of a distortion are within their bounds, and one does not change
// what another draws.
func TestDrawnDistortionsKeepTheirBounds(t *testing.T) {
	alone, both := Augmentation{Rotation: 10}, Augmentation{Rotation: 10, Scale: 0.25, Mirror: 1}
	var widest float64
	for sample := range uint64(500) {
		stream := rng.NewStream(3, rng.Key{Purpose: rng.Augmentation, Sample: sample})
		d := alone.draw(stream)
		stream.Reset(3, rng.Key{Purpose: rng.Augmentation, Sample: sample})
		e := both.draw(stream)
		widest = max(widest, d.yx)
		if d.dx != 0 || d.dy != 0 || d.yx > 0.17365 || d.yx < -0.17365 { // sin 10°
			t.Fatalf("sample %d: %+v", sample, d)
		}
		x, y := -e.xx/d.xx, e.yy/d.yy
		if x < 0.8-1e-12 || x > 1.25+1e-12 || y < 0.8-1e-12 || y > 1.25+1e-12 {
			t.Fatalf("sample %d: scaled by %v and %v, want 0.8 to 1.25 and mirrored", sample, x, y)
		}
	}
	if widest < 0.165 {
		t.Errorf("the sine of the widest of 500 rotations is %v, want it near 0.1736", widest)
	}
}

func TestAugmentationOfALimitedPart(t *testing.T) {
	p := passes(t, Limit(twoImages(), 1), 2, Augmentation{Mirror: 1}, 1)
	if p.Len() != 2 || p.Label(1) != 3 {
		t.Errorf("%d samples, the last with label %d, want 2 and 3", p.Len(), p.Label(1))
	}
	if spikes := p.AppendSpikes(nil, 1); len(spikes) != 1 || spikes[0].Source != 10*imageSide+15 {
		t.Errorf("spikes %v, want one at the mirrored place", spikes)
	}
}

func TestWhatCannotBeAugmented(t *testing.T) {
	for name, a := range map[string]Augmentation{
		"shift": {Shift: 15}, "rotation": {Rotation: -1}, "scale": {Scale: 2}, "mirror": {Mirror: 1.5},
	} {
		if _, err := Passes(twoImages(), 1, a, 1); !errors.Is(err, ErrOption) {
			t.Errorf("%s out of bounds: error %v, want ErrOption", name, err)
		}
	}
	d, err := Open("yinyang", Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Passes(d.Train, 1, Augmentation{Shift: 1}, 1); !errors.Is(err, ErrOption) {
		t.Errorf("points augmented as images: error %v, want ErrOption", err)
	}
}

func TestAugmentedSpikesNeedNoAllocation(t *testing.T) {
	if raceDetector {
		t.Skip("skipped: with the race detector a sync.Pool forgets at random")
	}
	p := passes(t, twoImages(), 2, Augmentation{Shift: 1, Rotation: 5}, 1)
	dst := make([]messages.Spike, 0, 2*imagePixels)
	if n := testing.AllocsPerRun(20, func() { dst = p.AppendSpikes(dst[:0], 3) }); n > 0 {
		t.Errorf("%v allocations a sample", n)
	}
}
