package progress

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/study/sweep"
	"sfdfa-actors/messages"
)

// The text by hand: two of four runs had finished before, a third is in the middle of its second epoch of four.
func TestSeveralRunsByHand(t *testing.T) {
	s := NewSeveral(&bytes.Buffer{}, func() {})
	s.total, s.finished, s.before = 4, 2, 0.5
	if got, want := s.text(5*time.Second), "2 of 4 runs finished, 0 under way, 5s so far"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	run := s.Run("a").(*one)
	run.epochs, run.samples = 4, 100
	run.Phase(2, 0, 80)
	run.Presented(make([]messages.Outcome, 30))
	run.Phase(2, 1, 20)
	run.Presented(make([]messages.Outcome, 20))
	// 1.5 of 4 epochs of a run are 0.375 of 4 runs in 30 s; 1.625 runs are left.
	if got, want := s.text(30*time.Second), "2 of 4 runs finished, 1 under way, 30s so far, about 2m10s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s.Finished("a")
	if got, want := s.text(time.Minute), "3 of 4 runs finished, 0 under way, 1m0s so far, about 1m0s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Elsewhere than on a terminal a sweep says how many runs there are, and holds signals once one has begun.
func TestSeveralRunsOfASweep(t *testing.T) {
	study, err := sweep.Definition{Flags: map[string]string{
		"layers": "5", "epochs": "1", "train-limit": "20", "test-limit": "10", "spike-cap": "20,30",
	}}.Study()
	if err != nil {
		t.Fatal(err)
	}
	out, begun := &bytes.Buffer{}, 0
	s := NewSeveral(out, func() { begun++ })
	if _, err := study.Run(context.Background(), filepath.Join(t.TempDir(), "sweep"), sweep.Conduct{Jobs: 2, Observer: s}); err != nil {
		t.Fatal(err)
	}
	s.say(time.Second)
	s.Close()
	if want := "2 of 2 runs finished, 0 under way, 1s so far\n"; begun != 2 || !strings.HasPrefix(out.String(), "2 runs, 0 of them finished before\n") || !strings.HasSuffix(out.String(), want) {
		t.Errorf("%d have begun; %q, want %q at the end", begun, out, want)
	}
}
