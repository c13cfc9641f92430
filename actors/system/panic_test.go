package system_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// drawn is one perturbation: which neuron asked for it, in which sample.
type drawn struct {
	neuron int
	sample uint64
}

// drawnAfter returns a perturbation of the first hidden population after some
// samples, as the reference draws it.
func drawnAfter(t *testing.T, c networktest.Case, samples uint64) drawn {
	t.Helper()
	var lock sync.Mutex
	var found []drawn
	net := build(t, c)
	net.Populations[1].Perturbations = func(neuron int, sample uint64) float64 {
		lock.Lock()
		defer lock.Unlock()
		if sample >= samples {
			found = append(found, drawn{neuron, sample})
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
	if len(found) == 0 {
		t.Fatal("no neuron draws a perturbation")
	}
	return found[0]
}

// A neuron that panics in the middle of a run ends it with the neuron's name and
// the cause.
func TestAPanickingNeuronEndsTheRunWithItsName(t *testing.T) {
	for _, transport := range actors.Transports() {
		c := networktest.Random(1)
		c.Spec.Learning.Rule = learning.Rules[0]
		c.Spec.NeuronsPerCore = 2
		c.Train.Batch, c.Train.Coalesce = 3, 1
		victim := drawnAfter(t, c, 6)
		net := build(t, c)
		net.Populations[1].Perturbations = func(neuron int, sample uint64) float64 {
			if (drawn{neuron, sample}) == victim {
				panic("no entropy")
			}
			return 1
		}
		e, err := system.New(net, network.Setup{Parts: c.Parts}, transport)
		if err != nil {
			t.Fatal(err)
		}
		presented := 0
		_, err = e.Run(context.Background(), &c.Train, func(outcomes []messages.Outcome) { presented += len(outcomes) })
		want := fmt.Sprintf("neuron %d of population 1", victim.neuron)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "no entropy") {
			t.Errorf("%s transport: error %v, want one that names %s and the cause", transport, err, want)
		}
		if len(c.Train.Indices) <= presented {
			t.Errorf("%s transport: all %d samples were presented", transport, presented)
		}
		if err := e.Close(); err != nil {
			t.Errorf("%s transport: closing a failed engine: %v", transport, err)
		}
	}
}
