package cochlea

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestSilenceGivesNoSpikes(t *testing.T) {
	for _, kind := range Units() {
		f := mustNew(t, func(s *Settings) { s.Unit, s.Threshold = kind, 1e-6 })
		for _, samples := range [][]float64{nil, {}, make([]float64, 4000), {5e-324}} {
			if spikes := f.Encode(samples); len(spikes) != 0 {
				t.Errorf("%s: %d spikes for %d silent samples", kind, len(spikes), len(samples))
			}
		}
	}
}

// Twice as loud, or a factor of 2^40 quieter, is the same.
func TestLoudnessIsTakenOut(t *testing.T) {
	f := mustNew(t, func(*Settings) {})
	quiet, loud := noise(4000, 1), noise(4000, 1)
	want := f.Encode(loud)
	if len(want) == 0 {
		t.Fatal("noise gives no spikes")
	}
	for _, factor := range []float64{2, 0x1p-40, 0x1p+900} { // powers of 2 are exact
		for i := range quiet {
			quiet[i] = loud[i] * factor
		}
		if !slices.Equal(f.Encode(quiet), want) {
			t.Errorf("other spikes at %v times the level", factor)
		}
	}
}

// noise is white and always the same for a seed.
func noise(samples int, seed uint64) []float64 {
	random := rand.New(rand.NewPCG(seed, 0))
	list := make([]float64, samples)
	for i := range list {
		list[i] = random.NormFloat64()
	}
	return list
}

// A tone makes the channel nearest to it fire most.
func TestAToneFiresItsOwnChannel(t *testing.T) {
	f := mustNew(t, func(s *Settings) { s.Compression = "power" })
	for channel := 2; channel < 15; channel += 3 {
		counts := make([]int, f.Inputs())
		for _, spike := range f.Encode(sine(f.centres[channel], 0.1, 4000)) {
			counts[spike.Input]++
		}
		if most := slices.Index(counts, slices.Max(counts)); most != channel {
			t.Errorf("a tone of %.0f Hz, the centre of channel %d: spikes %v", f.centres[channel], channel, counts)
		}
	}
}

func TestSpikesAreOrderedAndInRange(t *testing.T) {
	for _, kind := range Units() {
		for _, fit := range Fits() {
			f := mustNew(t, func(s *Settings) { s.Unit, s.Fit, s.Threshold = kind, fit, 0.02 })
			spikes := f.Encode(noise(7001, 3))
			if len(spikes) < 100 {
				t.Errorf("%s, %s: %d spikes, want more than 100", kind, fit, len(spikes))
			}
			for _, spike := range spikes {
				if !(spike.Time >= 0 && spike.Time <= 0.5) || spike.Input < 0 || spike.Input >= f.Inputs() {
					t.Fatalf("%s, %s: spike %+v", kind, fit, spike)
				}
			}
			if !slices.IsSortedFunc(spikes, func(x, y Spike) int {
				return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Input, y.Input))
			}) {
				t.Errorf("%s, %s: spikes are not ordered", kind, fit)
			}
		}
	}
}

// Units of two trains have the ups on the first inputs and the downs after them.
func TestInputsOfEachUnit(t *testing.T) {
	for kind, want := range map[string]int{"integrate": 16, "leaky": 16, "crossings": 32} {
		if got := mustNew(t, func(s *Settings) { s.Unit = kind }).Inputs(); got != want {
			t.Errorf("%s: %d inputs, want %d", kind, got, want)
		}
	}
	f := mustNew(t, func(s *Settings) { s.Unit, s.Window = "crossings", 1 })
	sound := append(sine(f.centres[5], 1, 2000), make([]float64, 2000)...)
	var up, down []float64
	for _, spike := range f.Encode(sound) {
		switch spike.Input {
		case 5:
			up = append(up, spike.Time)
		case 16 + 5:
			down = append(down, spike.Time)
		}
	}
	if len(up) == 0 || len(down) == 0 || slices.Max(up) > 0.26 || slices.Min(down) < 0.25 {
		t.Errorf("a tone that ends at 0.25 s: ups at %v, downs at %v", up, down)
	}
}

// Stretched spikes are those of an endless window, scaled; cut ones are those up
// to the window.
func TestFits(t *testing.T) {
	sound := noise(9600, 5) // 1.2 s
	whole := mustNew(t, func(s *Settings) { s.Window = 10 }).Encode(sound)
	stretched := mustNew(t, func(s *Settings) { s.Fit = FitStretch }).Encode(sound)
	if len(whole) == 0 || len(stretched) != len(whole) {
		t.Fatalf("%d spikes stretched, %d as they are", len(stretched), len(whole))
	}
	var early []Spike
	for i, spike := range whole {
		if !close(stretched[i].Time, spike.Time*0.5/1.2, 1e-12) || stretched[i].Input != spike.Input {
			t.Fatalf("spike %d: %+v stretched, %+v as it is", i, stretched[i], spike)
		}
		if spike.Time <= 0.5 {
			early = append(early, spike)
		}
	}
	if cut := mustNew(t, func(*Settings) {}).Encode(sound); !slices.Equal(cut, early) {
		t.Errorf("%d spikes in the first 0.5 s, want the %d of the whole", len(cut), len(early))
	}
}

// For the race detector as well.
func TestEncodeIsTheSameForAllGoroutines(t *testing.T) {
	f := mustNew(t, func(*Settings) {})
	want := f.Encode(noise(4000, 7))
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			if !slices.Equal(f.Encode(noise(4000, 7)), want) {
				t.Error("other spikes on another goroutine")
			}
		})
	}
	workers.Wait()
}

func TestNewNamesSettingValueAndWhatIsAllowed(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Settings)
		rate   float64
		want   []string
	}{
		"channels":     {func(s *Settings) { s.Channels = 1 }, 8000, []string{"1 channels", "2 to 4096"}},
		"too many":     {func(s *Settings) { s.Channels = 4097 }, 8000, []string{"4097 channels"}},
		"lowest":       {func(s *Settings) { s.Lowest = 0 }, 8000, []string{"lowest frequency 0 Hz", "above 0"}},
		"Nyquist":      {func(s *Settings) { s.Highest = 4000 }, 8000, []string{"highest frequency 4000 Hz", "below 4000 Hz"}},
		"smoothing":    {func(s *Settings) { s.Smoothing = math.NaN() }, 8000, []string{"smoothing NaN Hz"}},
		"order":        {func(s *Settings) { s.Lowest = 3600 }, 8000, []string{"lowest frequency 3600 Hz", "below the highest"}},
		"threshold":    {func(s *Settings) { s.Threshold = 0 }, 8000, []string{"threshold 0", "above 0"}},
		"constant":     {func(s *Settings) { s.TimeConstant = math.Inf(1) }, 8000, []string{"time constant +Inf s"}},
		"window":       {func(s *Settings) { s.Window = -1 }, 8000, []string{"window -1 s"}},
		"compression":  {func(s *Settings) { s.Compression = "root" }, 8000, []string{`compression "root"`, "none, power, log"}},
		"unit":         {func(s *Settings) { s.Unit = "" }, 8000, []string{`unit ""`, "integrate, leaky, crossings"}},
		"fit":          {func(s *Settings) { s.Fit = "pad" }, 8000, []string{`fit "pad"`, "cut, stretch"}},
		"no rate":      {func(*Settings) {}, 0, []string{"sample rate 0 Hz"}},
		"too low rate": {func(*Settings) {}, 7200, []string{"highest frequency 3600 Hz", "below 3600 Hz"}},
	} {
		s := settings()
		test.change(&s)
		_, err := New(s, test.rate)
		if !errors.Is(err, ErrSetting) {
			t.Errorf("%s: error %v does not wrap ErrSetting", name, err)
			continue
		}
		for _, part := range test.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %q does not mention %q", name, err, part)
			}
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	s := settings()
	s.Channels, s.Unit = 64, "crossings"
	f, err := New(s, 8000)
	if err != nil {
		b.Fatal(err)
	}
	sound := noise(3360, 1) // 0.42 s, as long as a spoken digit
	for b.Loop() {
		f.Encode(sound)
	}
}
