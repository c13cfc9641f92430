package main

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npz"
	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/internal/runs/record"
)

// object runs a command that prints a JSON object.
func object(t *testing.T, arguments ...string) (o map[string]any) {
	t.Helper()
	code, stdout, stderr := invoke(context.Background(), append(arguments, "--json")...)
	if code != 0 {
		t.Fatalf("%v: exit code %d: %s", arguments, code, stderr)
	}
	if err := json.Unmarshal([]byte(stdout), &o); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	return o
}

func TestEvalComesToWhatTheRunDid(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	want := summaryOf(t, small(directory, "--rule", "dfa")...)
	got := object(t, "eval", directory)
	for _, key := range []string{"test_accuracy", "test_accuracy_lowest_index", "test_loss", "validation_accuracy", "digest"} {
		if got[key] != want[key] || got[key] == nil {
			t.Errorf("%s is %v, want %v", key, got[key], want[key])
		}
	}
	code, stdout, _ := invoke(context.Background(), "eval", directory)
	if code != 0 || !strings.Contains(stdout, "test accuracy") {
		t.Errorf("exit code %d, table\n%s", code, stdout)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if code, _, stderr := invoke(ctx, "eval", directory); code != exitInterrupted {
		t.Errorf("interrupted: exit code %d, want %d: %s", code, exitInterrupted, stderr)
	}
}

// What inspect says of weights is what NumPy's file says.
func TestInspectAgreesWithTheExportedNetwork(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	summary := summaryOf(t, small(directory, "--layers", "20,15", "--in-degree", "0,4,0", "--rate-average", "100")...)
	copied := filepath.Join(t.TempDir(), "copy.npz")
	x := object(t, "inspect", directory, "--npz", copied)
	text, err := os.ReadFile(copied)
	want, wantErr := os.ReadFile(filepath.Join(directory, record.NetworkFile))
	if err != nil || wantErr != nil || string(text) != string(want) {
		t.Errorf("the exported file differs from the run's: %v, %v", err, wantErr)
	}
	file, err := npz.Open(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if x["parameters"] != float64(20*5+15*4+3*15+20*3+15*3) {
		t.Errorf("%v parameters", x["parameters"])
	}
	silent := 0.0
	for i, value := range x["populations"].([]any) {
		p := value.(map[string]any)
		silent += p["silent_neurons"].(float64)
		name := []string{"weights_1.npy", "weights_2.npy", "weights_3.npy"}[i]
		var narrow []float32
		if err := file.Read(name, &narrow); err != nil {
			t.Fatal(err)
		}
		values := make([]float64, len(narrow))
		for j, w := range narrow {
			values[j] = float64(w)
		}
		mean, variance := stat.PopMeanVariance(values, nil)
		got := p["weights"].(map[string]any)
		if math.Abs(got["mean"].(float64)-mean) > 1e-12 || math.Abs(got["sd"].(float64)-math.Sqrt(variance)) > 1e-12 || got["count"] != float64(len(values)) {
			t.Errorf("%s: %v, want %d with mean %v and sd %v", name, got, len(values), mean, math.Sqrt(variance))
		}
	}
	if last := summary["last_epoch"].(map[string]any); silent != last["silent_neurons"] {
		t.Errorf("%v silent neurons, want %v", silent, last["silent_neurons"])
	}
	expectNeuron(t, directory, file)
}

// expectNeuron compares a neuron of the sparse population with the file.
func expectNeuron(t *testing.T, directory string, file *npz.Reader) {
	t.Helper()
	var starts []int64
	var partners []int32
	var weights []float32
	var rates []float64
	for name, target := range map[string]any{
		"starts_2.npy": &starts, "presynaptic_2.npy": &partners, "weights_2.npy": &weights, "rates_2.npy": &rates,
	} {
		if err := file.Read(name, target); err != nil {
			t.Fatal(err)
		}
	}
	x := object(t, "inspect", directory, "--neuron", "2:7")
	if x["mean_rate"] != rates[7] || rates[7] <= 0 {
		t.Errorf("mean rate %v, want %v, above 0", x["mean_rate"], rates[7])
	}
	synapses := x["synapses"].([]any)
	if len(synapses) != 4 {
		t.Fatalf("%d synapses, want 4", len(synapses))
	}
	for s, value := range synapses {
		got, at := value.(map[string]any), starts[7]+int64(s)
		if got["presynaptic"] != float64(partners[at]) || got["weight"] != float64(weights[at]) || got["first_moment"] == nil {
			t.Errorf("synapse %d is %v, want from %d with %v", s, got, partners[at], weights[at])
		}
	}
}

func TestInspectPrintsTablesAndRefusesWhatIsNotThere(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	if code, _, stderr := invoke(context.Background(), small(directory, "--rate-average", "100")...); code != 0 {
		t.Fatal(stderr)
	}
	for _, test := range []struct {
		arguments []string
		code      int
		text      string
	}{
		{[]string{directory}, exitOK, "POPULATION"},
		{[]string{directory, "--neuron", "1:3"}, exitOK, "neuron 3 of population 1: 5 synapses"},
		{[]string{directory, "--neuron", "1:3"}, exitOK, "\nmean rate "},
		{[]string{directory, "--neuron", "3:0"}, exitUsage, "population is 3, allowed: 1 to 2"},
		{[]string{directory, "--neuron", "1:20"}, exitUsage, "neuron is 20, allowed: 0 to 19"},
		{[]string{directory, "--neuron", "1"}, exitUsage, "POPULATION:INDEX"},
		{[]string{t.TempDir()}, exitUsage, "holds no run"},
		{nil, exitUsage, "no run below runs"},
	} {
		code, stdout, stderr := invoke(context.Background(), append([]string{"inspect"}, test.arguments...)...)
		if code != test.code || !strings.Contains(stdout+stderr, test.text) {
			t.Errorf("%v: exit code %d, prints %s%s; want %d and %q", test.arguments, code, stdout, stderr, test.code, test.text)
		}
	}
}
