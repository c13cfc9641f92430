package mesh_test

import (
	"bytes"
	"testing"

	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

func handPicture(t *testing.T, rule string) (*mesh.Picture, *mesh.Load) {
	t.Helper()
	picture, err := mesh.NewPicture(handNetwork(t, rule), placement.Layer{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	return picture, picture.Charge(spikes, 3, 2)
}

// The tables of the example under DFA. Core 0 takes 7 input spikes, 3 packets that
// say that these were all and 3 errors, and sends 1 spike, 3 such packets and 2 at
// the ends of batches; and so on.
func TestTheTablesOfTheExample(t *testing.T) {
	picture, load := handPicture(t, "dfa")
	cores, err := picture.CoresCSV(load)
	if err != nil {
		t.Fatal(err)
	}
	const wantCores = `core,x,y,neurons,in_axons,out_axons,synapses,synapse_bytes,feedback_weights,spikes,packets_in,packets_out,forward_packets_in,forward_packets_out,learning_packets_in,learning_packets_out,synaptic_operations,acs,macs,neuron_updates,eligibility_updates,weight_updates,feedback_updates,delays,delay_reads,delay_updates
0,0,0,2,2,2,4,16,4,1,13,6,10,4,3,2,18,14,4,20,16,8,0,0,0,0
1,1,0,2,2,2,4,16,4,6,13,11,10,9,3,2,30,14,16,20,26,8,0,0,0,0
2,0,1,2,4,2,8,32,4,3,16,8,13,6,3,2,26,14,12,20,26,16,0,0,0,0
3,1,1,2,2,2,4,16,0,7,9,12,6,10,3,2,14,6,8,12,20,8,0,0,0,0
`
	if string(cores) != wantCores {
		t.Errorf("cores\n%s, want\n%s", cores, wantCores)
	}
	links, err := load.Links.CSV()
	if err != nil {
		t.Fatal(err)
	}
	// A spike and the end of a batch have 32 bits, silence 64, the broadcast 96.
	const wantLinks = `from_x,from_y,to_x,to_y,direction,packets,bits,forward_packets,forward_bits,learning_packets,learning_bits
0,0,1,0,east,13,704,10,416,3,288
0,0,0,1,north,16,896,13,608,3,288
1,0,0,0,west,11,448,9,384,2,64
1,0,1,1,north,3,288,0,0,3,288
0,1,1,1,east,6,288,6,288,0,0
0,1,0,0,south,14,544,10,416,4,128
1,1,0,1,west,12,480,10,416,2,64
1,1,1,0,south,0,0,0,0,0,0
,,0,0,in,23,1120,20,832,3,288
0,0,,,out,18,672,10,416,8,256
`
	if string(links) != wantLinks {
		t.Errorf("links\n%s, want\n%s", links, wantLinks)
	}
}

// The report describes the tables' columns.
func TestTheReportOfTheExample(t *testing.T) {
	picture, load := handPicture(t, "dfa")
	r := picture.Report(load)
	if got, want := r.PerCore["macs"], (mesh.Distribution{Total: 40, Max: 16, P99: 16, Mean: 10, Imbalance: 1.6}); got != want {
		t.Errorf("MACs of cores %+v, want %+v", got, want)
	}
	if got, want := r.PerLink["packets"], (mesh.Distribution{Total: 75, Max: 16, P99: 16, Mean: 9.375, Imbalance: 16 / 9.375}); got != want {
		t.Errorf("packets over links %+v, want %+v", got, want)
	}
	if r.HostIn.Packets != 23 || r.HostOut.Packets != 18 || r.Samples != 3 || r.Batches != 2 || r.Grid != "2x2" || r.Cores != 4 {
		t.Errorf("report %+v", r)
	}
	if sum := r.Total; sum.Packets != r.Forward.Packets+r.Learning.Packets || sum.Hops() != r.PerLink["packets"].Total {
		t.Errorf("all in all %+v", sum)
	}
}

// Pictures say what they are of, the same figures give the same bytes, and there is
// one of a run that has presented nothing.
func TestPicturesOfTheMesh(t *testing.T) {
	picture, load := handPicture(t, "bp")
	for name, load := range map[string]*mesh.Load{"example": load, "nothing": picture.Nothing()} {
		draw := func() []byte {
			heat := picture.HeatMap(load, "the example")
			first, err := heat.SVG()
			if err != nil {
				t.Fatal(err)
			}
			bars, err := picture.Report(load).Bars("the example")
			if err != nil {
				t.Fatal(err)
			}
			second, err := bars.SVG()
			if err != nil {
				t.Fatal(err)
			}
			phases := picture.PhaseMaps(load, "the example")
			third, err := phases.SVG()
			if err != nil {
				t.Fatal(err)
			}
			return append(append(first, second...), third...)
		}
		drawn := draw()
		if !bytes.Equal(drawn, draw()) {
			t.Errorf("%s: two drawings differ", name)
		}
		words := []string{"the example", "host", "packets over a link", "synaptic operations of a core", "bits in a sample", "learning: grades, error broadcasts", "bits over a link"}
		if name == "example" {
			words = append(words, "hidden spikes", "backward errors")
		}
		for _, word := range words {
			if !bytes.Contains(drawn, []byte(word)) {
				t.Errorf("%s: no %q", name, word)
			}
		}
	}
}
