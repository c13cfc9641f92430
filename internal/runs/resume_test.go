package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// stopper ends a run's context after so many samples of any part.
type stopper struct {
	silent
	left int
	stop context.CancelFunc
}

// Presented implements Observer.
func (s *stopper) Presented(outcomes []messages.Outcome) {
	if s.left -= len(outcomes); s.left <= 0 {
		s.stop()
	}
}

// stoppedAfter carries out a run, or resumes it if c is nil, that is interrupted
// after so many samples.
func stoppedAfter(t *testing.T, samples int, s Schedule, c *settings.Config, directory string) *record.Summary {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var summary *record.Summary
	var err error
	if observer := (&stopper{left: samples, stop: stop}); c != nil {
		summary, err = s.Run(ctx, *c, directory, observer)
	} else {
		summary, err = s.Resume(ctx, directory, observer)
	}
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// timeless is the metrics of a run without what depends on the clock and on how
// the work was cut into assignments.
func timeless(t *testing.T, directory string) (all []record.Metrics) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(directory, record.MetricsFile))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := record.DecodeMetrics(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range lines {
		all = append(all, withoutTimes(*m))
	}
	return all
}

func withoutTimes(m record.Metrics) record.Metrics {
	m.TrainSeconds, m.TestSeconds, m.SamplesPerSecond = 0, 0, 0
	m.EnvelopesPerSample, m.Traffic.Envelopes = 0, 0
	return m
}

// expectSameRun fails the test unless two runs came to the same.
func expectSameRun(t *testing.T, what string, got, want *record.Summary) {
	t.Helper()
	if got.Digest != want.Digest {
		t.Errorf("%s: digest %s, want %s", what, got.Digest, want.Digest)
	}
	if x, y := timeless(t, got.Directory), timeless(t, want.Directory); !reflect.DeepEqual(x, y) {
		t.Errorf("%s: metrics\n%+v, want\n%+v", what, x, y)
	}
	plain := func(s *record.Summary) string {
		copied, last := *s, withoutTimes(*s.Last)
		copied.Last, copied.Seconds, copied.BuildSeconds, copied.SamplesPerSecond = &last, 0, 0, 0
		copied.Directory, copied.Resumed = "", 0
		text, err := json.Marshal(copied)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if x, y := plain(got), plain(want); x != y {
		t.Errorf("%s: summary\n%s, want\n%s", what, x, y)
	}
	for _, name := range []string{record.NetworkFile, record.TrafficFile, record.CoresFile, record.LinksFile, record.TimeFile} {
		content := func(s *record.Summary) []byte {
			text, err := os.ReadFile(filepath.Join(s.Directory, name))
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		if !bytes.Equal(content(got), content(want)) {
			t.Errorf("%s: another %s", what, name)
		}
	}
}

// A run that is stopped anywhere, and stopped again when it goes on, ends as one
// that never was: with every pair of a rule, an optimiser, an engine and a transport.
func TestAResumedRunEndsAsOneThatWasNeverStopped(t *testing.T) {
	t.Parallel()
	rules, optimisers := []string{"sfdfa", "dfa", "frozen"}, []string{"adam", "sgd"}
	engines := []string{"actors packet", "actors spike", "reference packet"}
	if testing.Short() {
		rules = rules[:1]
	}
	stop := 0
	for i, rule := range rules {
		for j, engine := range engines {
			c := few()
			c.Rule, c.Optimiser = rule, optimisers[(i+j)%2]
			if c.Optimiser == "adam" {
				c.WeightAverage, c.RateAverage = 0.7, 50
			}
			c.Engine, c.Transport, _ = strings.Cut(engine, " ")
			// Of 3 epochs with 9 + 4 samples; over the cases, stops fall everywhere.
			stop = (stop + 10) % 34
			expectToResume(t, c, stop)
		}
	}
}

// expectToResume fails the test unless a run that is stopped after so many samples, and
// once more, ends as one that never was.
func expectToResume(t *testing.T, c settings.Config, stop int) {
	t.Helper()
	want := mustRun(t, c)
	if want.Last.SpikesPerNeuron < 0.5 {
		t.Fatalf("%.2f spikes a neuron: that proves little", want.Last.SpikesPerNeuron)
	}
	directory := filepath.Join(t.TempDir(), "run")
	first := stoppedAfter(t, stop+1, Schedule{Every: stop % 3, Keep: 2}, &c, directory)
	again := stoppedAfter(t, 4, Schedule{Keep: 1}, nil, directory)
	got := stoppedAfter(t, 1000, Schedule{Keep: 1}, nil, directory)
	what := fmt.Sprintf("%s, %s, %s engine, %s, stopped after %d and %d samples", c.Rule, c.Optimiser, c.Engine, c.Transport, first.Presented, again.Presented)
	if !first.Interrupted || got.Interrupted || got.Resumed != 2 {
		t.Errorf("%s: interrupted %v and %v, resumed %d times", what, first.Interrupted, got.Interrupted, got.Resumed)
	}
	expectSameRun(t, what, got, want)
}

// So does one that began from the weights of another, which are no longer there.
func TestARunFromWeightsEndsAsOneThatWasNeverStopped(t *testing.T) {
	c := few()
	weights := filepath.Join(t.TempDir(), record.NetworkFile)
	text, err := os.ReadFile(filepath.Join(mustRun(t, c).Directory, record.NetworkFile))
	must(t, err)
	must(t, os.WriteFile(weights, text, 0o600))
	fresh := mustRun(t, c).Digest
	c.Weights = weights
	want := mustRun(t, c)
	directory := filepath.Join(t.TempDir(), "run")
	stoppedAfter(t, 15, Schedule{Keep: 1}, &c, directory)
	must(t, os.Remove(weights))
	got := stoppedAfter(t, 1000, Schedule{Keep: 1}, nil, directory)
	if got.Resumed != 1 || want.Digest == fresh {
		t.Errorf("resumed %d times; from weights and without: %s, %s", got.Resumed, want.Digest, fresh)
	}
	expectSameRun(t, "from weights", got, want)
}

// So does one that is stopped at every batch there is, with 64-bit weights.
func TestARunCanBeStoppedAtEveryBatch(t *testing.T) {
	c := few()
	c.Precision = "float64"
	want := mustRun(t, c)
	directory := filepath.Join(t.TempDir(), "run")
	got := stoppedAfter(t, 1, DefaultSchedule(), &c, directory)
	for stops := 0; got.Interrupted; stops++ {
		if stops > 3*6 {
			t.Fatal("the run does not get on")
		}
		got = stoppedAfter(t, 1, DefaultSchedule(), nil, directory)
	}
	if got.Resumed < 9 {
		t.Errorf("resumed %d times, want at least once a batch", got.Resumed)
	}
	expectSameRun(t, "stopped at every batch", got, want)
	again := stoppedAfter(t, 1000, DefaultSchedule(), nil, directory)
	expectSameRun(t, "finished again", again, want)
}

// How often checkpoints are written changes nothing, and the newest are kept.
func TestCheckpointsChangeNothing(t *testing.T) {
	c := few()
	c.Engine = "actors"
	want := mustRun(t, c)
	for every, kept := range map[int][]uint64{1: {9, 8, 7}, 2: {9, 8, 6}, 4: {9, 8, 4}, 100: {9}} {
		directory := filepath.Join(t.TempDir(), "run")
		got, err := Schedule{Every: every, Keep: 3}.Run(context.Background(), c, directory, silent{})
		if err != nil {
			t.Fatal(err)
		}
		expectSameRun(t, fmt.Sprintf("every %d batches", every), got, want)
		entries, err := checkpointsOf(directory).List()
		if err != nil {
			t.Fatal(err)
		}
		var batches []uint64
		for _, entry := range entries {
			batches = append(batches, entry.Batch)
		}
		if !reflect.DeepEqual(batches, kept) {
			t.Errorf("every %d batches: kept %v, want %v", every, batches, kept)
		}
	}
}

// Checkpoints by the clock stop nothing either.
func TestCheckpointsByTheClock(t *testing.T) {
	c := small()
	c.TrainLimit, c.Epochs = 0, 2
	want := mustRun(t, c)
	directory := filepath.Join(t.TempDir(), "run")
	got, err := Schedule{Minutes: shortestMinutes, Keep: 1000, prepare: validateLittle}.Run(context.Background(), c, directory, silent{})
	if err != nil {
		t.Fatal(err)
	}
	expectSameRun(t, "by the clock", got, want)
	entries, err := checkpointsOf(directory).List()
	if err != nil {
		t.Fatal(err)
	}
	if most := 2 + int(got.Seconds/(60*shortestMinutes)); len(entries) > most || len(entries) == 0 {
		t.Errorf("%d checkpoints in %.1f s, want from 1 to %d", len(entries), got.Seconds, most)
	}
}

// The activity over several assignments is what an engine counts in one.
func TestActivityIsWhatTheEngineCounts(t *testing.T) {
	for _, engine := range []string{"actors", "reference"} {
		c := few()
		c.Engine, c.Epochs, c.LearningRate, c.FeedbackRate = engine, 1, 0, 0 // two passes are the same
		o := &startingPoint{}
		s, err := newTestbed(t.Context(), &c, o, limits.Limits{}, Machines{})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := record.New(filepath.Join(t.TempDir(), "run"), &c)
		if err != nil {
			t.Fatal(err)
		}
		r := newRun(&c, Schedule{Every: 1, Keep: 1}, s, kept, silent{})
		m := record.Metrics{Epoch: 1}
		if complete, err := r.train(context.Background(), &m); !complete || err != nil {
			t.Fatal(complete, err)
		}
		a := r.assignment(0, r.order(1))
		finished, err := s.engine.Run(context.Background(), a, r.observe(&record.Score{}))
		if err != nil {
			t.Fatal(err)
		}
		want := finished.Tally
		if m.Traffic.Silent != want.Silent || m.Traffic.SilentOutputs != want.SilentOutputs || m.Neurons != want.Neurons {
			t.Errorf("%s: %+v, want %+v", engine, m.Traffic, want)
		}
		if want.Silent == 0 || want.Silent == want.Neurons {
			t.Errorf("%d of %d neurons silent: that proves nothing", want.Silent, want.Neurons)
		}
		if err := errors.Join(kept.Close(), s.close()); err != nil {
			t.Fatal(err)
		}
	}
}

// interrupted is the directory of a run that was stopped in its third epoch, with
// checkpoints after 6, 7 and 8 batches.
func interrupted(t *testing.T) string {
	t.Helper()
	c := few()
	directory := filepath.Join(t.TempDir(), "run")
	stoppedAfter(t, 2*13+8, Schedule{Every: 1, Keep: 3}, &c, directory)
	return directory
}

// A damaged checkpoint is set aside, and the one before it leads to the same end.
func TestTheCheckpointBeforeADamagedOneIsTaken(t *testing.T) {
	directory := interrupted(t)
	newest := checkpointsOf(directory).Path(8)
	text, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := os.WriteFile(newest, text, 0o600); err != nil {
		t.Fatal(err)
	}
	log := logged(t)
	got := stoppedAfter(t, 1000, DefaultSchedule(), nil, directory)
	expectSameRun(t, "from the checkpoint before", got, mustRun(t, few()))
	for _, part := range []string{newest + " can't be used", "checksum of section", checkpointsOf(directory).Path(7)} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("log %q does not say %q", log, part)
		}
	}
	if _, err := os.Stat(newest + ".damaged"); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeResumed(t *testing.T) {
	whole := interrupted(t)
	for name, test := range map[string]struct {
		spoil func(directory string) error
		want  string
	}{
		"no run": {os.RemoveAll, "holds no run: it has no config.yaml"},
		"other settings": {func(directory string) error {
			return replace(filepath.Join(directory, record.ConfigFile), "learning-rate: 0.01", "learning-rate: 0.02")
		}, "it was made with learning-rate 0.01, config.yaml says 0.02"},
		"no checkpoint left": {func(directory string) error {
			return os.RemoveAll(filepath.Join(directory, CheckpointDirectory))
		}, "holds a run that is finished, and no checkpoint"},
		"all damaged": {func(directory string) error {
			d := checkpointsOf(directory)
			return errors.Join(os.Truncate(d.Path(8), 100), os.Truncate(d.Path(7), 0), os.Truncate(d.Path(6), 7))
		}, "truncated at byte 100"},
		"foreign content": {func(directory string) error {
			w, err := checkpoint.Create(checkpointsOf(directory).Path(9))
			if err != nil {
				return err
			}
			return errors.Join(w.Text(progressText, []byte("{}")), w.Text(metricsText, []byte("{\"epoch\":1}\n")), w.Commit())
		}, "metrics of 1 epochs, and finished 0"},
		"another network": {func(directory string) error {
			return rewrite(directory, func(d *document) {})
		}, "it does not have neurons 0 to 2 of population 1"},
		"another data set": {func(directory string) error {
			return rewrite(directory, func(d *document) { d.TrainingSamples = 77 })
		}, "it was made on 77 training samples, the data set patterns has 9"},
		"no border of a batch": {func(directory string) error {
			return rewrite(directory, func(d *document) { d.Progress.Presented = 3 })
		}, "it stands at sample 3"},
	} {
		directory := filepath.Join(t.TempDir(), "run")
		must(t, os.CopyFS(directory, os.DirFS(whole)))
		if err := test.spoil(directory); err != nil {
			t.Fatal(err)
		}
		_, err := DefaultSchedule().Resume(context.Background(), directory, silent{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, test.want)
		}
	}
}

func replace(path, before, after string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, bytes.Replace(text, []byte(before), []byte(after), 1), 0o600)
}

// rewrite writes a checkpoint without neurons over the newest one.
func rewrite(directory string, change func(*document)) error {
	file, err := checkpoint.Open(checkpointsOf(directory).Path(8))
	if err != nil {
		return err
	}
	var d document
	if err := json.Unmarshal(file.Text(progressText), &d); err != nil {
		return err
	}
	change(&d)
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	w, err := checkpoint.Create(file.Path)
	if err != nil {
		return err
	}
	return errors.Join(w.Text(progressText, text), w.Text(configText, file.Text(configText)),
		w.Text(metricsText, file.Text(metricsText)), w.Commit(), file.Close())
}

// The number of CPU cores and the place of the data may change.
func TestSettingsThatChangeNothingMayDiffer(t *testing.T) {
	directory := interrupted(t)
	if err := replace(filepath.Join(directory, record.ConfigFile), "procs: 0", "procs: 1"); err != nil {
		t.Fatal(err)
	}
	got := stoppedAfter(t, 1000, DefaultSchedule(), nil, directory)
	if want := mustRun(t, few()); got.Digest != want.Digest || got.Config.Procs != 1 {
		t.Errorf("digest %s with %d procs, want %s with 1", got.Digest, got.Config.Procs, want.Digest)
	}
}

func TestARunThatHasNoCheckpointStartsAnew(t *testing.T) {
	directory := interrupted(t)
	for _, name := range []string{record.SummaryFile, CheckpointDirectory} {
		if err := os.RemoveAll(filepath.Join(directory, name)); err != nil {
			t.Fatal(err)
		}
	}
	log := logged(t)
	got := stoppedAfter(t, 1000, DefaultSchedule(), nil, directory)
	expectSameRun(t, "anew", got, mustRun(t, few()))
	if !strings.Contains(log.String(), "starts anew") {
		t.Errorf("log %q does not say that the run starts anew", log)
	}
}

// One directory has one run at a time.
func TestADirectoryInUseIsNotResumed(t *testing.T) {
	directory := interrupted(t)
	lock, err := record.LockDirectory(directory)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := record.LockDirectory(directory); !errors.Is(err, record.ErrLocked) {
		t.Errorf("error %v, want errLocked", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := DefaultSchedule().Resume(ctx, directory, silent{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that waiting was given up", err)
	}
}

func TestSchedulesAreChecked(t *testing.T) {
	for want, s := range map[string]Schedule{
		"checkpoint-every is -1":     {Every: -1, Keep: 1},
		"checkpoint-keep is 0":       {},
		"checkpoint-minutes is -2":   {Minutes: -2, Keep: 1},
		"checkpoint-minutes is 1e-9": {Minutes: 1e-9, Keep: 1},
		"checkpoint-minutes is 1e+9": {Minutes: 1e9, Keep: 1},
	} {
		var config *settings.ConfigError
		_, err := s.Run(context.Background(), few(), filepath.Join(t.TempDir(), "run"), silent{})
		if !errors.As(err, &config) || !strings.Contains(strings.ReplaceAll(err.Error(), "1e-09", "1e-9"), strings.ReplaceAll(want, "1e+9", "1e+09")) {
			t.Errorf("error %v, want a ConfigError with %q", err, want)
		}
	}
}
