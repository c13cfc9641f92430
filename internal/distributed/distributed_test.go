package distributed

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

var same = Identity{Build: "test", Architecture: "test"}

// buildCase builds the network of a case, whose spec is its seed.
func buildCase(spec []byte) (*network.Network, protocol.Transport, error) {
	seed, err := strconv.ParseUint(string(spec), 10, 64)
	if err != nil {
		return nil, "", err
	}
	net, err := network.New(networktest.Random(seed).Spec)
	return net, protocol.PacketTransport, err
}

func testSettings() Settings {
	s := DefaultSettings()
	s.Patience = 5 * time.Second
	return s
}

// startWorkers lets so many workers serve until the test ends.
func startWorkers(t *testing.T, count int) (addresses []string) {
	t.Helper()
	for range count {
		w, err := NewWorker(testSettings(), same, buildCase, 0)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			w.Serve(ctx)
		}()
		t.Cleanup(func() {
			stop()
			<-done
		})
		addresses = append(addresses, w.Address())
	}
	return addresses
}

func coordinate(t *testing.T, workers []string) *Coordinator {
	t.Helper()
	c, err := NewCoordinator(testSettings(), same, workers, 0, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func build(t *testing.T, c *Coordinator, seed uint64) *Engine {
	t.Helper()
	spec := []byte(fmt.Sprint(seed))
	net, transport, err := buildCase(spec)
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Build(t.Context(), net, networktest.Random(seed).Parts, transport, spec)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// live trains and tests twice, and returns all that must not depend on where the
// network is.
func live(t *testing.T, e protocol.Engine, c networktest.Case) string {
	t.Helper()
	var all string
	for epoch := range 2 {
		train := c.Train
		train.First = uint64(epoch * len(train.Indices))
		for _, a := range []messages.Assignment{train, c.Test} {
			byIndex := make([]messages.Outcome, len(a.Indices))
			finished, err := e.Run(t.Context(), &a, func(outcomes []messages.Outcome) {
				for _, o := range outcomes {
					byIndex[o.Index] = o
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			finished.Tally.Count = finished.Tally.Logical()
			all += fmt.Sprintln(byIndex, finished.Tally)
		}
	}
	digest, err := e.Digest()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return all + digest.String()
}

// A network on one, two or four workers has the bits of the reference engine, one after
// the other on the same workers.
func TestWorkersHaveTheBitsOfTheReference(t *testing.T) {
	addresses := startWorkers(t, 4)
	for _, workers := range []int{1, 2, 4} {
		c := coordinate(t, addresses[:workers])
		for seed := range uint64(6) {
			e := networktest.Random(seed)
			net, err := network.New(e.Spec)
			if err != nil {
				t.Fatal(err)
			}
			plain, err := reference.New(net, e.Parts)
			if err != nil {
				t.Fatal(err)
			}
			want := live(t, plain, e)
			if got := live(t, build(t, c, seed), e); got != want {
				t.Errorf("seed %d on %d workers:\n%s\nwant\n%s", seed, workers, got, want)
			}
		}
	}
}
