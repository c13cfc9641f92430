package sweep

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// silent looks away, or stops the sweep after some epochs.
type silent struct {
	left *atomic.Int64
	stop func()
}

func (silent) Chosen(*settings.Config, *calibration.Report) {}
func (silent) Phase(int, messages.Part, int)                {}
func (silent) Presented([]messages.Outcome)                 {}
func (o silent) Run(string) runs.Observer                   { return quiet{o} }
func (silent) Started(int, int)                             {}
func (silent) Finished(string)                              {}

// quiet is told of one run.
type quiet struct{ silent }

func (quiet) Started(*settings.Config, *datasets.Dataset, string) {}
func (q quiet) Epoch(*record.Metrics) {
	if q.stop != nil && q.left.Add(-1) == 0 {
		q.stop()
	}
}

// tiny has four points with two seeds on a small piece of the Yin-Yang task.
func tiny(t *testing.T) *Study {
	t.Helper()
	s, err := Definition{Seeds: 2, Flags: map[string]string{
		"layers": "8", "epochs": "2", "train-limit": "40", "test-limit": "20", "learning-rate": "0.003,0.01", "feedback-rate": "0.0005,0.002",
	}}.Study()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// results are a report without what differs from one time to another.
func results(r *Report) *Report {
	stripped := *r
	stripped.Directory = ""
	stripped.Points = nil
	for _, p := range r.Points {
		p.Runs = append([]Run{}, p.Runs...)
		for i := range p.Runs {
			p.Runs[i].Seconds = 0
		}
		stripped.Points = append(stripped.Points, p)
	}
	return &stripped
}

func TestASweep(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "sweep")
	report, err := tiny(t).Run(context.Background(), directory, Conduct{Jobs: 1, Observer: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("can be watched", func(t *testing.T) { eachRunIsWatched(t, report) })
	t.Run("leaves its files", func(t *testing.T) { leavesItsFiles(t, directory, report) })
	t.Run("gives the same bits when it was cut short", func(t *testing.T) { resumeGivesTheSameBits(t, report) })
	t.Run("does again what a kill leaves", func(t *testing.T) { whatAKillLeavesIsDoneAgain(t, directory, report) })
}

// eachRunIsWatched watches every run of a sweep: what others see of it ends, and changes nothing.
func eachRunIsWatched(t *testing.T, want *Report) {
	var mutex sync.Mutex
	watches := map[string]*watch.Watch{}
	report, err := tiny(t).Run(context.Background(), filepath.Join(t.TempDir(), "sweep"), Conduct{Jobs: 2, Observer: silent{}, Watch: func(name string) *watch.Watch {
		w := watch.New(name, func() {})
		mutex.Lock()
		defer mutex.Unlock()
		watches[name] = w
		w.Read() // for good
		return w
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(results(report), results(want)) {
		t.Error("a sweep that is watched has other results")
	}
	if len(watches) != 8 || watches["point4-seed2"] == nil {
		t.Errorf("watched are %v, want 8 runs", slices.Sorted(maps.Keys(watches)))
	}
	for name, w := range watches {
		if state, is := w.Events().Latest(watch.KindState).(*watch.State); !is || state.State != watch.Finished || state.Epoch != 2 {
			t.Errorf("%s is %+v, want that it has finished", name, state)
		}
		if w.Events().Latest(watch.KindWire) == nil {
			t.Errorf("%s shows no traffic", name)
		}
	}
}

func leavesItsFiles(t *testing.T, directory string, report *Report) {
	for _, name := range []string{JSONFile, CSVFile, Picture + ".svg", ParetoPicture + ".svg", "point1-seed1/summary.json", "point4-seed2/network.npz"} {
		if info, err := os.Stat(filepath.Join(directory, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	text, err := os.ReadFile(filepath.Join(directory, CSVFile))
	if err != nil || strings.Count(string(text), "\n") != 1+8 {
		t.Errorf("%s has not a head and 8 runs: %s, %v", CSVFile, text, err)
	}
	read, err := Read(directory)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(results(read), results(report)) || report.Interrupted {
		t.Errorf("read %+v, want %+v", read, report)
	}
	for _, p := range report.Points {
		if len(p.Runs) != 2 || p.Runs[0].Digest == p.Runs[1].Digest || p.Runs[1].Seed != 2 {
			t.Errorf("point %d has the runs %+v", p.Number, p.Runs)
		}
		if want := (p.Runs[0].TestAccuracy + p.Runs[1].TestAccuracy) / 2; p.TestAccuracy.Mean != want || p.Energy.Mean <= 0 || p.Clocked.Mean <= p.Energy.Mean || p.Packets.Mean <= p.Spikes.Mean {
			t.Errorf("point %d: accuracy %v, want %v; energy %v, packets %v, spikes %v", p.Number, p.TestAccuracy, want, p.Energy, p.Packets, p.Spikes)
		}
	}
	summary, err := runs.Run(context.Background(), withSeed(report.Points[3].Config, 2), filepath.Join(t.TempDir(), "run"), quiet{})
	if err != nil || summary.Digest != report.Points[3].Runs[1].Digest {
		t.Errorf("the run by itself has the digest %v, in the sweep %s: %v", summary, report.Points[3].Runs[1].Digest, err)
	}
}

func withSeed(c settings.Config, seed uint64) settings.Config {
	c.Seed = seed
	return c
}

// A sweep that is cut short anywhere and goes on has the bits of one that was not, however many runs go on side by side.
func resumeGivesTheSameBits(t *testing.T, want *Report) {
	for _, epochs := range []int64{1, 7} {
		ctx, cancel := context.WithCancel(context.Background())
		left := new(atomic.Int64)
		left.Store(epochs)
		directory := filepath.Join(t.TempDir(), "cut")
		cut, err := tiny(t).Run(ctx, directory, Conduct{Jobs: 2, Observer: silent{left, cancel}})
		cancel()
		if err != nil || !cut.Interrupted || cut.runs() == 8 {
			t.Fatalf("after %d epochs: %d runs, interrupted %v, error %v", epochs, cut.runs(), cut.Interrupted, err)
		}
		got, err := Resume(context.Background(), directory, Conduct{Jobs: 3, Observer: silent{}})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(results(got), results(want)) {
			a, _ := json.Marshal(results(got))
			b, _ := json.Marshal(results(want))
			t.Errorf("after %d epochs the sweep ends with\n%s\nwant\n%s", epochs, a, b)
		}
	}
}

// A killed process leaves runs of any state: without settings, without a checkpoint, with half a file.
func whatAKillLeavesIsDoneAgain(t *testing.T, directory string, want *Report) {
	before := results(want)
	for name, files := range map[string][]string{
		"point1-seed1": {record.SummaryFile, runs.CheckpointDirectory},
		"point2-seed1": {record.SummaryFile},
		"point3-seed2": {""},
	} {
		for _, file := range files {
			if err := os.RemoveAll(filepath.Join(directory, name, file)); err != nil {
				t.Fatal(err)
			}
		}
	}
	torn := filepath.Join(directory, "point3-seed2")
	if err := errors.Join(os.Mkdir(torn, 0o755), os.WriteFile(filepath.Join(torn, record.MetricsFile), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	got, err := Resume(context.Background(), directory, Conduct{Jobs: 1, Observer: silent{}})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(results(got), before) {
		t.Errorf("the sweep ends with %+v, want %+v", results(got), before)
	}
}

func TestASweepThatCannotBeginLeavesNoDirectory(t *testing.T) {
	study := tiny(t)
	for i := range study.Points {
		study.Points[i].Config.InDegree = []int{9}
	}
	directory := filepath.Join(t.TempDir(), "sweep")
	_, err := study.Run(context.Background(), directory, Conduct{Jobs: 1, Observer: silent{}})
	if faults := settings.Faults(err); len(faults) != 4 || !strings.Contains(err.Error(), "point 4 (learning-rate 0.01, feedback-rate 0.002): in-degree is 9") {
		t.Errorf("error %v, want one fault for each point", err)
	}
	if _, err := os.Stat(directory); !os.IsNotExist(err) {
		t.Errorf("the directory is there: %v", err)
	}
	var setting *settings.ConfigError
	if _, err := tiny(t).Run(context.Background(), directory, Conduct{}); !errors.As(err, &setting) {
		t.Errorf("0 jobs: error %v, want a ConfigError", err)
	}
}

func TestReportsThatNoSweepLeavesAreRefused(t *testing.T) {
	directory := t.TempDir()
	good, err := json.Marshal(&Report{Settings: []string{"batch"}, Seeds: 1, Points: tiny(t).Points})
	if err != nil {
		t.Fatal(err)
	}
	for text, isGood := range map[string]bool{
		string(good): true, "": false, "[]": false, "{}": false, `{"seeds":1,"settings":["batch"],"points":[{"point":1}]}`: false,
		strings.Replace(string(good), `"batch"`, `"../batch"`, 1):   false,
		strings.Replace(string(good), `"point":1`, `"point":7`, 1):  false,
		strings.Replace(string(good), `"seeds":1`, `"seeds":-1`, 1): false,
	} {
		if err := os.WriteFile(filepath.Join(directory, JSONFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Read(directory)
		var setting *settings.ConfigError
		if (err == nil) != isGood || err != nil && !errors.As(err, &setting) {
			t.Errorf("%.80s: error %v", text, err)
		}
	}
}

func TestAFrontByHand(t *testing.T) {
	results := []result{{90, 5}, {95, 9}, {90, 4}, {80, 4}, {95, 9}, {70, 1}, {94, 10}}
	if got, want := front(results), []bool{false, true, true, false, true, true, false}; !reflect.DeepEqual(got, want) {
		t.Errorf("front of %v: %v, want %v", results, got, want)
	}
}

// What has one, two or three settings, numbers or words, has a picture.
func TestEverySweepHasItsPicture(t *testing.T) {
	for want, flags := range map[string]map[string]string{
		"learning-rate": {"learning-rate": "1e-3..1e-1/log3"},
		"layers":        {"layers": "20,30:10", "rule": "sfdfa,dfa"},
		"spike-cap":     {"layers": "20,30:10", "rule": "sfdfa,dfa", "spike-cap": "1..40/2"},
	} {
		s, err := Definition{Flags: flags}.Study()
		if err != nil {
			t.Fatal(err)
		}
		r := &Report{Settings: s.Settings, Seeds: 1, Points: s.Points}
		for i := range r.Points[1:] { // the last has no run
			r.Points[i].add(Run{TestAccuracy: float64(50 + i), Spikes: 3, Packets: 5, Energy: 1e-9 * float64(i)})
		}
		for name, draw := range map[string]func() ([]byte, error){
			want:        func() ([]byte, error) { p, err := r.picture(); return must(t, p, err).SVG() },
			"packets a": func() ([]byte, error) { p, err := r.frontsPicture(); return must(t, p, err).SVG() },
		} {
			if svg, err := draw(); err != nil || !strings.Contains(string(svg), name) {
				t.Errorf("%v: no %q in the picture, %v", flags, name, err)
			}
		}
	}
}

func must[T any](t *testing.T, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}
