package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// silent is an observer that looks away, or stops the run at an epoch.
type silent struct {
	stop  func() // ends the run
	early bool   // with the first samples, not with the first epoch
}

func (silent) Chosen(*settings.Config, *calibration.Report)        {}
func (silent) Started(*settings.Config, *datasets.Dataset, string) {}
func (silent) Phase(int, messages.Part, int)                       {}

// Presented implements runs.Observer.
func (s silent) Presented([]messages.Outcome) {
	if s.stop != nil && s.early {
		s.stop()
	}
}

// Epoch implements runs.Observer.
func (s silent) Epoch(*record.Metrics) {
	if s.stop != nil {
		s.stop()
	}
}

// small is a run that takes a moment.
func small() settings.Config {
	c := settings.Defaults("yinyang", "sfdfa")
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit, c.NeuronsPerCore = []int{30, 20}, 2, 200, 120, 7
	return c
}

// run carries out a run in a new directory.
func run(t *testing.T, c settings.Config, name string) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), name)
	if _, err := runs.Run(context.Background(), c, directory, silent{}); err != nil {
		t.Fatal(err)
	}
	return directory
}

func open(t *testing.T, directory string) *runs.Trained {
	t.Helper()
	trained, err := runs.OpenTrained(directory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := trained.Close(); err != nil {
			t.Error(err)
		}
	})
	return trained
}

// written writes the report of a run.
// both is the form of a report that nobody has given another one.
var both = figure.Form{Formats: []string{"svg", "png"}}

func written(t *testing.T, directory string, o Options) *Report {
	t.Helper()
	o.Observer = silent{}
	r, err := o.Write(context.Background(), directory, open(t, directory))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func fileOf(t *testing.T, r *Report, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.Directory, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// lines are those of a CSV file after its head.
func lines(t *testing.T, r *Report, name string) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(fileOf(t, r, name))).ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d lines, error %v", name, len(all), err)
	}
	return all[1:]
}

func integer(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAReportFromEndToEnd(t *testing.T) {
	directory := run(t, small(), "run")
	r := written(t, directory, Options{Part: messages.Test, Sample: 3, Figures: both})
	if r.Directory != filepath.Join(directory, "report") {
		t.Errorf("the report is in %s", r.Directory)
	}
	t.Run("files", func(t *testing.T) { everyFileIsThere(t, r) })
	t.Run("accuracy", func(t *testing.T) { accuraciesAreThoseOfEval(t, directory, r) })
	t.Run("activity", func(t *testing.T) { activityAddsUpToTheSpikes(t, directory, r) })
	t.Run("sample", func(t *testing.T) { spikesAreThoseOfTheSample(t, directory, r) })
	t.Run("curves", func(t *testing.T) { curvesAreTheMetrics(t, directory, r) })
	t.Run("weights", func(t *testing.T) { everyWeightIsInAHistogram(t, directory, r) })
	t.Run("page", func(t *testing.T) { pageIsWellFormed(t, fileOf(t, r, PageFile)) })
}

// What the report lists is what is in its directory.
func everyFileIsThere(t *testing.T, r *Report) {
	entries, err := os.ReadDir(r.Directory)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if listed := slices.Sorted(slices.Values(r.Files)); !slices.Equal(found, listed) {
		t.Errorf("files %v, listed %v", found, listed)
	}
	for _, name := range []string{
		PageFile, JSONFile, "confusion.csv", "confusion.svg", "confusion.png", "raster.svg", "raster.png", "spikes.csv", "curves.csv",
		"curve_accuracy.svg", "curve_loss.png", "curve_spikes.svg", "curve_alignment.svg", "activity.csv", "activity_histogram.csv",
		"activity_1.svg", "activity_3.png", "weights_histogram.csv", "weights_3.svg", "feedback_2.svg", "mistakes.csv",
	} {
		if !slices.Contains(found, name) {
			t.Errorf("no %s", name)
		}
	}
	if len(r.LeftOut) != 0 || len(r.Sections) < 5 {
		t.Errorf("left out %v, sections %d", r.LeftOut, len(r.Sections))
	}
}

func accuraciesAreThoseOfEval(t *testing.T, directory string, r *Report) {
	want, err := open(t, directory).Evaluate(context.Background(), runs.Trace{}, silent{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Summary
	if s.TestAccuracy != want.TestAccuracy || s.TestAccuracyLowestIndex != want.TestAccuracyLowestIndex ||
		s.TestLoss != want.TestLoss || s.TestSamples != want.TestSamples || s.Digest != want.Digest || s.Batches != want.Batches {
		t.Errorf("summary %+v, eval has %+v", s, want)
	}
	right, samples := 0, 0
	for i, line := range lines(t, r, "confusion.csv") {
		for k, text := range line[5:] {
			samples += integer(t, text)
			if i == k {
				right += integer(t, text)
			}
		}
	}
	if got := 100 * float64(right) / float64(samples); samples != 120 || got != want.TestAccuracy {
		t.Errorf("the matrix has %d of %d right, eval %v %%", right, samples, want.TestAccuracy)
	}
	if mistakes := len(lines(t, r, "mistakes.csv")); mistakes != samples-right {
		t.Errorf("%d mistakes, the matrix has %d", mistakes, samples-right)
	}
}

// Neuron by neuron the spikes are those that a listener hears; the histograms hold
// every neuron once.
func activityAddsUpToTheSpikes(t *testing.T, directory string, r *Report) {
	probe, err := open(t, directory).Probe()
	if err != nil {
		t.Fatal(err)
	}
	defer probe.Close()
	var lock sync.Mutex
	heard := map[[2]int]int{}
	_, err = probe.Present(context.Background(), messages.Test, silent{}, func(core topology.Core, _ uint64, samples [][]messages.Spike) {
		lock.Lock()
		defer lock.Unlock()
		for _, spikes := range samples {
			for _, spike := range spikes {
				heard[[2]int{core.Population, int(spike.Source)}]++
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	neurons, fired := map[int]int{}, 0
	for _, line := range lines(t, r, "activity.csv") {
		population, neuron, spikes := integer(t, line[0]), integer(t, line[1]), integer(t, line[2])
		if heard[[2]int{population, neuron}] != spikes {
			t.Errorf("neuron %d of population %d: %d spikes, heard %d", neuron, population, spikes, heard[[2]int{population, neuron}])
		}
		neurons[population]++
		fired += spikes
	}
	if fired < 1000 || neurons[1] != 30 || neurons[2] != 20 || neurons[3] != 3 {
		t.Errorf("%d spikes of %v neurons", fired, neurons)
	}
	for _, line := range lines(t, r, "activity_histogram.csv") {
		neurons[integer(t, line[0])] -= integer(t, line[3])
	}
	for population, missing := range neurons {
		if missing != 0 {
			t.Errorf("the histogram of population %d lacks %d neurons", population, missing)
		}
	}
}

// spikes.csv has the spikes of a sample that is presented on the other engine.
func spikesAreThoseOfTheSample(t *testing.T, directory string, r *Report) {
	trained := open(t, directory)
	trained.Config.Engine = "reference"
	probe, err := trained.Probe()
	if err != nil {
		t.Fatal(err)
	}
	defer probe.Close()
	sample, err := probe.PresentSample(context.Background(), messages.Test, 3)
	if err != nil {
		t.Fatal(err)
	}
	var want [][]string
	graded := 0
	for population, spikes := range sample.Spikes {
		for _, spike := range spikes {
			want = append(want, []string{
				strconv.FormatFloat(spike.Time, 'g', -1, 64), strconv.Itoa(population), strconv.Itoa(int(spike.Source)), strconv.FormatFloat(spike.Grade, 'g', -1, 64),
			})
			if spike.Grade != 0 {
				graded++
			}
		}
	}
	got := lines(t, r, "spikes.csv")
	if len(got) != len(want) || graded < 10 {
		t.Fatalf("%d spikes, want %d; %d with a grade", len(got), len(want), graded)
	}
	for i := range got {
		for k := range want[i] {
			if x, y := mustFloat(t, got[i][k]), mustFloat(t, want[i][k]); x != y {
				t.Errorf("spike %d: %v, want %v", i, got[i], want[i])
			}
		}
	}
}

func mustFloat(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func curvesAreTheMetrics(t *testing.T, directory string, r *Report) {
	metrics, err := record.ReadMetrics(directory)
	if err != nil {
		t.Fatal(err)
	}
	got := lines(t, r, "curves.csv")
	if len(got) != 2 || len(metrics) != 2 {
		t.Fatalf("%d and %d epochs, want 2", len(got), len(metrics))
	}
	for i, m := range metrics {
		for column, want := range map[int]float64{1: m.TrainAccuracy, 2: *m.ValidationAccuracy, 3: m.TestAccuracy, 5: m.TrainLoss, 7: m.SpikesPerNeuron, 9: *m.WeightAlignment} {
			if mustFloat(t, got[i][column]) != want {
				t.Errorf("epoch %d, column %d: %s, want %v", i+1, column, got[i][column], want)
			}
		}
	}
}

func everyWeightIsInAHistogram(t *testing.T, directory string, r *Report) {
	x, err := open(t, directory).Inspect()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int64{}
	for _, line := range lines(t, r, "weights_histogram.csv") {
		counts[line[0]+line[1]] += int64(integer(t, line[4]))
	}
	for i := range x.Populations {
		p := &x.Populations[i]
		key := strconv.Itoa(p.Population)
		feedback := int64(0)
		if p.Feedback != nil {
			feedback = p.Feedback.Count
		}
		if counts[key+"weights"] != p.Synapses || counts[key+"feedback weights"] != feedback {
			t.Errorf("population %d: %v, want %d weights and %d feedback weights", p.Population, counts, p.Synapses, feedback)
		}
	}
}

// The same run gives the same bytes, on both engines but for the name of the
// engine; an earlier report is replaced, and nothing else is left.
func TestReportsAreDeterministicAndReplaced(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: draws many pictures, not with -short")
	}
	directory := run(t, small(), "run")
	first := written(t, directory, Options{Part: messages.Train, Sample: 199, Figures: both})
	before := map[string][]byte{}
	for _, name := range first.Files {
		before[name] = fileOf(t, first, name)
		if err := os.WriteFile(filepath.Join(first.Directory, name), []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"mesh.svg", "mesh_phases.svg"} {
		if drawn, err := os.ReadFile(filepath.Join(directory, name)); err != nil || !bytes.Equal(drawn, before[name]) {
			t.Errorf("%s is not the one that the run has drawn, error %v", name, err)
		}
	}
	again := written(t, directory, Options{Part: messages.Train, Sample: 199, Figures: both})
	everyFileIsThere(t, again)
	trained := open(t, directory)
	trained.Config.Engine = "reference"
	other, err := Options{Part: messages.Train, Sample: 199, Figures: both, Out: filepath.Join(t.TempDir(), "a", "b"), Observer: silent{}}.Write(context.Background(), directory, trained)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range before {
		if !bytes.Equal(fileOf(t, again, name), want) {
			t.Errorf("%s is another file the second time", name)
		}
		if name != PageFile && name != JSONFile && !bytes.Equal(fileOf(t, other, name), want) {
			t.Errorf("%s is another file from the other engine", name)
		}
	}
}

// A run that was stopped in its first epoch has no curves; one that was stopped
// later has those of its epochs.
func TestStoppedRuns(t *testing.T) {
	for epochs := range 2 {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		observer := silent{stop: stop, early: epochs == 0}
		directory := filepath.Join(t.TempDir(), "run")
		if _, err := runs.Run(ctx, small(), directory, observer); err != nil {
			t.Fatal(err)
		}
		r := written(t, directory, Options{Part: messages.Test})
		if r.Summary.Epochs != epochs || slices.Contains(r.Files, "curves.csv") != (epochs > 0) || (len(r.LeftOut) == 0) != (epochs > 0) {
			t.Errorf("%d epochs: summary %+v, left out %v, files %v", epochs, r.Summary, r.LeftOut, r.Files)
		}
		page := string(fileOf(t, r, PageFile))
		pageIsWellFormed(t, []byte(page))
		if !strings.Contains(page, "not finished") || strings.Contains(page, "Left out: it needs a finished epoch") == (epochs > 0) {
			t.Errorf("%d epochs: the page does not say so", epochs)
		}
	}
}

// Without feedback that learns there is no alignment before it can be computed, no
// grade, and the page says so.
func TestOtherRules(t *testing.T) {
	rules := []string{"dfa", "bp", "frozen"}
	if testing.Short() {
		rules = rules[:1]
	}
	for _, rule := range rules {
		c := settings.Defaults("yinyang", rule)
		c.Layers, c.Epochs, c.TrainLimit, c.TestLimit = []int{15}, 1, 100, 60
		r := written(t, run(t, c, "run"), Options{Part: messages.Validation, Sample: 7})
		if slices.Contains(r.Files, "curve_alignment.svg") != (rule == "dfa") || slices.Contains(r.Files, "feedback_1.svg") != (rule == "dfa") {
			t.Errorf("%s: files %v", rule, r.Files)
		}
		if page := fileOf(t, r, PageFile); !bytes.Contains(page, []byte("carry no grades: the rule "+rule)) {
			t.Errorf("%s: the page does not speak of grades", rule)
		}
	}
}

func TestWhatCannotBeReported(t *testing.T) {
	directory := run(t, small(), "run")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for want, o := range map[string]Options{
		"sample is 120, allowed: 0 to 119 in the test part": {Part: messages.Test, Sample: 120},
		"out is " + file + ", allowed: a directory":         {Part: messages.Test, Out: file},
	} {
		o.Observer = silent{}
		_, err := o.Write(context.Background(), directory, open(t, directory))
		var setting *settings.ConfigError
		if !errors.As(err, &setting) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want a ConfigError with %q", err, want)
		}
	}
	if _, err := os.Stat(filepath.Join(directory, Directory)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a report that failed has left its directory: %v", err)
	}
}
