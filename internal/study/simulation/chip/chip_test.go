package chip_test

import (
	"bytes"
	"encoding/gob"
	"errors"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/chip"
	"sfdfa-actors/messages"
)

// two has two populations of two neurons, each on a core of its own: core 0 at (0,0), core 1 at (1,0).
const two = `network:
  populations:
    left: {size: 2}
    right: {size: 2}
  projections:
    - {from: left, to: right, connect: all-to-all, delays: 1ms}
    - {from: right, to: left, connect: one-to-one, delays: 1ms}
    - {from: left, to: left, connect: {fixed-in-degree: 1, self: false}, delays: 1ms}
`

var settings = chip.Settings{Placement: "layer", Profile: energy.Default(), Timestep: 1e-3, Duration: 2}

func newChip(t *testing.T, text string) (*chip.Chip, *network.Network) {
	t.Helper()
	net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 2, Seed: 1, NeuronsPerCore: 2})
	if err != nil {
		t.Fatal(err)
	}
	c, err := chip.New(net, settings)
	if err != nil {
		t.Fatal(err)
	}
	return c, net
}

// By hand: a spike of the left goes to its own core, with 1 synapse, and over one link to the right, with 2; a spike of the right
// goes back, with 1.
func TestWhatSpikesPutOnTheMesh(t *testing.T) {
	c, _ := newChip(t, two)
	c.Add(1, []messages.Spike{{Source: 0}, {Source: 1}, {Source: 1}})
	c.Reached(0.05) // no interval yet: they are a tenth of a second
	if load, seconds := c.Recent(); seconds != 0.05 || load.Cores[0].HiddenSpikes.Spikes != 3 {
		t.Errorf("recently %+v in %v s", load.Cores[0].HiddenSpikes, seconds)
	}
	c.Reached(0.1)
	c.Add(2, []messages.Spike{{Source: 1}})
	c.Reached(2)
	want := []chip.Interval{
		{Begin: 0, End: 0.1, Cores: []chip.Core{{Spikes: 3, PacketsOut: 6, PacketsIn: 3, Operations: 3}, {PacketsIn: 3, Operations: 6}}},
		{Begin: 0.1, End: 2, Cores: []chip.Core{{PacketsIn: 1, Operations: 1}, {Spikes: 1, PacketsOut: 1}}},
	}
	got := c.Save().Intervals
	for i := range got {
		if got[i].Begin != want[i].Begin || got[i].End != want[i].End || !reflect.DeepEqual(got[i].Cores, want[i].Cores) {
			t.Errorf("interval %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	r := c.Report()
	if r.Total.Packets != 7 || r.Total.Hops() != 4 || r.Packets != 3.5 || r.Operations != 5 {
		t.Errorf("%d packets over %d links, %v a second, %v operations a second, want 7, 4, 3.5, 5", r.Total.Packets, r.Total.Hops(), r.Packets, r.Operations)
	}
	if want := (chip.Busiest{Name: "(0,0)→(1,0)", PerSecond: 1.5, Imbalance: 1.5}); r.BusiestLink != want {
		t.Errorf("the busiest link is %+v, want %+v", r.BusiestLink, want)
	}
	if want := "1 at (1,0)"; r.BusiestCore.Name != want || r.BusiestCore.PerSecond != 3 {
		t.Errorf("the busiest core is %+v, want %s with 3 operations a second", r.BusiestCore, want)
	}
	if r.Energy.Dynamic <= 0 || r.Energy.Clocked == nil || *r.Energy.Clocked <= r.Energy.Dynamic {
		t.Errorf("energy %+v, want more with a clock than without", r.Energy)
	}
	cores, err := c.CoresCSV()
	if err != nil || strings.Count(string(cores), "\n") != 5 || !strings.Contains(string(cores), "0,0.1,0,0,0,3,6,3,3\n") {
		t.Errorf("error %v, table\n%s", err, cores)
	}
	links, err := c.LinksCSV()
	if err != nil || !strings.Contains(string(links), "0.1,2,1,0,west,1\n") {
		t.Errorf("error %v, table\n%s", err, links)
	}
	picture, err := c.TimePicture("two")
	if err != nil {
		t.Fatal(err)
	}
	if svg, err := picture.SVG(); err != nil || !bytes.Contains(svg, []byte("core 1 at (1,0)")) {
		t.Errorf("the picture does not name the busiest core, error %v", err)
	}
}

// A chip that goes on from a checkpoint comes to the same.
func TestAChipGoesOn(t *testing.T) {
	c, _ := newChip(t, two)
	c.Add(1, []messages.Spike{{Source: 0}})
	c.Reached(0.1)
	c.Add(2, []messages.Spike{{Source: 0}})
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(c.Save()); err != nil {
		t.Fatal(err)
	}
	var s chip.State
	if err := gob.NewDecoder(&b).Decode(&s); err != nil {
		t.Fatal(err)
	}
	other, _ := newChip(t, two)
	if err := other.Restore(&s); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*chip.Chip{c, other} {
		c.Add(2, []messages.Spike{{Source: 1}})
		c.Reached(2)
	}
	if got, want := other.Report(), c.Report(); !reflect.DeepEqual(got, want) || got.Total.Spikes != 3 {
		t.Errorf("%+v, want %+v", got, want)
	}
	larger, _ := newChip(t, strings.ReplaceAll(two, "size: 2", "size: 3"))
	if err := larger.Restore(&s); err == nil {
		t.Error("a state of another network is taken")
	}
}

// A network whose routes would not fit into memory has no chip.
func TestLargeNetworksAreRefused(t *testing.T) {
	net, err := simulation.Network([]byte(strings.ReplaceAll(two, "size: 2", "size: 20000")), simulation.Settings{Duration: 1, Seed: 1, NeuronsPerCore: 5})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chip.New(net, settings); !errors.Is(err, chip.ErrTooLarge) {
		t.Errorf("error %v, want ErrTooLarge", err)
	}
}
