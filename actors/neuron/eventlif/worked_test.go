package eventlif_test

import (
	"cmp"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// workedNetwork is what a neuron needs of a worked case of a network of any shape.
type workedNetwork struct {
	Name    string `json:"name"`
	Network struct {
		Duration    float64 `json:"t_max"`
		Populations []struct {
			Name       string  `json:"name"`
			Size       int     `json:"size"`
			TauSyn     float64 `json:"tau_s"`
			TauMem     float64 `json:"tau_m"`
			Threshold  float64 `json:"theta"`
			Refractory float64 `json:"refractory"`
			Cap        int     `json:"cap"`
		} `json:"populations"`
		Projections []struct {
			From     string       `json:"from"`
			To       string       `json:"to"`
			Synapses [][4]float64 `json:"synapses"` // pre, post, weight, delay
		} `json:"projections"`
	} `json:"network"`
	Samples []workedSample `json:"samples"`
}

type workedSample struct {
	Input         [][]float64            `json:"input"`
	Perturbations map[string][]float64   `json:"xi"`
	Spikes        map[string][][]float64 `json:"spikes"`
	Grades        map[string][][]float64 `json:"grades"`
	Modified      [][]float64            `json:"elig_modified"`
	Exact         [][]float64            `json:"elig_exact"`
	DelayModified [][]float64            `json:"delay_elig_modified"`
	DelayExact    [][]float64            `json:"delay_elig_exact"`
}

// workedNeuron is one neuron of a case, its synapses in the order of (projection, place in it).
type workedNeuron struct {
	weights    []float64
	from       [][2]int // projection, place in it
	spikes     []messages.Spike
	sample     *workedSample
	name       string
	index      int
	parameters model.Parameters
}

// Each neuron of each worked case, given its presynaptic neurons' spikes: spikes, grades, and the
// eligibilities of weights and delays.
func TestWorkedNetworksNeuronByNeuron(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "golden-networks", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("no worked cases of networks beside the repository, in ../shared/golden-networks")
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var c workedNetwork
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		t.Run(c.Name, func(t *testing.T) {
			spikes := 0
			for s := range c.Samples {
				for _, n := range c.neurons(&c.Samples[s]) {
					spikes += n.check(t)
				}
			}
			t.Logf("%d spikes", spikes)
			if spikes < 100 {
				t.Errorf("only %d spikes: the comparison says little", spikes)
			}
		})
	}
}

// neurons are all of a case, with what reached them in one sample.
func (c *workedNetwork) neurons(s *workedSample) (neurons []workedNeuron) {
	for _, population := range c.Network.Populations[1:] {
		for i := range population.Size {
			n := workedNeuron{sample: s, name: population.Name, index: i, parameters: model.Parameters{
				TauSyn: population.TauSyn, TauMem: population.TauMem, Threshold: population.Threshold,
				Refractory: population.Refractory, Duration: c.Network.Duration, SpikeCap: population.Cap,
			}}
			for k, projection := range c.Network.Projections {
				for place, synapse := range projection.Synapses {
					if projection.To == population.Name && int(synapse[1]) == i {
						n.connect(projection.From, [2]int{k, place}, synapse)
					}
				}
			}
			slices.SortStableFunc(n.spikes, func(x, y messages.Spike) int { return cmp.Compare(x.Time, y.Time) })
			neurons = append(neurons, n)
		}
	}
	return neurons
}

// connect adds a synapse with what arrives there.
func (n *workedNeuron) connect(from string, at [2]int, synapse [4]float64) {
	times, grades := n.sample.Spikes[from], n.sample.Grades[from]
	if times == nil {
		times = n.sample.Input
	}
	pre := int(synapse[0])
	for k, time := range times[pre] {
		spike := messages.Spike{Time: time + synapse[3], Source: int32(len(n.weights))}
		if grades != nil {
			spike.Grade = grades[pre][k]
		}
		n.spikes = append(n.spikes, spike)
	}
	n.weights, n.from = append(n.weights, synapse[2]), append(n.from, at)
}

// check compares one neuron, and returns the number of its spikes.
func (n *workedNeuron) check(t *testing.T) int {
	m := newModel(t, n.parameters)
	in, s := load(m, n.spikes), m.Start(nil)
	ownSpikes := eventlif.Advance(m, &s, n.weights, &in, nil, math.Inf(1), nil)
	times := make([]float64, len(ownSpikes))
	for k := range ownSpikes {
		times[k] = ownSpikes[k].Time
	}
	n.expect(t, "spikes", times, n.sample.Spikes[n.name][n.index], 1e-11)
	perturbation := 0.0
	if of := n.sample.Perturbations[n.name]; of != nil {
		perturbation = of[n.index]
	}
	n.expect(t, "grades", model.Grades(n.weights, &in, ownSpikes, perturbation, nil), n.sample.Grades[n.name][n.index], 1e-8)
	for _, c := range []struct {
		gradient        learning.Gradient
		weights, delays [][]float64
	}{{learning.Modified, n.sample.Modified, n.sample.DelayModified}, {learning.Exact, n.sample.Exact, n.sample.DelayExact}} {
		for _, form := range learning.Forms() {
			got := make([]float64, len(n.weights))
			m.Accumulate(form, c.gradient, &in, ownSpikes, 1, got, &model.Scratch{})
			n.expect(t, string(c.gradient+" eligibilities"), got, n.ofSynapses(c.weights), 1e-8)
		}
		got := make([]float64, len(n.weights))
		accumulateDelays(m, c.gradient, n.weights, &in, ownSpikes, got)
		n.expect(t, string(c.gradient+" eligibilities of delays"), got, n.ofSynapses(c.delays), 1e-8)
	}
	return len(ownSpikes)
}

// ofSynapses picks what belongs to the neuron's synapses.
func (n *workedNeuron) ofSynapses(all [][]float64) []float64 {
	picked := make([]float64, len(n.from))
	for j, at := range n.from {
		picked[j] = all[at[0]][at[1]]
	}
	return picked
}

func (n *workedNeuron) expect(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s %d: %d %s, want %d", n.name, n.index, len(got), what, len(want))
		return
	}
	for k := range want {
		if !(math.Abs(got[k]-want[k]) <= tolerance*max(1, math.Abs(want[k]))) {
			t.Errorf("%s %d: %s: %.17g at %d, want %.17g", n.name, n.index, what, got[k], k, want[k])
		}
	}
}
