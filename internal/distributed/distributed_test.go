//go:build unix

package distributed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

func buildOn(t *testing.T, c *Coordinator, seed uint64) (*Engine, error) {
	t.Helper()
	return buildSpec(t, c, seed, []byte(fmt.Sprint(seed)))
}

func buildSpec(t *testing.T, c *Coordinator, seed uint64, spec []byte) (*Engine, error) {
	t.Helper()
	net, transport, err := buildCase(spec)
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Build(t.Context(), net, network.Setup{Parts: caseOf(seed).Parts}, transport, spec)
	engine, _ := e.(*Engine) // none with an error
	return engine, err
}

// live trains and tests twice, and returns all that must not depend on where the
// network is.
func live(e network.Engine, c networktest.Case) (string, error) {
	var all string
	for epoch := range 2 {
		train := c.Train
		train.First = uint64(epoch * len(train.Indices))
		for _, a := range []messages.Assignment{train, c.Test} {
			told, err := present(e, a)
			if err != nil {
				return "", err
			}
			all += told
		}
	}
	digest, err := e.Digest()
	return all + digest.String(), err
}

func present(e network.Engine, a messages.Assignment) (string, error) {
	byIndex := make([]messages.Outcome, len(a.Indices))
	finished, err := e.Run(context.Background(), &a, func(outcomes []messages.Outcome) {
		for _, o := range outcomes {
			byIndex[o.Index] = o
		}
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintln(byIndex, finished.Tally.Logical(), finished.Tally.Silent), nil
}

// newReference builds a case's network on the reference engine.
func newReference(t *testing.T, seed uint64) *reference.Engine {
	t.Helper()
	net, _, err := buildCase([]byte(fmt.Sprint(seed)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := reference.New(net, network.Setup{Parts: caseOf(seed).Parts})
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// want is what the reference engine makes of a case.
func want(t *testing.T, seed uint64) string {
	t.Helper()
	all, err := live(newReference(t, seed), caseOf(seed))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// expectReference lets a network of the faults' seed live, compares it with the reference
// engine's, and closes it.
func expectReference(t *testing.T, e *Engine) {
	t.Helper()
	got, err := live(e, caseOf(faultSeed))
	if err != nil {
		t.Fatal(err)
	}
	if want := want(t, faultSeed); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

// A network on one, two or four workers has the bits of the reference engine, one after
// the other on the same workers, whether it has cycles or not.
func TestWorkersHaveTheBitsOfTheReference(t *testing.T) {
	all := startWorkers(t, 4)
	needEndpoint(t)
	c, err := NewCoordinator(testSettings(), same, addressesOf(all), 0, testJoin)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	seeds := []uint64{0, 1, 2, recurrent, 3, recurrent + 1, recurrent + 2}
	if testing.Short() {
		seeds = seeds[:4]
	}
	for _, workers := range []int{1, 2, 4} {
		c.workers, c.minWorkers = addressesOf(all[:workers]), workers // one endpoint for all, since the race detector minds a second
		for _, seed := range seeds {
			e, err := buildOn(t, c, seed)
			if err != nil {
				t.Fatal(err)
			}
			got, err := live(e, caseOf(seed))
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			if want := want(t, seed); got != want {
				t.Errorf("seed %d on %d workers:\n%s\nwant\n%s", seed, workers, got, want)
			}
		}
	}
}

// Wherever the cores are, the coordinator included and one worker left out, however many
// samples travel together, and if every spike travels alone, the bits are the same.
func TestAnyPlacementHasTheSameBits(t *testing.T) {
	c := coordinate(t, startWorkers(t, 3)...)
	chains, all := uint64(8), uint64(12)
	if testing.Short() {
		chains, all = 4, 6
	}
	for seed := range all {
		if seed >= chains {
			seed += recurrent
		}
		r := rand.New(rand.NewPCG(seed, 3))
		spread := 2 + r.IntN(2)
		c.place = func(_ *topology.Network, cores []topology.Core, _ int) []int {
			owners := make([]int, len(cores))
			for i := range owners {
				owners[i] = r.IntN(1 + spread)
			}
			return owners
		}
		e := caseOf(seed)
		e.Train.Coalesce = 1 + r.IntN(e.Train.Batch)
		e.Test.Coalesce = 1 + r.IntN(e.Test.Batch)
		transport := actors.Transports()[r.IntN(2)]
		engine, err := buildSpec(t, c, seed, fmt.Appendf(nil, "%d %s", seed, transport))
		if err != nil {
			t.Fatal(err)
		}
		got, err := live(engine, e)
		if err != nil {
			t.Fatal(err)
		}
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
		if want := want(t, seed); got != want {
			t.Errorf("seed %d, %s transport:\n%s\nwant\n%s", seed, transport, got, want)
		}
	}
}

// The bytes that machines send each other are counted to the last one once an assignment has ended: equal work takes
// equal bytes, and nothing comes after.
func TestBytesAreCountedToTheLast(t *testing.T) {
	c := coordinate(t, startWorkers(t, 2)...)
	const seed = 3
	train := caseOf(seed).Train
	train.Coalesce = train.Batch
	var first int64
	for range 3 {
		e, err := buildOn(t, c, seed)
		if err != nil {
			t.Fatal(err)
		}
		before := e.WireBytes()
		if _, err := present(e, train); err != nil {
			t.Fatal(err)
		}
		sent := e.WireBytes() - before
		if err := e.auditWorkers(); err != nil {
			t.Fatal(err)
		}
		if later := e.WireBytes() - before; later != sent || sent == 0 {
			t.Errorf("%d bytes, and later %d", sent, later)
		}
		if first == 0 {
			first = sent
		}
		if sent != first {
			t.Errorf("the same work takes %d bytes, and then %d", first, sent)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
