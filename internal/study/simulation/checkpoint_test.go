package simulation_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/messages"
)

// A run that is saved after each segment and goes on in a new network has the spikes of one that was never stopped,
// whatever the number of CPU cores; so has one whose synapses have delays of their own.
func TestARunGoesOnWithTheSameBits(t *testing.T) {
	for name, net := range map[string]func() *network.Network{
		"balanced": func() *network.Network { return balanced(t, 300) },
		"ring":     func() *network.Network { return ring(t) },
	} {
		whole, err := simulation.New(net(), network.Setup{}, engines["packets"])
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "spikes")
		var saved []byte
		kept := int64(0)
		for segments := 1; ; segments++ {
			if err := whole.Segment(context.Background(), func(int, []messages.Spike) {}); err != nil {
				t.Fatal(err)
			}
			s, err := simulation.New(net(), network.Setup{CPUCores: 1 + segments%2}, engines["packets"])
			if err != nil {
				t.Fatal(err)
			}
			if saved != nil {
				if err := s.Restore(saved); err != nil {
					t.Fatal(err)
				}
			}
			spikes, err := simulation.OpenSpikes(path, kept, 0, 1_000_000)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Segment(context.Background(), spikes.Add); err != nil {
				t.Fatal(err)
			}
			if got, want := s.Digest(), whole.Digest(); got != want || s.Time() != whole.Time() || s.Tally.SynapticEvents != whole.Tally.SynapticEvents {
				t.Fatalf("%s: after segment %d, %v s, digest %s with %d events, want %s with %d", name, segments, s.Time(), got, s.Tally.SynapticEvents, want, whole.Tally.SynapticEvents)
			}
			if saved, err = s.Save(); err != nil {
				t.Fatal(err)
			}
			if err := spikes.Flush(); err != nil {
				t.Fatal(err)
			}
			kept = spikes.Kept
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			done := s.Done()
			var file bytes.Buffer
			if err := spikes.Write(&file, s.Populations()); err != nil || done && file.Len() < 1000 {
				t.Errorf("%s: %d bytes of spikes, error %v", name, file.Len(), err)
			}
			if picture, err := spikes.Picture(name, s.Populations(), s.Sizes(), s.Time()); err != nil {
				t.Error(err)
			} else if svg, err := picture.SVG(); err != nil || !bytes.Contains(svg, []byte(s.Populations()[0])) {
				t.Errorf("%s: the picture does not name %s, error %v", name, s.Populations()[0], err)
			}
			if err := spikes.Close(); err != nil {
				t.Error(err)
			}
			if done {
				if spikes := fmt.Sprint(whole.Report(name, 0, 1).Spikes); spikes != fmt.Sprint(kept) || kept < 500 {
					t.Errorf("%s: %d spikes in the file, %s in the report", name, kept, spikes)
				}
				break
			}
		}
		if err := whole.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Checkpoints that are damaged, or of another network, are refused.
func TestCheckpointsOfOtherNetworksAreRefused(t *testing.T) {
	s, err := simulation.New(balanced(t, 0), network.Setup{}, engines["packets"])
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Segment(context.Background(), func(int, []messages.Spike) {}); err != nil {
		t.Fatal(err)
	}
	saved, err := s.Save()
	if err != nil {
		t.Fatal(err)
	}
	other, err := simulation.New(ring(t), network.Setup{}, engines["packets"])
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	cut, err := simulation.New(balanced(t, 0), network.Setup{Window: 1 / 3.7}, engines["packets"])
	if err != nil {
		t.Fatal(err)
	}
	defer cut.Close()
	if err := cut.Restore(saved); err == nil || !strings.Contains(err.Error(), "windows of") {
		t.Errorf("a checkpoint with other windows: the error is %v", err)
	}
	for name, bytes := range map[string][]byte{"another network's": saved, "half": saved[:len(saved)/2], "none": nil} {
		if err := other.Restore(bytes); err == nil {
			t.Errorf("%s checkpoint: no error", name)
		}
	}
}
