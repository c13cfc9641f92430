package freeruns

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/study/machine"
)

// Every engine is measured on one CPU core and on two, and all have the same digest.
func TestEveryEngineIsMeasured(t *testing.T) {
	s := Study{Sizes: []Size{{300, 50}}, Rounds: 2, Time: 100 * time.Millisecond, Procs: 2, Seed: 1, Progress: func(int, int) {}}
	r, err := s.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Measurements) != 4 {
		t.Fatalf("%d measurements, want those of 2 engines on 1 and 2 CPU cores", len(r.Measurements))
	}
	for _, m := range r.Measurements {
		if m.Events == 0 || !(m.EventsPerSecond > 0) || !(m.EventsPerCPUSecond > 0) && machine.CPUTime() > 0 || !(m.Rate > 0) {
			t.Errorf("%+v: figures must be positive", m)
		}
		if m.Digest != r.Measurements[0].Digest || m.Events != r.Measurements[0].Events {
			t.Errorf("%s on %d CPU cores: digest %s with %d events, want %s with %d", m.Engine, m.Procs, m.Digest, m.Events, r.Measurements[0].Digest, r.Measurements[0].Events)
		}
	}
	var table bytes.Buffer
	if err := r.Print(&table); err != nil || strings.Count(table.String(), "reference") != 2 {
		t.Errorf("error %v, table %s", err, &table)
	}
}

func TestSizesAreRead(t *testing.T) {
	if size, err := ParseSize("100000x100"); err != nil || size != (Size{100_000, 100}) {
		t.Errorf("%+v, error %v", size, err)
	}
	for _, text := range []string{"", "10", "10x", "x10", "10x5x3", " 10x5", "-10x5", "9x5", "100x4", "100x81", "1e5x100"} {
		if size, err := ParseSize(text); err == nil {
			t.Errorf("%q is read as %+v", text, size)
		}
	}
}
