package page

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// quiet is an observer that may call something before the passes of an epoch.
type quiet struct{ epoch func(int) }

func (quiet) Chosen(*settings.Config, *calibration.Report)        {}
func (quiet) Started(*settings.Config, *datasets.Dataset, string) {}
func (quiet) Presented([]messages.Outcome)                        {}
func (quiet) Epoch(*record.Metrics)                               {}
func (q quiet) Phase(epoch int, part messages.Part, _ int) {
	if q.epoch != nil && part == messages.Train {
		q.epoch(epoch)
	}
}

func small(engine string) settings.Config {
	c := settings.Defaults("yinyang", "sfdfa")
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit, c.Batch, c.Engine = []int{30}, 3, 200, 100, 20, engine
	return c
}

// trained carries out a run that somebody may watch.
func trained(t *testing.T, ctx context.Context, c settings.Config, w *watch.Watch, before func(epoch int)) *record.Summary {
	t.Helper()
	s := runs.DefaultSchedule()
	s.Watch = w
	summary, err := s.Run(ctx, c, filepath.Join(t.TempDir(), "run"), quiet{before})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// opened is a page of one run, on a port of its own.
func opened(t *testing.T, interrupt func()) (*Server, *watch.Watch) {
	t.Helper()
	board := &Board{}
	w := watch.New("test", interrupt)
	board.Add(w)
	s, err := Open(Settings{Listen: "127.0.0.1:0"}, board)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, w
}

// listener reads events, and hands them on until it returns false.
func listen(t *testing.T, s *Server, visit func(kind string, data json.RawMessage) bool) {
	t.Helper()
	response, err := http.Get(s.URL + "events")
	if err != nil {
		t.Error(err)
		return
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		data, is := strings.CutPrefix(lines.Text(), "data: ")
		if !is {
			continue
		}
		var event struct {
			Schema, Event, Run string
			Data               json.RawMessage
		}
		if err := json.Unmarshal([]byte(data), &event); err != nil || event.Schema != "sfdfa-actors/live/1" || event.Run != "test" {
			t.Errorf("error %v in %s", err, data)
			return
		}
		if !visit(event.Event, event.Data) {
			return
		}
	}
}

func do(t *testing.T, s *Server, action string) {
	t.Helper()
	response, err := http.Post(s.URL+"control", "application/json", strings.NewReader(`{"action":"`+action+`"}`))
	if err != nil {
		t.Error(err)
		return
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("%s: %s", action, response.Status)
	}
}

func fetch(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	var b strings.Builder
	_, _ = bufio.NewReader(response.Body).WriteTo(&b)
	return response.StatusCode, b.String()
}

// A run that is paused, looked into, led on by a batch, saved and let go ends with the bits of one that nobody sees.
// What is seen of it on the way is all there.
func TestAWatchedRunHasTheSameBits(t *testing.T) {
	for _, engine := range []string{"actors", "reference"} {
		want := trained(t, context.Background(), small(engine), nil, nil)
		s, w := opened(t, func() {})
		seen := map[string]bool{}
		watched := make(chan struct{})
		stepped, continued := false, false
		go func() {
			defer close(watched)
			var state watch.State // the last one
			listen(t, s, func(kind string, data json.RawMessage) bool {
				seen[kind] = true
				if kind == "state" {
					state = watch.State{}
					if err := json.Unmarshal(data, &state); err != nil {
						t.Error(err)
					}
				}
				switch {
				case state.State == watch.Finished:
					return false
				case state.State == watch.Paused && !stepped:
					stepped = true
					look(t, s)
					do(t, s, "checkpoint")
					do(t, s, "step")
				case state.State == watch.Paused && state.Saved > 0 && seen["raster"] && seen["time"] && !continued:
					continued = true
					do(t, s, "continue")
				}
				return true
			})
		}()
		got := trained(t, context.Background(), small(engine), w, func(epoch int) {
			if epoch == 2 {
				do(t, s, "pause")
			}
		})
		<-watched
		if got.Digest != want.Digest || *got.TestAccuracy != *want.TestAccuracy || !stepped {
			t.Errorf("%s: digest %s and accuracy %v, want %s and %v; paused %v", engine, got.Digest, *got.TestAccuracy, want.Digest, *want.TestAccuracy, stepped)
		}
		for _, kind := range watch.Kinds() {
			if !seen[string(kind)] {
				t.Errorf("%s: nothing was seen of %s, of all only %v", engine, kind, seen)
			}
		}
	}
}

// look asks a paused run for what it is made of.
func look(t *testing.T, s *Server) {
	t.Helper()
	for path, want := range map[string]string{
		"neuron?population=1&neuron=7":  `"synapses":5`,
		"neuron?population=2&neuron=2":  `"synapses":30`,
		"neuron?population=1&neuron=30": "allowed: from 0 to 29",
		"neuron?population=0&neuron=0":  "allowed: from 1 to 2",
		"neuron":                        "allowed",
		"core?core=0":                   `"population":1`,
		"core?core=99":                  "allowed: from 0 to 1",
		"core?run=other":                "no such run",
		"runs":                          `"state":"paused"`,
		"metrics":                       `sfdfa_packets_total{phase="forward",purpose="hidden_spikes",run="test"}`,
	} {
		if _, body := fetch(t, s.URL+path); !strings.Contains(body, want) {
			t.Errorf("%s: %.300s, want %s in it", path, body, want)
		}
	}
}

// A reader that takes nothing, as behind the closed lid of a laptop, keeps nobody waiting: the run ends.
func TestAReaderThatStopsDoesNotStopTheRun(t *testing.T) {
	s, w := opened(t, func() {})
	response, err := http.Get(s.URL + "events") // and never reads on
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	trained(t, context.Background(), small("actors"), w, nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestARunIsStoppedFromThePage(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	s, w := opened(t, stop)
	summary := trained(t, ctx, small("actors"), w, func(epoch int) {
		if epoch == 2 {
			do(t, s, "stop")
		}
	})
	if !summary.Interrupted || summary.Epochs != 1 {
		t.Errorf("interrupted %v after %d epochs, want it after 1", summary.Interrupted, summary.Epochs)
	}
	if _, body := fetch(t, s.URL+"runs"); !strings.Contains(body, `"state":"interrupted"`) {
		t.Errorf("the page says %s", body)
	}
	for _, action := range []string{"pause", "continue", "stop"} {
		response, err := http.Post(s.URL+"control", "application/json", strings.NewReader(`{"action":"`+action+`"}`))
		if err != nil || response.StatusCode != http.StatusConflict {
			t.Errorf("%s after the end: %v, error %v", action, response.Status, err)
		}
		response.Body.Close()
	}
	if status, _ := fetch(t, s.URL+"neuron?population=1&neuron=1"); status != http.StatusConflict {
		t.Errorf("a neuron after the end: %d", status)
	}
}
