package cochlea

import (
	"math"
	"slices"
	"testing"
)

func TestKnownCompressions(t *testing.T) {
	for _, test := range []struct {
		name    string
		x, want float64
	}{
		{"none", 0.25, 0.25},
		{"power", 32, 8}, // 32^0.6 = 2³
		{"power", 1, 1},
		{"log", 1, 1},
		{"log", 0.01, math.Log(2) / math.Log(101)}, // the knee: twice the floor
		{"log", 102.0, math.Log(10201) / math.Log(101)},
	} {
		c, err := named(compressions, func(c compression) string { return c.name }, "compression", test.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.compress(test.x); !close(got, test.want, 1e-12) {
			t.Errorf("%s of %v is %v, want %v", test.name, test.x, got, test.want)
		}
		if got := c.compress(0); got != 0 {
			t.Errorf("%s of 0 is %v, want 0", test.name, got)
		}
	}
	if want := []string{"none", "power", "log"}; !slices.Equal(Compressions(), want) {
		t.Errorf("compressions %v, want %v", Compressions(), want)
	}
}

// Two equal stages step up as 1 − q^(n+1)·(1 + p·(n+1)), q = 1 − p.
func TestStepResponseOfTheLowPass(t *testing.T) {
	filter := newLowPass(30, 8000)
	p := 1 - math.Exp(-2*math.Pi*30/8000)
	for n := range 1000 {
		k := float64(n + 1)
		want := 1 - math.Pow(1-p, k)*(1+p*k)
		if got := filter.next(1); math.Abs(got-want) > 1e-12 {
			t.Fatalf("after %v samples %v, want %v", k, got, want)
		}
	}
}

// The half-waves of a tone of amplitude A have the mean A/π, which is what the
// low-pass leaves of them; a tone far off leaves next to nothing.
func TestDriveOfATone(t *testing.T) {
	f := mustNew(t, func(s *Settings) { s.Compression, s.Smoothing, s.Channels, s.Lowest = "none", 5, 2, 993.7 })
	tone := sine(993.7, 0.8, 8000) // no round fraction of 8 kHz: all phases are sampled
	drive := f.drive(nil, 0, tone, 2)
	if len(drive) != 1000 {
		t.Fatalf("%d frames of 1 s, want 1000", len(drive))
	}
	for n, d := range drive[500:] {
		if !close(d, 1.6/math.Pi, 0.01) {
			t.Fatalf("drive %v in frame %d, want %v", d, 500+n, 1.6/math.Pi)
		}
	}
	if off := f.drive(nil, 1, tone, 2)[999]; off > 0.01 {
		t.Errorf("drive %v of the channel at %v Hz, want next to nothing", off, f.centres[1])
	}
}

// settings are for 8 kHz.
func settings() Settings {
	return Settings{
		Channels: 16, Lowest: 100, Highest: 3600, Smoothing: 30,
		Compression: "log", Unit: "integrate", Threshold: 0.1, TimeConstant: 0.1, Window: 0.5, Fit: FitCut,
	}
}

func mustNew(t *testing.T, change func(*Settings)) *FrontEnd {
	t.Helper()
	s := settings()
	change(&s)
	f, err := New(s, 8000)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sine is a tone at 8 kHz.
func sine(frequency, amplitude float64, samples int) []float64 {
	tone := make([]float64, samples)
	for n := range tone {
		tone[n] = amplitude * math.Sin(2*math.Pi*frequency*float64(n)/8000)
	}
	return tone
}
