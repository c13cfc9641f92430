package runs

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// readObject reads a file of a run directory.
func readObject[T any](t *testing.T, summary *record.Summary, name string) *T {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(summary.Directory, name))
	if err != nil {
		t.Fatal(err)
	}
	object := new(T)
	if err := json.Unmarshal(text, object); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return object
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Errorf("%s is %g, want %g", what, got, want)
	}
}

// By Davies et al. 2018, in picojoules: worked out again from what traffic.json says
// of the run.
func daviesPicojoules(w *traffic.Work) float64 {
	return 23.6*float64(w.ACs) + 81*float64(w.NeuronUpdates) + 1.7*float64(w.LocalPackets) +
		3*float64(w.HopsX) + 4*float64(w.HopsY) + 120*float64(w.WeightUpdates)
}

func TestEnergyIsThatOfTheTrafficByTheProfileAskedFor(t *testing.T) {
	c := small()
	c.NeuronsPerCore = 7 // five hidden cores and one output core
	summary := mustRun(t, c)
	e, counted := readObject[energy.Estimate](t, summary, EnergyFile), readObject[record.Traffic](t, summary, record.TrafficFile)
	if e.Profile != "loihi-davies2018" || e.Samples != 600 || counted.Forward.ACs == 0 || counted.Learning.WeightUpdates == 0 {
		t.Fatalf("profile %s, %d samples, %+v", e.Profile, e.Samples, counted)
	}
	heard := counted.Purposes
	heard.Silence = traffic.Work{} // which no chip has
	forward := heard.PhaseWork(traffic.Forward)
	near(t, "forward", e.Forward.Dynamic, daviesPicojoules(&forward)*1e-12)
	near(t, "silence", e.Silence, daviesPicojoules(&counted.Purposes.Silence)*1e-12)
	near(t, "learning", e.Learning.Dynamic, daviesPicojoules(&counted.Learning)*1e-12)
	near(t, "learning per sample", e.PerSample.Learning.Dynamic, e.Learning.Dynamic/600)
	near(t, "static", e.Run.Static, 600*c.Duration*0.104)
	pairs := 33 * math.Ceil(c.Duration/1e-3) * 600
	reached := e.Assumed.Reached * pairs
	if e.Assumed.Reached < 0.9 || e.Assumed.Reached >= 1 {
		t.Errorf("%v of a clock's steps come after an arrival, want most", e.Assumed.Reached)
	}
	near(t, "decaying", e.Run.Decaying, (reached-float64(counted.Forward.NeuronUpdates))*81e-12)
	near(t, "idle", e.Run.Idle, (pairs-reached)*52e-12)
	want := energy.Clock{Timestep: 1e-3, Neurons: 33, Duration: c.Duration, Cores: 6, Chips: 1, Reached: e.Assumed.Reached}
	if e.Assumed != want {
		t.Errorf("assumed %+v, want %+v", e.Assumed, want)
	}
	if macs := counted.Learning.MACs; len(e.Missing) == 0 || e.Missing[0].Constant != "synaptic-operation-graded" || e.Missing[0].Count != float64(macs) {
		t.Errorf("missing are %+v, want %d graded operations first", e.Missing, macs)
	}

	c.EnergyProfile = filepath.Join(t.TempDir(), "own.yaml")
	own := "name: own\ntitle: b\nconstants: {spike-out: {value: 3, unit: nJ, source: s, evidence: measured}}\n"
	if err := os.WriteFile(c.EnergyProfile, []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	other := readObject[energy.Estimate](t, mustRun(t, c), EnergyFile)
	near(t, "by a profile of one's own", other.Run.Dynamic, 3e-9*float64(counted.Forward.Spikes))
}

func TestAnEnergyProfileThatCantBeIsSaidBeforeTheRun(t *testing.T) {
	c := small()
	c.EnergyProfile = "loihi7"
	directory := filepath.Join(t.TempDir(), "run")
	_, err := Run(t.Context(), c, directory, silent{})
	var config *settings.ConfigError
	if !errors.As(err, &config) || !strings.Contains(err.Error(), `"loihi7"`) || !strings.Contains(err.Error(), "allowed: loihi-davies2018") {
		t.Errorf("error %v", err)
	}
	if exists(directory) {
		t.Error("there is a directory of a run that there is not")
	}
}

// Activation sparsity and idle updates depend on the time step and state it; nothing
// else does.
func TestTheTimestepIsTheOneAskedFor(t *testing.T) {
	c := small()
	coarse := mustRun(t, c)
	c.Timestep = 1e-4
	fine := mustRun(t, c)
	if coarse.Digest != fine.Digest {
		t.Error("the time step changes the weights")
	}
	before, after := readObject[neurobench.Report](t, coarse, NeuroBenchFile), readObject[neurobench.Report](t, fine, NeuroBenchFile)
	if before.Timestep != 1e-3 || after.Timestep != 1e-4 || after.Timesteps != 10*before.Timesteps {
		t.Errorf("%d steps of %g s, and %d of %g s", before.Timesteps, before.Timestep, after.Timesteps, after.Timestep)
	}
	if after.ActivationSparsity <= before.ActivationSparsity || after.SynapticOperations.EffACs != before.SynapticOperations.EffACs {
		t.Errorf("%+v, then %+v", before, after)
	}
	near(t, "Dense", after.SynapticOperations.Dense, 10*before.SynapticOperations.Dense)
	if x, y := coarse.Energy.Run, fine.Energy.Run; x.Idle >= y.Idle || x.Dynamic != y.Dynamic || x.Static != y.Static {
		t.Errorf("%+v, then %+v", x, y)
	}
}

// The figures of neurobench.json are those of the run's last test, and for learning
// those of its training samples.
func TestNeuroBenchOfARun(t *testing.T) {
	c := small()
	c.Epochs = 1
	summary := mustRun(t, c)
	r := readObject[neurobench.Report](t, summary, NeuroBenchFile)
	near(t, "accuracy", 100*r.ClassificationAccuracy, *summary.TestAccuracy)
	near(t, "learning ACs", r.Learning.SynapticOperations.EffACs, summary.Last.SynapticEventsPerSample)
	grades := float64(summary.Last.Traffic.HiddenSpikes) * 3 / 200 // each reaches three outputs
	near(t, "learning MACs", r.Learning.SynapticOperations.EffMACs, grades)
	if r.Samples != 100 || r.SynapticOperations.EffMACs != 0 || r.Footprint != 4*(5*30+30*3) {
		t.Errorf("report %+v", r)
	}
}

// A run that is killed after its last checkpoint owes the files that it writes at its end: going on with it makes
// the same ones.
func TestARunGoneOnWithOwesItsLastFiles(t *testing.T) {
	summary := mustRun(t, small())
	want := readObject[neurobench.Report](t, summary, NeuroBenchFile)
	for _, name := range []string{NeuroBenchFile, record.SummaryFile, record.NetworkFile, record.TrafficFile, EnergyFile} {
		if err := os.Remove(filepath.Join(summary.Directory, name)); err != nil {
			t.Fatal(err)
		}
	}
	again, err := DefaultSchedule().Resume(t.Context(), summary.Directory, silent{})
	if err != nil {
		t.Fatal(err)
	}
	if got := readObject[neurobench.Report](t, again, NeuroBenchFile); !reflect.DeepEqual(got, want) || again.Digest != summary.Digest {
		t.Errorf("%s is %+v, digest %s; want %+v, %s", NeuroBenchFile, got, again.Digest, want, summary.Digest)
	}
	for _, name := range []string{record.SummaryFile, record.NetworkFile, record.TrafficFile, EnergyFile} {
		if _, err := os.Stat(filepath.Join(summary.Directory, name)); err != nil {
			t.Error(err)
		}
	}
}
