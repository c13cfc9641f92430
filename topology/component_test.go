package topology_test

import (
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/topology"
)

// joined is a network of populations of one neuron each, the first two of which are sources.
func joined(populations int, projections ...topology.Projection) *topology.Network {
	n := &topology.Network{Sources: 2, Projections: projections}
	for range populations {
		n.Sizes = append(n.Sizes, 1)
	}
	for k := range projections {
		projections[k].Rule = topology.Dense{}
	}
	return n
}

func arrow(from, to int, delay float64) topology.Projection {
	return topology.Projection{From: from, To: to, Delays: topology.Delays{Distribution: topology.Constant{Value: delay}}}
}

// Populations 2, 3 and 4 are a cycle, in which spikes go from 4 to 2 at once; 5 has a
// projection to itself, 6 is behind all of them and stands before them in no list.
func TestComponentsByHand(t *testing.T) {
	n := joined(8,
		arrow(6, 7, 0), arrow(2, 3, 1), arrow(3, 4, 1), arrow(4, 2, 0),
		arrow(0, 2, 0), arrow(1, 5, 0), arrow(5, 5, 1), arrow(3, 6, 0), arrow(5, 6, 0),
	)
	if err := n.Validate(); err != nil {
		t.Fatal(err)
	}
	want := [][]int{{0}, {1}, {3, 4, 2}, {5}, {6}, {7}}
	got := n.Components()
	if len(got) == 6 && len(got[2]) == 3 && got[2][2] == 3 {
		want[2] = []int{4, 2, 3} // where 3 stands is open
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("components %v, want %v", got, want)
	}
	for range 50 {
		if again := n.Components(); !reflect.DeepEqual(again, got) {
			t.Fatalf("components %v, then %v", got, again)
		}
	}
	for population, want := range []bool{false, false, true, true, true, true, false, false} {
		if n.Recurrent(population) != want {
			t.Errorf("population %d: recurrent %v, want %v", population, !want, want)
		}
	}
}

func TestChainsHaveComponentsOfOne(t *testing.T) {
	n := sparse()
	if got, want := n.Components(), [][]int{{0}, {1}, {2}, {3}}; !reflect.DeepEqual(got, want) {
		t.Errorf("components %v, want %v", got, want)
	}
}

func TestCyclesNeedADelay(t *testing.T) {
	for _, test := range []struct {
		name    string
		network *topology.Network
		want    string // "" if allowed
	}{
		{"self", joined(3, arrow(0, 2, 0), arrow(2, 2, 0)), "populations 2 -> 2 have no delay"},
		{"self with delay", joined(3, arrow(0, 2, 0), arrow(2, 2, 0.1)), ""},
		{"two", joined(4, arrow(0, 2, 0), arrow(2, 3, 0), arrow(3, 2, 0)), "populations 2 -> 3 -> 2 have no delay"},
		{"two with a delay", joined(4, arrow(0, 2, 0), arrow(2, 3, 0), arrow(3, 2, 0.1)), ""},
		{"a parallel projection without", joined(4, arrow(0, 2, 0), arrow(2, 3, 1), arrow(2, 3, 0), arrow(3, 2, 1), arrow(3, 2, 0)), "populations 2 -> 3 -> 2"},
		{"a part of a component", joined(5, arrow(0, 2, 0), arrow(2, 3, 1), arrow(3, 4, 0), arrow(4, 3, 0), arrow(4, 2, 1)), "populations 3 -> 4 -> 3"},
	} {
		err := test.network.Validate()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.want)
		}
	}
	named := joined(4, arrow(0, 2, 0), arrow(2, 3, 0), arrow(3, 2, 0))
	named.Names = []string{"input", "noise", "left", "right"}
	if err := named.Validate(); err == nil || !strings.Contains(err.Error(), "populations left -> right -> left have no delay") {
		t.Errorf("error %v, want one that names left and right", err)
	}
}

// A projection from or to a population that there is not is an error like others.
func TestProjectionsLeadBetweenPopulations(t *testing.T) {
	for _, p := range []topology.Projection{arrow(-1, 2, 0), arrow(9, 2, 0), arrow(0, 9, 0), arrow(0, 1, 0)} {
		if err := joined(3, p).Validate(); err == nil || !strings.Contains(err.Error(), "must be from one of 0 to 2 to one of 2 to 2") {
			t.Errorf("from %d to %d: error %v", p.From, p.To, err)
		}
	}
}
