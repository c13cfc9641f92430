package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npz"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // of warnings of silent outputs, which matter to few tests
	networktest.RunTests(m)
}

type silent struct{}

func (silent) Chosen(*settings.Config, *calibration.Report)        {}
func (silent) Started(*settings.Config, *datasets.Dataset, string) {}
func (silent) Phase(int, messages.Part, int)                       {}
func (silent) Presented([]messages.Outcome)                        {}
func (silent) Epoch(*record.Metrics)                               {}

func small() settings.Config {
	c := settings.Defaults("yinyang", "sfdfa")
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit = []int{30}, 3, 200, 100
	return c
}

// validateLittle leaves a run that there is for its training few samples for validation. A thousand would take most of
// its time.
func validateLittle(s *testbed) {
	if part := s.parts[messages.Validation]; part != nil {
		s.parts[messages.Validation] = datasets.Limit(part, 50)
	}
}

func mustRun(t *testing.T, c settings.Config) *record.Summary {
	t.Helper()
	s := DefaultSchedule()
	s.prepare = validateLittle
	summary, err := s.Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), silent{})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// The keys of metrics.jsonl are a promise to scripts: append, don't rename.
func TestMetricsHaveOneObjectAnEpochWithStableKeys(t *testing.T) {
	summary := mustRun(t, small())
	text, err := os.ReadFile(filepath.Join(summary.Directory, record.MetricsFile))
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	if len(lines) != 3 {
		t.Fatalf("%d lines, want 3", len(lines))
	}
	want := strings.Fields(`envelopes_per_sample epoch hardware learning_rate messages_per_sample neurons
		samples_per_second silent_neurons spikes_per_neuron synaptic_events_per_sample test_accuracy
		test_accuracy_lowest_index test_loss test_samples test_seconds test_undecided traffic train_accuracy train_loss
		train_seconds train_undecided validation_accuracy validation_undecided weight_alignment_degrees`)
	for i, line := range lines {
		var object map[string]any
		if err := json.Unmarshal(line, &object); err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, want) {
			t.Errorf("keys %v, want %v", got, want)
		}
		if object["epoch"] != float64(i+1) {
			t.Errorf("line %d is of epoch %v", i+1, object["epoch"])
		}
	}
}

func TestTheLearningRateDecaysFromEpochToEpoch(t *testing.T) {
	c := small()
	c.LearningRate, c.LearningRateDecay = 0.01, 0.5
	if got := mustRun(t, c).Last.LearningRate; got != 0.0025 {
		t.Errorf("learning rate in epoch 3: %v, want 0.0025", got)
	}
}

func TestExportedNetworkHasTheNetworksShapes(t *testing.T) {
	c := small()
	c.Layers, c.InDegree = []int{30, 12}, []int{0, 4, 0}
	c.WeightAverage, c.RateAverage = 0.9, 50
	summary := mustRun(t, c)
	file, err := npz.Open(filepath.Join(summary.Directory, record.NetworkFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, shape := range map[string][]int{
		"weights_1.npy": {30, 5}, "feedback_1.npy": {30, 3},
		"weights_2.npy": {12 * 4}, "starts_2.npy": {13}, "presynaptic_2.npy": {12 * 4}, "feedback_2.npy": {12, 3},
		"weights_3.npy": {3, 12}, "averages_1.npy": {30, 5}, "averages_2.npy": {12 * 4}, "averages_3.npy": {3, 12},
		"rates_1.npy": {30}, "rates_2.npy": {12},
	} {
		header := file.Header(name)
		if header == nil {
			t.Errorf("no %s in %v", name, file.Keys())
			continue
		}
		if !slices.Equal(header.Descr.Shape, shape) {
			t.Errorf("%s has shape %v, want %v", name, header.Descr.Shape, shape)
		}
	}
	if len(file.Keys()) != 10+12 { // what the network is, and what it has learned
		t.Errorf("arrays %v, want 22", file.Keys())
	}
	var presynaptic []int32
	if err := file.Read("presynaptic_2.npy", &presynaptic); err != nil {
		t.Fatal(err)
	}
	for _, j := range presynaptic {
		if j < 0 || j >= 30 {
			t.Errorf("presynaptic neuron %d of 30", j)
		}
	}
	var weights []float32
	if err := file.Read("weights_2.npy", &weights); err != nil {
		t.Fatal(err)
	}
	if len(weights) != 48 || slices.Max(weights) == 0 {
		t.Errorf("weights %v, want 48 that are not all 0", weights)
	}
}

// SFDFA's feedback weights turn toward the output weights; fixed random ones
// start at a right angle.
func TestFeedbackAligns(t *testing.T) {
	t.Parallel()
	c := small()
	c.TrainLimit = 2000
	learned := mustRun(t, c)
	if a := learned.Last.WeightAlignment; a == nil || *a > 60 {
		t.Errorf("weight alignment under sfdfa %v, want an angle below 60°", a)
	}
	c.Rule = "frozen"
	if a := mustRun(t, c).Last.WeightAlignment; a != nil {
		t.Errorf("weight alignment without feedback weights: %v", *a)
	}
}

// A run by back-propagation leaves what other runs leave, but for what it does not
// have: feedback weights and broadcasts.
func TestBackPropagationLearnsAndLeavesARecord(t *testing.T) {
	t.Parallel()
	c := settings.Defaults("yinyang", "bp")
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit = []int{60}, 3, 2000, 500
	summary := mustRun(t, c)
	if *summary.TestAccuracy < 70 {
		t.Errorf("test accuracy %.1f %%, want at least 70 %%", *summary.TestAccuracy)
	}
	if summary.Last.WeightAlignment != nil || summary.Last.Traffic.Broadcasts != 0 || summary.Last.Traffic.HiddenSpikes == 0 {
		t.Errorf("metrics %+v, want no weight alignment and no broadcasts, but hidden spikes", summary.Last)
	}
	file, err := npz.Open(filepath.Join(summary.Directory, record.NetworkFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if keys, want := file.Keys()[10:], []string{"weights_1.npy", "weights_2.npy"}; !slices.Equal(keys, want) {
		t.Errorf("arrays %v, want %v", keys, want)
	}
	c.Procs = 1
	if again := mustRun(t, c); again.Digest != summary.Digest {
		t.Errorf("digest %s on one CPU core, %s on all", again.Digest, summary.Digest)
	}
}

func TestSilentOutputsAreWarnedAbout(t *testing.T) {
	var log bytes.Buffer
	previous := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(previous)
	c := small()
	c.OutputThreshold = 1e6
	mustRun(t, c)
	if !strings.Contains(log.String(), "output-threshold") {
		t.Errorf("log %q, want a warning that names output-threshold", log.String())
	}
}

func TestARunNeverTouchesADirectoryInUse(t *testing.T) {
	directory := t.TempDir()
	precious := filepath.Join(directory, record.SummaryFile)
	if err := os.WriteFile(precious, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Run(context.Background(), small(), directory, silent{})
	if !errors.Is(err, record.ErrExists) {
		t.Errorf("error %v, want ErrExists", err)
	}
	if text, _ := os.ReadFile(precious); string(text) != "mine" {
		t.Errorf("the file became %q", text)
	}
	if entries, _ := os.ReadDir(directory); len(entries) != 1 {
		t.Errorf("the directory has %d entries, want the 1 it had", len(entries))
	}
}

func TestBadDataLeavesNoDirectory(t *testing.T) {
	c := small()
	c.Dataset, c.DataDir = "mnist", t.TempDir()
	directory := filepath.Join(t.TempDir(), "run")
	if _, err := Run(context.Background(), c, directory, silent{}); !errors.Is(err, datasets.ErrMissing) {
		t.Errorf("error %v, want ErrMissing", err)
	}
	if _, err := os.Stat(directory); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the run directory exists: %v", err)
	}
}

// sharedData is where the project's checks find the real data sets.
var sharedData = filepath.Join("..", "..", "..", "shared", "data")

func TestMNISTLearnsInItsFirstEpoch(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds: not with -short")
	}
	if _, err := os.Stat(filepath.Join(sharedData, "mnist")); err != nil {
		t.Skipf("needs the MNIST files in %s", filepath.Join(sharedData, "mnist"))
	}
	c := settings.Defaults("mnist", "sfdfa")
	c.DataDir, c.Epochs, c.TrainLimit, c.TestLimit = sharedData, 1, 5000, 1000
	if accuracy := *mustRun(t, c).TestAccuracy; accuracy < 80 {
		t.Errorf("test accuracy %.1f %% after 5000 samples, want at least 80 %%", accuracy)
	}
}

// What a run has written is what is read.
func TestMetricsAreReadBack(t *testing.T) {
	summary := mustRun(t, small())
	all, err := record.ReadMetrics(summary.Directory)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 3 || !reflect.DeepEqual(all[2], summary.Last) {
		t.Errorf("%d epochs, the last %+v; want 3 and %+v", len(all), all[len(all)-1], summary.Last)
	}
}

// A network that is silent gets all samples of one class right by its ties. They are counted as what they are.
func TestASilentNetworkDecidesNothing(t *testing.T) {
	c := small()
	c.OutputThreshold = 1e6
	summary := mustRun(t, c)
	last := summary.Last
	if last.TestUndecided != last.TestSamples || last.TestSamples != 100 || last.TrainUndecided != 200 || summary.BestEpoch != 0 || summary.BestTestAccuracy != nil {
		t.Errorf("%d of %d test samples and %d of 200 training samples undecided, best epoch %d", last.TestUndecided, last.TestSamples, last.TrainUndecided, summary.BestEpoch)
	}
}
