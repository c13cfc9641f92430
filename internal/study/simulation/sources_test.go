package simulation_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/messages"
)

// sources has a Poisson source, and neurons that it drives beside each other.
const sources = `network:
  populations:
    noise: {source: poisson, size: 30, rate: 100Hz}
    cells: {size: 50, threshold: 0.001, refractory: 2ms}
  projections:
    - {from: noise, to: cells, connect: {fixed-in-degree: 10}, weights: 0.3, delays: {uniform: [0.01ms, 3ms]}}
    - {from: cells, to: cells, connect: {fixed-in-degree: 5, self: false}, weights: {uniform: [-0.1, 0.1]}, delays: 2ms}
`

// freely runs a network of a text to its end, from checkpoint to checkpoint, and returns its spikes by population and its digest.
func freely(t *testing.T, text, engine string, cores int, spikes *simulation.Spikes) (fired []int, digest messages.Digest) {
	t.Helper()
	var saved []byte
	for {
		net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 0.3, Seed: 2, NeuronsPerCore: 10 * cores})
		if err != nil {
			t.Fatal(err)
		}
		s, err := simulation.New(net, network.Setup{CPUCores: cores}, engines[engine])
		if err != nil {
			t.Fatal(err)
		}
		if saved != nil {
			if err := s.Restore(saved); err != nil {
				t.Fatal(err)
			}
		}
		fired = append(fired, make([]int, len(net.Populations)-len(fired))...)
		for first := true; !s.Done() && (first || !s.CanBeSaved()); first = false {
			if err := s.Segment(context.Background(), func(population int, segment []messages.Spike) {
				fired[population] += len(segment)
				spikes.Add(population, segment)
			}); err != nil {
				t.Fatal(err)
			}
		}
		done := s.Done()
		digest = s.Digest()
		if s.CanBeSaved() {
			if saved, err = s.Save(); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if done {
			return fired, digest
		}
	}
}

// A source fires the same on all engines, also from a checkpoint; and what a run has written is a source of another, which then fires the
// same.
func TestSourcesFireFreely(t *testing.T) {
	t.Chdir(t.TempDir())
	spikes, err := simulation.OpenSpikes("raw", 0, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	defer spikes.Close()
	fired, want := freely(t, sources, "packets", 1, spikes)
	if fired[1] < 600 || fired[2] < 200 {
		t.Fatalf("%v spikes: the comparison says little", fired)
	}
	file, err := os.Create("spikes.npz")
	if err != nil {
		t.Fatal(err)
	}
	if err := spikes.Write(file, []string{"noise", "cells"}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	played := strings.Replace(sources, "poisson, size: 30, rate: 100Hz", "file, size: 30, file: spikes.npz", 1)
	for _, text := range []string{sources, played} {
		for engine := range engines {
			for cores := range 2 {
				other, err := simulation.OpenSpikes(filepath.Join(t.TempDir(), "raw"), 0, 0, 0)
				if err != nil {
					t.Fatal(err)
				}
				if _, got := freely(t, text, engine, cores+1, other); got != want {
					t.Errorf("%s, %d CPU cores: digest %s, want %s of\n%s", engine, cores+1, got, want, text)
				}
				if err := other.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}
