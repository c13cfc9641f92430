package storedrun

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

type quiet struct{}

func (quiet) Chosen(*settings.Config, *calibration.Report)        {}
func (quiet) Started(*settings.Config, *datasets.Dataset, string) {}
func (quiet) Phase(int, messages.Part, int)                       {}
func (quiet) Presented([]messages.Outcome)                        {}
func (quiet) Epoch(*record.Metrics)                               {}

// What is shown of a finished run is what its files say.
func TestAFinishedRunIsShown(t *testing.T) {
	c := settings.Defaults("yinyang", "sfdfa")
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit, c.NeuronsPerCore = []int{30}, 2, 200, 100, 10
	summary, err := runs.Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), quiet{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := open(summary.Directory)
	if err != nil {
		t.Fatal(err)
	}
	if s := r.State(); s.State != watch.Finished || *s.TestAccuracy != *summary.TestAccuracy || s.Learned != 400 {
		t.Errorf("state %+v", s)
	}
	wire, mesh, energy := r.feed.Latest(watch.KindWire).(*watch.Wire), r.feed.Latest(watch.KindMesh).(*watch.Mesh), r.feed.Latest(watch.KindEnergy).(*watch.Energy)
	written, err := record.ReadTraffic(summary.Directory)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range traffic.Purposes() {
		if got, want := wire.Purposes[i].Packets, p.Work(&written.Purposes).Packets; got != want || wire.Purposes[i].Name != p.Name {
			t.Errorf("%s: %d packets, the files have %d", p.Name, got, want)
		}
	}
	sum := 0.0
	for _, p := range energy.Purposes {
		sum += p.Joules
	}
	if want := summary.Energy.Run.Dynamic; sum < 0.999999*want || sum > 1.000001*want {
		t.Errorf("%v J in all, the run has %v", sum, want)
	}
	if len(mesh.Cores) != 4 || mesh.Width != 2 || len(mesh.Links) != 8 || math.Abs(mesh.CoreImbalance-written.PerCore["synaptic_operations"].Imbalance) > 1e-9 {
		t.Errorf("the mesh: %+v", mesh)
	}
	if n, err := r.Neuron(context.Background(), 1, 7); err != nil || n.Synapses != 5 || len(n.Feedback) != 3 {
		t.Errorf("a neuron: %+v, error %v", n, err)
	}
	if _, err := r.Neuron(context.Background(), 1, 30); !errors.Is(err, watch.ErrNotThere) || !strings.Contains(err.Error(), "allowed") {
		t.Errorf("one that there is not: error %v", err)
	}
	if err := r.Do(watch.Pause); !errors.Is(err, watch.ErrEnded) {
		t.Errorf("paused: error %v", err)
	}
}

// A table with other columns, or with what is no number, is shown as far as it can be.
func TestDamagedTablesAreNoHarm(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cores.csv")
	if err := os.WriteFile(path, []byte("core,x\n1,NaN\n2,1e999\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	rows := 0
	err := readTable(path, func(number func(string) float64, _ func(string) string) {
		rows++
		if number("core") != float64(rows) || number("x") != 0 || number("neurons") != 0 {
			t.Errorf("row %d: %v %v %v", rows, number("core"), number("x"), number("neurons"))
		}
	})
	if err != nil || rows != 2 {
		t.Errorf("%d rows, error %v", rows, err)
	}
}
