package runs

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/hardware/trace"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// traced is a schedule with a trace of everything into the run's directory.
func traced() Schedule {
	s := DefaultSchedule()
	s.prepare = validateLittle
	s.Trace = Trace{Kinds: trace.Kinds(), Neurons: []trace.Neurons{{Population: 1, Last: 3}, {Population: 2, Last: 2}}, Bytes: 1e9}
	return s
}

func mustTrace(t *testing.T, s Schedule, c settings.Config) *record.Summary {
	t.Helper()
	summary, err := s.Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), silent{})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A trace changes no result; both engines write the same, and all of it: one line
// for each spike of an epoch's training samples.
func TestATraceOfARun(t *testing.T) {
	c := small()
	c.Epochs, c.NeuronsPerCore, c.Coalesce = 1, 7, 11
	plain := mustRun(t, c)
	actors := mustTrace(t, traced(), c)
	c.Engine = "reference"
	loop := mustTrace(t, traced(), c)
	if actors.Digest != plain.Digest {
		t.Error("a trace changes the digest")
	}
	for _, name := range []string{"trace.jsonl", "messages.csv"} {
		if content(t, filepath.Join(actors.Directory, name)) != content(t, filepath.Join(loop.Directory, name)) {
			t.Errorf("%s differs from engine to engine", name)
		}
	}
	text := content(t, filepath.Join(actors.Directory, "trace.jsonl"))
	tally := plain.Last.Traffic
	spikes := strings.Count(text, `"spike","epoch":1,"part":"train"`)
	if want := int(tally.InputSpikes + tally.HiddenSpikes + tally.OutputSpikes); spikes != want || want == 0 {
		t.Errorf("%d spikes of training samples, want %d", spikes, want)
	}
	packets := strings.Count(text, `"packet","epoch":1,"part":"train"`)
	if want := int(tally.SpikePackets); packets != want {
		t.Errorf("%d packets of training samples, want %d", packets, want)
	}
	for part, samples := range map[string]int{"train": 200, "validation": 50, "test": 100} {
		if got := strings.Count(text, `"sample","epoch":1,"part":"`+part); got != samples {
			t.Errorf("%d samples of part %s, want %d", got, part, samples)
		}
	}
	potentialsMeetTheThreshold(t, &c, text)
	if !strings.HasSuffix(text, `"complete":true}`+"\n") {
		t.Errorf("the last line is not that of a complete trace")
	}
}

// potentialsMeetTheThreshold checks that each spike of the traced neurons is where the potential, moved on from the state
// before it in closed form, reaches the threshold: in training too, with the weights of the batch.
func potentialsMeetTheThreshold(t *testing.T, c *settings.Config, text string) {
	t.Helper()
	type line struct {
		Event, Part                         string
		Population, Neuron, Sample          int
		Time, Potential, Current, Threshold float64
	}
	fired, met := map[string]int{}, map[string]int{}
	var before line
	for row := range strings.Lines(text) {
		var l line
		if err := json.Unmarshal([]byte(row), &l); err != nil {
			t.Fatal(err)
		}
		if l.Event == "spike" && (l.Population == 1 && l.Neuron < 4 || l.Population == 2) {
			fired[l.Part]++
		}
		if l.Event != "potential" {
			continue
		}
		if l.Time > before.Time && l.Potential == 0 && before.Current+before.Potential > 0 {
			slow := math.Exp((before.Time - l.Time) / (2 * c.TauSyn))
			if v := before.Potential*slow + before.Current*(slow-slow*slow); math.Abs(v-l.Threshold) > 1e-4*l.Threshold {
				t.Errorf("%+v follows %+v, at a potential of %v", l, before, v)
			}
			met[l.Part]++
		}
		before = l
	}
	if !maps.Equal(fired, met) || met["train"] < 100 {
		t.Errorf("%v spikes, of which %v begin at the threshold", fired, met)
	}
}

// A run that goes on traces into a file of its own, from where it goes on.
func TestAResumedRunTracesIntoTheNextFile(t *testing.T) {
	c := few()
	summary := mustTrace(t, traced(), c)
	before := content(t, filepath.Join(summary.Directory, "trace.jsonl"))
	s := traced()
	s.Trace.Kinds = []trace.Kind{trace.Spikes}
	for _, name := range []string{"trace-2.jsonl", "trace-3.jsonl"} {
		if _, err := s.Resume(context.Background(), summary.Directory, silent{}); err != nil {
			t.Fatal(err)
		}
		if text := content(t, filepath.Join(summary.Directory, name)); strings.Count(text, "\n") != 2 {
			t.Errorf("a run that was done has traced\n%s", text)
		}
	}
	if content(t, filepath.Join(summary.Directory, "trace.jsonl")) != before {
		t.Error("the first trace has changed")
	}
	if got := (Trace{File: "a/trace-7.jsonl"}).table(); got != "a/messages-7.csv" {
		t.Errorf("messages go to %s", got)
	}
	if got := (Trace{File: "a/b.jsonl.gz"}).table(); got != "a/messages.csv.gz" {
		t.Errorf("messages go to %s", got)
	}
}

// The trace ends at its bound, the run doesn't.
func TestARunGoesOnWhenItsTraceIsFull(t *testing.T) {
	c := small()
	s := traced()
	s.Trace.Events = 1000
	summary := mustTrace(t, s, c)
	if summary.Epochs != 3 {
		t.Errorf("%d epochs, want 3", summary.Epochs)
	}
	text := content(t, filepath.Join(summary.Directory, "trace.jsonl"))
	if strings.Count(text, "\n") != 1002 || !strings.HasSuffix(text, `"events":1000,"complete":false,"reason":"trace-events of 1000 is reached"}`+"\n") {
		t.Errorf("the trace has %d lines and ends in %q", strings.Count(text, "\n"), text[len(text)-120:])
	}
}

func TestATraceThatCantBeIsSaidBeforeTheRun(t *testing.T) {
	taken := filepath.Join(t.TempDir(), "mine")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Trace){
		"trace-limit is 5 bytes": func(tr *Trace) { tr.Bytes = 5 },
		"trace-events is -3":     func(tr *Trace) { tr.Events = -3 },
		"mine exists":            func(tr *Trace) { tr.File = taken },
	} {
		s := traced()
		change(&s.Trace)
		directory := filepath.Join(t.TempDir(), "run")
		_, err := s.Run(context.Background(), small(), directory, silent{})
		var config *settings.ConfigError
		if !errors.As(err, &config) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "allowed") {
			t.Errorf("error %v, want %q", err, want)
		}
		if exists(directory) {
			t.Errorf("%s: there is a directory of a run that there is not", want)
		}
	}
}

// The test of a trained network is traced as that of the run was.
func TestATraceOfAnEvaluation(t *testing.T) {
	c := small()
	c.Epochs = 1
	summary := mustTrace(t, traced(), c)
	trained, err := OpenTrained(summary.Directory)
	if err != nil {
		t.Fatal(err)
	}
	defer trained.Close()
	file := filepath.Join(t.TempDir(), "test.jsonl")
	if _, err := trained.Evaluate(context.Background(), Trace{Kinds: []trace.Kind{trace.Spikes}, File: file, Bytes: 1e9}, silent{}); err != nil {
		t.Fatal(err)
	}
	spikes := func(text string) string {
		var lines strings.Builder
		for line := range strings.Lines(text) {
			if strings.Contains(line, `"part":"test"`) && strings.Contains(line, `"spike"`) {
				lines.WriteString(strings.Replace(line, `"epoch":1`, `"epoch":0`, 1))
			}
		}
		return lines.String()
	}
	during, again := spikes(content(t, filepath.Join(summary.Directory, "trace.jsonl"))), spikes(content(t, file))
	if during != again || during == "" {
		t.Errorf("%d bytes of spikes in the run's test, %d in the evaluation, and they differ", len(during), len(again))
	}
}
