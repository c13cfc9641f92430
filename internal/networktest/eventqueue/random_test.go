package eventqueue_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/internal/networktest/eventqueue"
)

// reaches tells which populations each one's spikes can reach through some projections.
func reaches(n eventqueue.Network, through func(eventqueue.Projection) bool) [][]bool {
	reached := make([][]bool, len(n.Populations))
	for p := range reached {
		reached[p] = make([]bool, len(n.Populations))
	}
	for range n.Populations {
		for _, p := range n.Projections {
			if !through(p) {
				continue
			}
			reached[p.From][p.To] = true
			for q, also := range reached[p.To] {
				reached[p.From][q] = reached[p.From][q] || also
			}
		}
	}
	return reached
}

func smallestDelay(p eventqueue.Projection) float64 {
	smallest := 1.0
	for _, s := range p.Synapses {
		smallest = min(smallest, s.Delay)
	}
	return smallest
}

// features tells what is to be found in a network.
func features(n eventqueue.Network) map[string]bool {
	f := map[string]bool{}
	joined := map[[2]int]bool{}
	reached := reaches(n, func(eventqueue.Projection) bool { return true })
	for _, p := range n.Projections {
		pair := [2]int{p.From, p.To}
		f["parallel projections"] = f["parallel projections"] || joined[pair]
		joined[pair] = true
		if p.From == p.To {
			f["self-projection"] = true
		} else if reached[p.To][p.From] {
			f["cycle of populations"] = true
		}
		if smallestDelay(p) == 0 && !n.Populations[p.From].IsSource() {
			f["no delay between neurons"] = true
			f["no delay in a cycle"] = f["no delay in a cycle"] || reached[p.To][p.From]
		}
		if slices.ContainsFunc(p.Synapses, func(s eventqueue.Synapse) bool { return s.Delay != p.Synapses[0].Delay }) {
			f["delay for each synapse"] = true
		}
	}
	for p, population := range n.Populations {
		switch {
		case population.IsSource():
			f["two sources"] = f["two sources"] || p > 0
			continue
		case population.TauMem < population.TauSyn:
			f["τm < τs"] = true
		case population.TauMem != 2*population.TauSyn:
			f["τm > τs"] = true
		}
		f["refractory"] = f["refractory"] || population.Refractory > 0
		f["not refractory"] = f["not refractory"] || population.Refractory == 0
	}
	f["τm = 2 τs only"] = !f["τm < τs"] && !f["τm > τs"]
	return f
}

// activity counts what happens in a sample.
func activity(n eventqueue.Network, sample eventqueue.Sample, r eventqueue.Result, counts map[string]int) {
	arrivals := map[[2]int]map[float64]int{} // by postsynaptic neuron and time
	for _, p := range n.Projections {
		spikes := r.Spikes[p.From]
		if n.Populations[p.From].IsSource() {
			spikes = sample.Input[p.From]
		}
		for _, s := range p.Synapses {
			post := [2]int{p.To, s.Post}
			if arrivals[post] == nil {
				arrivals[post] = map[float64]int{}
			}
			for _, t := range spikes[s.Pre] {
				if t+s.Delay <= n.Duration {
					arrivals[post][t+s.Delay]++
				}
			}
		}
	}
	for _, times := range arrivals {
		for _, count := range times {
			counts["arrivals"] += count
			if count > 1 {
				counts["simultaneous arrivals"] += count
			}
		}
	}
	for p, population := range n.Populations {
		for i, spikes := range r.Spikes[p] {
			counts["neurons"]++
			counts["spikes"] += len(spikes)
			if len(spikes) == 0 {
				counts["silent neurons"]++
			} else if len(spikes) == population.SpikeCap {
				counts["neurons at their cap"]++
			}
			counts["spikes with a grade"] += len(slices.DeleteFunc(slices.Clone(r.Grades[p][i]), func(g float64) bool { return g == 0 }))
		}
	}
}

func TestRandomNetworksAreLively(t *testing.T) {
	const seeds = 100
	counts, found := map[string]int{}, map[string]int{}
	for seed := range uint64(seeds) {
		c, results := eventqueue.RandomSimulated(seed)
		for s, r := range results {
			activity(c.Network, c.Samples[s], r, counts)
		}
		for feature, present := range features(c.Network) {
			if present {
				found[feature]++
			}
		}
		for p, row := range reaches(c.Network, func(p eventqueue.Projection) bool { return smallestDelay(p) == 0 }) {
			if row[p] {
				t.Errorf("seed %d: population %d is in a cycle with delays of 0 only", seed, p)
			}
		}
	}
	for _, m := range []map[string]int{counts, found} {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			t.Logf("%6d %s", m[name], name)
		}
	}
	for _, feature := range []string{"cycle of populations", "self-projection", "parallel projections", "two sources",
		"delay for each synapse", "no delay between neurons", "no delay in a cycle", "refractory", "not refractory",
		"τm < τs", "τm > τs", "τm = 2 τs only"} {
		if found[feature] < seeds/10 {
			t.Errorf("%s: in %d of %d networks", feature, found[feature], seeds)
		}
	}
	if n := counts["neurons"]; counts["spikes"] < 2*n || 2*counts["silent neurons"] > n || 4*counts["neurons at their cap"] > n ||
		counts["neurons at their cap"] == 0 || 4*counts["spikes with a grade"] < counts["spikes"] ||
		40*counts["simultaneous arrivals"] < counts["arrivals"] {
		t.Error("the networks are dull")
	}
}

func TestASeedMeansOneCase(t *testing.T) {
	for seed := range uint64(3) {
		if a, b := eventqueue.Random(seed), eventqueue.Random(seed); !reflect.DeepEqual(a, b) {
			t.Errorf("seed %d gave two cases:\n%v\n%v", seed, a, b)
		}
	}
	if reflect.DeepEqual(eventqueue.Random(1).Network, eventqueue.Random(2).Network) {
		t.Error("two seeds gave one network")
	}
}
