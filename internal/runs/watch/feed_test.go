package watch

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"sfdfa-actors/messages"
)

// ids are those of the events after one.
func ids(f *Feed, after uint64) (all []uint64) {
	events, _ := f.After(after)
	for _, e := range events {
		all = append(all, e.ID)
	}
	return all
}

// Who comes back gets what came since, as long as that is kept; who was away too long, or comes for the first time,
// the last event of each kind.
func TestReadersComeBackToTheirPlace(t *testing.T) {
	f := NewFeed("run")
	for range 3 {
		f.Publish(KindState, &State{})
		f.Publish(KindCurve, &Curve{})
	}
	if got := ids(f, 4); len(got) != 2 || got[0] != 5 || got[1] != 6 {
		t.Errorf("after 4: %v, want 5 and 6", got)
	}
	if got := ids(f, 0); len(got) != 2 || got[0] != 5 || got[1] != 6 {
		t.Errorf("a new reader gets %v, want 5 and 6: the last of each kind", got)
	}
	if got := ids(f, 99); len(got) != 2 {
		t.Errorf("after an event that never was: %v, want the last of each kind", got)
	}
	for range 2 * mostEvents {
		f.Publish(KindState, &State{})
	}
	if got := ids(f, 4); len(got) != 2 || got[0] != 6 || got[1] != f.Last() {
		t.Errorf("after one that is not kept any more: %v, want 6, the last curve, and %d", got, f.Last())
	}
	if got := ids(f, f.Last()); len(got) != 0 {
		t.Errorf("who has all gets %v", got)
	}
	if len(f.recent) != mostEvents {
		t.Errorf("it keeps %d events, want %d", len(f.recent), mostEvents)
	}
}

func TestAnEventSaysItsSchemaFirst(t *testing.T) {
	f := NewFeed(`a "run"`)
	f.Publish(KindVerdict, &Verdict{Binds: "</script>"})
	events, _ := f.After(0)
	text := string(events[0].JSON())
	if !strings.HasPrefix(text, `{"schema":"sfdfa-actors/live/1","event":"verdict","id":1,`) || strings.Count(text, "\n") != 1 {
		t.Errorf("%q", text)
	}
	if strings.Contains(text, "<") {
		t.Errorf("markup in %q", text)
	}
	f.Publish(KindState, &State{Seconds: math.NaN()})
	events, _ = f.After(1)
	if text := events[0].JSON(); !json.Valid(text) || !strings.Contains(string(text), "fault") {
		t.Errorf("a number that JSON has not: %q", text)
	}
}

// Two points of two samples become one of four; nothing is lost.
func TestACurveStaysShort(t *testing.T) {
	c := curve{}
	right, wrong := messages.Outcome{Label: 1, Prediction: 1}, messages.Outcome{Label: 1, Loss: 2}
	for i := range 5 * mostPoints {
		c.add([]messages.Outcome{right, wrong}, 2, float64(i+1))
	}
	samples := c.open.samples
	for _, p := range c.points {
		samples += p.Samples
		if p.Accuracy != 50 || p.Loss != 1 {
			t.Fatalf("a point of %v %% and %v, want 50 and 1", p.Accuracy, p.Loss)
		}
	}
	if len(c.points) >= mostPoints || len(c.points) < mostPoints/4 || samples != 10*mostPoints {
		t.Errorf("%d points of %d samples, want fewer than %d of %d", len(c.points), samples, mostPoints, 10*mostPoints)
	}
}

func TestTheVerdictNamesTheLargestShare(t *testing.T) {
	v := verdictOf(&Process{Shares: &Shares{Integrate: 0.2, Learn: 0.5, Idle: 0.3}}, &Mesh{CoreImbalance: 3}, false)
	if v.Binds != "learning" || len(v.Text) != 2 || !strings.Contains(v.Text[0], "50 %") || !strings.Contains(v.Text[1], "3 times") {
		t.Errorf("%+v", v)
	}
	v = verdictOf(&Process{SystemBytes: 95, LimitBytes: 100}, nil, false)
	if v.Binds != "memory" {
		t.Errorf("%+v", v)
	}
	if v := verdictOf(nil, nil, true); v.Binds == "" {
		t.Error("it says nothing")
	}
}
