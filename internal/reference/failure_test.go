package reference_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// breaking is a data set whose samples can't be read past a point.
type breaking struct {
	datasets.Split
	after int
}

// AppendSpikes implements datasets.Split.
func (b *breaking) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	if b.after--; b.after < 0 {
		panic("the disk is gone")
	}
	return b.Split.AppendSpikes(dst, i)
}

// failingCase learns feedback, batch by batch of three samples.
func failingCase(t *testing.T) networktest.Case {
	t.Helper()
	c := networktest.Random(1)
	c.Spec.Learning.Rule = mustRule(t, "sfdfa")
	c.Spec.Learning.Perturb = learning.PerturbAll
	c.Train.Batch = 3
	return c
}

// own spike are the neurons of the first hidden population that draw a perturbation in
// a sample of some batch, and the first of them.
func ownSpike(t *testing.T, c networktest.Case, sample uint64) int {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	drew := make(chan int, 1000)
	net.Populations[1].Perturbations = func(neuron int, at uint64) float64 {
		if at == sample {
			drew <- neuron
		}
		return 1
	}
	e, err := reference.New(net, network.Setup{Parts: c.Parts})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
		t.Fatal(err)
	}
	close(drew)
	first, count := -1, 0
	for neuron := range drew {
		if count++; first < 0 || neuron < first {
			first = neuron
		}
	}
	if count < 2 {
		t.Fatalf("%d neurons fire in sample %d, want 2 or more", count, sample)
	}
	return first
}

// A panic of a neuron on one of the workers ends the run with one line that names
// the neuron, the samples and the cause: of several neurons always the same.
func TestAPanicOnAWorkerEndsTheRun(t *testing.T) {
	c := failingCase(t)
	const sample = 4 // in the second batch
	want := fmt.Sprintf("panic in neuron %d of population 1 on samples 3 to 5: no entropy", ownSpike(t, c, sample))
	for _, procs := range []int{1, 2, 4} {
		for range 20 {
			net, err := network.New(c.Spec)
			if err != nil {
				t.Fatal(err)
			}
			net.Populations[1].Perturbations = func(_ int, at uint64) float64 {
				if at == sample {
					panic("no entropy")
				}
				return 1
			}
			e, err := reference.New(net, network.Setup{Parts: c.Parts, CPUCores: procs})
			if err != nil {
				t.Fatal(err)
			}
			expectFailure(t, e, &c, want)
		}
	}
}

// expectFailure runs a case that fails, and asks for more.
func expectFailure(t *testing.T, e *reference.Engine, c *networktest.Case, want string) {
	t.Helper()
	_, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("error %v, want one line with %q", err, want)
	}
	_, again := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	_, digestErr := e.Digest()
	_, gradientsErr := e.Gradients(&c.Train)
	for what, got := range map[string]error{
		"run": again, "digest": digestErr, "gradients": gradientsErr,
		"states": e.States(1, func([]messages.State) error { return nil }),
	} {
		if !errors.Is(got, err) {
			t.Errorf("after the failure %s ends with %v, want the same error", what, got)
		}
	}
}

// Nor does one anywhere else end the process: where samples are encoded, spikes
// recorded, gradients looked at, neurons built or their states handed out.
func TestAPanicAnywhereElseIsAnError(t *testing.T) {
	c := failingCase(t)
	fresh := func() *network.Network {
		net, err := network.New(c.Spec)
		if err != nil {
			t.Fatal(err)
		}
		return net
	}
	parts := map[messages.Part]datasets.Split{messages.Train: &breaking{c.Parts[messages.Train], 4}}
	e, err := reference.New(fresh(), network.Setup{Parts: parts})
	if err != nil {
		t.Fatal(err)
	}
	expectFailure(t, e, &c, "panic in samples 3 to 5: the disk is gone")

	e, err = reference.New(fresh(), network.Setup{Parts: c.Parts, Record: func(core topology.Core, first uint64, _ [][]messages.Spike) {
		if core.Population == 1 && first == 6 {
			panic("no paper")
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	expectFailure(t, e, &c, "panic in samples 6 to 8: no paper")

	parts = map[messages.Part]datasets.Split{messages.Train: &breaking{c.Parts[messages.Train], 4}}
	if e, err = reference.New(fresh(), network.Setup{Parts: parts}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Gradients(&c.Train); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("gradients: error %v, want the panic's cause", err)
	}

	_, err = reference.New(fresh(), network.Setup{Initial: func(int, int) (messages.State, bool) { panic("no state") }})
	if err == nil || !strings.Contains(err.Error(), "panic in the building of the network: no state") {
		t.Errorf("building: error %v, want the panic's cause", err)
	}

	if e, err = reference.New(fresh(), network.Setup{Parts: c.Parts}); err != nil {
		t.Fatal(err)
	}
	err = e.States(1, func([]messages.State) error { panic("no room") })
	if err == nil || !strings.Contains(err.Error(), "panic in the states of population 1: no room") {
		t.Errorf("states: error %v, want the panic's cause", err)
	}
}

// So it is with back-propagation, which has turns of its own.
func TestAPanicInBackPropagationEndsTheRun(t *testing.T) {
	c := exactCase(t, 1)
	c.Spec.Learning.Rule = mustRule(t, "bp")
	c.Train.Batch = 2
	c.Parts = map[messages.Part]datasets.Split{messages.Train: &breaking{c.Parts[messages.Train], c.Train.Batch + 1}}
	want := fmt.Sprintf("panic in samples %d to ", c.Train.First+uint64(c.Train.Batch))
	expectFailure(t, engineOf(t, &c), &c, want)
}
