package closeup

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

type silent struct{}

func (silent) Chosen(*settings.Config, *calibration.Report)        {}
func (silent) Started(*settings.Config, *datasets.Dataset, string) {}
func (silent) Phase(int, messages.Part, int)                       {}
func (silent) Presented([]messages.Outcome)                        {}
func (silent) Epoch(*record.Metrics)                               {}

// trained is the directory of a small run.
func trained(t *testing.T, c settings.Config) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "run")
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit = []int{12}, 1, 80, 40
	if _, err := runs.Run(context.Background(), c, directory, silent{}); err != nil {
		t.Fatal(err)
	}
	return directory
}

// Before its first spike, potential and current of a neuron are sums over what arrived, and at each of its spikes the
// potential is at the threshold.
func TestACloseUpIsTheClosedForm(t *testing.T) {
	c := settings.Defaults("yinyang", "sfdfa")
	directory := trained(t, c)
	fired, compared := 0, 0
	for index := range 12 {
		r := request{name: fmt.Sprintf("1:%d", index), part: messages.Test, sample: 3}
		x, err := r.look(context.Background(), directory)
		if err != nil {
			t.Fatal(err)
		}
		s := x.Sample
		if len(s.Arrivals) != 5 || len(s.Fired) != len(s.Spikes) || x.Synapses != 5 {
			t.Fatalf("neuron %d: %d arrivals at %d synapses; %v fired, %v worked out", index, len(s.Arrivals), x.Synapses, s.Fired, s.Spikes)
		}
		for i, time := range s.Times {
			if slices.Contains(s.Spikes, time) {
				fired++
				if math.Abs(s.Potential[i]/s.Threshold-1) > 1e-6 {
					t.Errorf("neuron %d: potential %v at its spike, want the threshold %v", index, s.Potential[i], s.Threshold)
				}
			}
			if len(s.Spikes) > 0 && time > s.Spikes[0] {
				continue
			}
			potential, current := 0.0, 0.0
			for k, at := range s.Arrivals {
				if at <= time {
					fast, slow := math.Exp((at-time)/c.TauSyn), math.Exp((at-time)/(2*c.TauSyn))
					potential += s.Weights[k] * (slow - fast)
					current += s.Weights[k] * fast
				}
			}
			if compared++; math.Abs(potential-s.Potential[i]) > 1e-9 || math.Abs(current-s.Current[i]) > 1e-9 {
				t.Errorf("neuron %d at %v s: potential %v and current %v, want %v and %v", index, time, s.Potential[i], s.Current[i], potential, current)
			}
		}
	}
	if fired < 3 || compared < 1000 {
		t.Errorf("%d spikes and %d times compared, want more", fired, compared)
	}
}

func TestWhatACloseUpLeaves(t *testing.T) {
	c := settings.Defaults("patterns", "sfdfa")
	c.Inputs = 64
	directory := trained(t, c)
	r := request{name: "1:2", part: messages.Train, sample: 0}
	x, err := r.look(context.Background(), directory)
	if err != nil {
		t.Fatal(err)
	}
	if x.Image == nil || *x.Image != (Image{8, 8}) {
		t.Errorf("image %v, want 8 by 8", x.Image)
	}
	for _, name := range []string{"neuron.json", "course.csv", "course.svg", "arrivals.csv", "synapses.csv", "receptive_field.svg"} {
		if info, err := os.Stat(filepath.Join(directory, "neuron-1-2", name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.Contains(x.Files, name) {
			t.Errorf("%s is not among %v", name, x.Files)
		}
	}
	var text strings.Builder
	if err := printed(&text, x); err != nil || !strings.Contains(text.String(), "neuron 2 of population 1 in train sample 0") {
		t.Errorf("%s: %v", text.String(), err)
	}
	for _, wrong := range []request{
		{name: "1:12"}, {name: "3:0"}, {name: "1:0", sample: 1 << 30}, {name: "1:-1"}, {name: "hidden:0"},
		{name: "1:0", width: 7, height: 9},
	} {
		wrong.part = messages.Test
		if _, err := wrong.look(context.Background(), directory); !errors.As(err, new(*settings.ConfigError)) {
			t.Errorf("%+v: %v, want a ConfigError", wrong, err)
		}
	}
}

func TestNamesOfNeuronsAndImages(t *testing.T) {
	n := &topology.Network{Sizes: []int{1, 2, 3}, Names: []string{"input", "hidden", "output"}}
	for _, name := range []string{"2:17", "output:17"} {
		if population, index, err := Find(n, name); population != 2 || index != 17 || err != nil {
			t.Errorf("%s is %d:%d, %v", name, population, index, err)
		}
	}
	for _, wrong := range []string{"", "1", "1:", ":1", "a:b", "1:2:3", "1: 2", "input:0", "hiden:0"} {
		if _, _, err := Find(n, wrong); err == nil {
			t.Errorf("%q is a neuron", wrong)
		}
	}
	for _, wrong := range []string{"28", "28x", "0x8", "-1x-1", "axb"} {
		if _, _, err := parseImage(wrong); err == nil {
			t.Errorf("%q is an image", wrong)
		}
	}
}
