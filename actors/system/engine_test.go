package system_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

func TestMain(m *testing.M) { networktest.RunTests(m) }

// result is everything a run leaves that must not depend on how it was carried
// out.
type result struct {
	digest   messages.Digest
	outcomes []messages.Outcome
	tallies  []messages.Tally
}

// carryOut trains twice and tests once on a new engine.
func carryOut(t *testing.T, e network.Engine, c networktest.Case) result {
	t.Helper()
	var r result
	for epoch := range 2 {
		train := c.Train
		train.First = uint64(epoch * len(train.Indices))
		for _, assignment := range []messages.Assignment{train, c.Test} {
			finished, err := e.Run(context.Background(), &assignment, func(outcomes []messages.Outcome) {
				r.outcomes = append(r.outcomes, outcomes...)
			})
			if err != nil {
				t.Fatal(err)
			}
			finished.Tally.Count = finished.Tally.Logical()
			r.tallies = append(r.tallies, finished.Tally)
		}
	}
	var err error
	if r.digest, err = e.Digest(); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

// onReference carries the case out in the plain loop.
func onReference(t *testing.T, c networktest.Case) result {
	t.Helper()
	e, err := reference.New(build(t, c), network.Setup{Parts: c.Parts})
	if err != nil {
		t.Fatal(err)
	}
	return carryOut(t, e, c)
}

// onActors carries the case out by actors on n CPU cores.
func onActors(t *testing.T, c networktest.Case, procs int, transport actors.Transport) result {
	t.Helper()
	e, err := system.New(build(t, c), network.Setup{Parts: c.Parts, CPUCores: procs}, transport)
	if err != nil {
		t.Fatal(err)
	}
	return carryOut(t, e, c)
}

// compare fails the test where got differs from want. Outcomes of a test run
// may become known in any order, so both are sorted.
func compare(t *testing.T, name string, got, want result) {
	t.Helper()
	if got.digest != want.digest {
		t.Errorf("%s: digest %s, want %s", name, got.digest, want.digest)
	}
	if !slices.Equal(got.tallies, want.tallies) {
		t.Errorf("%s: tallies\n%+v, want\n%+v", name, got.tallies, want.tallies)
	}
	for _, outcomes := range [][]messages.Outcome{got.outcomes, want.outcomes} {
		slices.SortFunc(outcomes, func(x, y messages.Outcome) int {
			return strings.Compare(fmt.Sprint(x), fmt.Sprint(y))
		})
	}
	if !slices.Equal(got.outcomes, want.outcomes) {
		t.Errorf("%s: outcomes\n%v, want\n%v", name, got.outcomes, want.outcomes)
	}
}

func build(t *testing.T, c networktest.Case) *network.Network {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// One seed gives bit-identical spikes, weights and feedback for any engine,
// transport, coalescing, size of cores and number of CPU cores.
func TestActorsEqualTheReferenceBitForBit(t *testing.T) {
	seeds := uint64(40)
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			c := networktest.Random(seed)
			want := onReference(t, c)
			for _, procs := range []int{1, 2} {
				for _, transport := range actors.Transports() {
					for _, coalesce := range []int{1, max(1, c.Train.Batch/2), c.Train.Batch} {
						c.Train.Coalesce, c.Test.Coalesce = coalesce, coalesce
						got := onActors(t, c, procs, transport)
						compare(t, fmt.Sprintf("procs %d, %s transport, coalesce %d", procs, transport, coalesce), got, want)
					}
				}
			}
		})
	}
}

func TestTheSizeOfCoresChangesOnlyThePackets(t *testing.T) {
	for seed := range uint64(10) {
		c := networktest.Random(seed)
		var first result
		for i, perCore := range []int{1, 3, 1000} {
			c.Spec.NeuronsPerCore = perCore
			e, err := system.New(build(t, c), network.Setup{Parts: c.Parts}, actors.PacketTransport)
			if err != nil {
				t.Fatal(err)
			}
			got := carryOut(t, e, c)
			for k := range got.tallies {
				got.tallies[k].SpikePackets, got.tallies[k].Broadcasts, got.tallies[k].BroadcastWords = 0, 0, 0
			}
			if i == 0 {
				first = got
				continue
			}
			compare(t, fmt.Sprintf("seed %d, %d neurons per core", seed, perCore), got, first)
		}
	}
}

// Populations so large that their core has shards for its neurons.
func TestManyNeuronsEqualTheReferenceBitForBit(t *testing.T) {
	for seed := range uint64(4) {
		c := networktest.Random(seed)
		c.Spec.Topology.Sizes[1], c.Spec.NeuronsPerCore = 200, 0
		want := onReference(t, c)
		for _, procs := range []int{2, 5} {
			for _, transport := range actors.Transports() {
				got := onActors(t, c, procs, transport)
				compare(t, fmt.Sprintf("seed %d, procs %d, %s transport", seed, procs, transport), got, want)
			}
		}
	}
}
