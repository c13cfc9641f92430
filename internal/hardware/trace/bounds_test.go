package trace

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/messages"
)

// After the event bound the file has a whole last line that says why, and the rest
// of the run goes on without it.
func TestATraceEndsAtItsNumberOfEvents(t *testing.T) {
	o := options(t, Kinds()...)
	o.Events = 6
	r := start(t, o)
	for range 3 {
		present(t, r, messages.Train, 0, 1, 2, 3)
	}
	finish(t, r)
	lines := strings.SplitAfter(handEvents, "\n")
	want := strings.Join(lines[:7], "") + `{"event":"end","events":6,"complete":false,"reason":"trace-events of 6 is reached"}` + "\n"
	expect(t, "events", read(t, o.File), want)
	expect(t, "messages", read(t, o.Table), strings.Join(strings.SplitAfter(handMessages, "\n")[:7], ""))
}

// Neither file is larger than the bound, nor ends more than a line and the room for
// the last one before it.
func TestATraceEndsAtItsSize(t *testing.T) {
	for _, most := range []int64{SmallestLimit, SmallestLimit + 77, 10000} {
		o := options(t, Kinds()...)
		o.Bytes = most
		r := start(t, o)
		for range 300 {
			present(t, r, messages.Train, 0, 1, 2, 3)
		}
		finish(t, r)
		events, table := read(t, o.File), read(t, o.Table)
		if n := int64(len(events)); n > most || n < most-lastLine-200 {
			t.Errorf("%d bytes of events, allowed %d", n, most)
		}
		if n := int64(len(table)); n > most || n < most-100 {
			t.Errorf("%d bytes of messages, allowed %d", n, most)
		}
		lines := strings.Split(strings.TrimSuffix(events, "\n"), "\n")
		if last := lines[len(lines)-1]; !strings.Contains(last, `"complete":false`) || !strings.Contains(last, "trace-limit of ") {
			t.Errorf("the last line is %s", last)
		}
		if !strings.HasSuffix(table, ",\n") {
			t.Errorf("the last message is cut: %q", table[len(table)-20:])
		}
	}
}

// A sample that was not presented to the end is no part of the trace, and the next
// assignment starts with nothing of it.
func TestAnUnfinishedSampleIsLeftOut(t *testing.T) {
	o := options(t, Spikes, Packets)
	r := start(t, o)
	present(t, r, messages.Train, 0, 1, 3) // core 1 is missing
	if len(r.underway) != 0 {
		t.Errorf("%d samples are still under way", len(r.underway))
	}
	present(t, r, messages.Train, 3, 2, 1, 0)
	if err := r.Close("the engine failed"); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(handEvents, `"complete":true`, `"complete":false,"reason":"the engine failed"`, 1)
	expect(t, "events", read(t, o.File), want)
	if err := r.Close(""); err != nil {
		t.Errorf("a second close: %v", err)
	}
}

// Between assignments nothing is recorded.
func TestNothingIsRecordedOutsideAnAssignment(t *testing.T) {
	o := options(t, Spikes)
	r := start(t, o)
	for _, core := range handCores(t) {
		r.Record(core, 7, [][]messages.Spike{{{Time: 1}}})
	}
	finish(t, r)
	if text := read(t, o.File); strings.Contains(text, "spike\"") || !strings.Contains(text, `"events":0,"complete":true`) {
		t.Errorf("the file holds\n%s", text)
	}
}

func TestATraceTakesNoFilesPlace(t *testing.T) {
	net, placement := handNetwork(t)
	for _, taken := range []int{0, 1} {
		o := options(t, Kinds()...)
		path := []string{o.File, o.Table}[taken]
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := New(net, placement, "", o)
		if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v", err)
		}
		expect(t, "the file that was there", read(t, path), "mine")
	}
	o := options(t, Spikes)
	o.File += "/below/nothing"
	if _, err := New(net, placement, "", o); !errors.Is(err, ErrFile) {
		t.Errorf("error %v", err)
	}
}

func TestWithoutKindsThereIsNoRecorder(t *testing.T) {
	net, placement := handNetwork(t)
	r, err := New(net, placement, "", Options{File: "/nowhere/at/all"})
	if r != nil || err != nil {
		t.Fatalf("recorder %v, error %v", r, err)
	}
	if err := r.Begin(1, &messages.Assignment{}); err != nil || r.FollowsWeights() {
		t.Errorf("error %v, or nobody asks for weights", err)
	}
	r.End()
	if err := r.Close(""); err != nil {
		t.Error(err)
	}
}

func TestValidateNamesTheSetting(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"trace-limit is 4095":  func(o *Options) { o.Bytes = 4095 },
		"trace-events is -1":   func(o *Options) { o.Events = -1 },
		"time step is 0":       func(o *Options) { o.Timestep = 0 },
		"trace-limit is 0":     func(o *Options) { o.Bytes = 0 },
		"trace-limit is -9000": func(o *Options) { o.Bytes = -9000 },
	} {
		o := options(t, Kinds()...)
		change(&o)
		if err := o.Validate(); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "allowed") {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestParseKinds(t *testing.T) {
	kinds, neurons, err := ParseKinds("packets, spikes,packets")
	if err != nil || len(kinds) != 2 || kinds[0] != Packets || kinds[1] != Spikes || neurons != nil {
		t.Errorf("kinds %v, neurons %v, error %v", kinds, neurons, err)
	}
	kinds, neurons, err = ParseKinds("potentials=1:7,2:0-9, spikes,potentials=3:1")
	if err != nil || !slices.Equal(kinds, []Kind{Potentials, Spikes}) || !slices.Equal(neurons, []Neurons{{1, 7, 7}, {2, 0, 9}, {3, 1, 1}}) {
		t.Errorf("kinds %v, neurons %v, error %v", kinds, neurons, err)
	}
	for _, text := range []string{"potentials", "potentials=1", "potentials=1:", "potentials=1:x", "potentials=1:2-", "potentials=1:-2", "potentials=1:99999999999"} {
		if _, _, err := ParseKinds(text); !errors.Is(err, ErrNeurons) || !strings.Contains(err.Error(), "allowed: POPULATION:INDEX") {
			t.Errorf("%q: error %v", text, err)
		}
	}
	for _, text := range []string{"", "spike", "spikes,", "voltages", "spikes=1:2", "1:2"} {
		if kinds, _, err := ParseKinds(text); err == nil || !strings.Contains(err.Error(), "allowed: spikes, packets, messages") {
			t.Errorf("%q: kinds %v, error %v", text, kinds, err)
		}
	}
}

// A file that takes no more ends the trace, and Close says so; the run knows nothing
// of it until then.
func TestAFileThatCantBeWrittenIsAnErrorOfClose(t *testing.T) {
	for i := range 2 {
		o := options(t, Spikes, Messages)
		r := start(t, o)
		var broken *stream
		switch s := r.sinks[i].(type) {
		case *events:
			broken = s.stream
		case *table:
			broken = s.stream
		}
		if err := broken.file.Close(); err != nil {
			t.Fatal(err)
		}
		for range 1000 { // more than a buffer holds
			present(t, r, messages.Train, 0, 1, 2, 3)
		}
		if err := r.Close(""); err == nil || !strings.Contains(err.Error(), "trace: ") {
			t.Errorf("error %v", err)
		}
		whole := [](func() string){func() string { return read(t, o.Table) }, func() string { return read(t, o.File) }}[i]()
		if strings.Count(whole, "\n") < 5000 {
			t.Errorf("the other file has only %d lines", strings.Count(whole, "\n"))
		}
	}
}
