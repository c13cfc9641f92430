package system_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// onGoroutines is an engine of the case's network whose actors have goroutines of their own.
func onGoroutines(t *testing.T, c networktest.Case, procs int, transport actors.Transport) *system.Engine {
	t.Helper()
	e, err := system.New(build(t, c), network.Setup{Parts: c.Parts, CPUCores: procs, Scheduler: network.GoroutineScheduler}, transport)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// goroutinesOfActors counts the goroutines that live as long as their actors, once there are as many as wanted or
// will never be: one that has just begun, or ended, takes a moment.
func goroutinesOfActors(want int) (found int) {
	stacks := make([]byte, 1<<20)
	for range 2_000 {
		n := runtime.Stack(stacks, true)
		if found = bytes.Count(stacks[:n], []byte("(*ownGoroutine).live(")); found == want {
			break
		}
		runtime.Gosched()
	}
	return found
}

// An actor's goroutine is there from the network's building to its end, whether the actor has something to do
// or not.
func TestEveryActorHasAGoroutineAsLongAsItLives(t *testing.T) {
	c := networktest.Random(3)
	neurons := 0
	for _, size := range c.Spec.Topology.Sizes[1:] {
		neurons += size
	}
	const others = 3 // coordinator, input, readout
	for range 20 {
		net := build(t, c)
		e := onGoroutines(t, c, 2, actors.PacketTransport)
		want := neurons + len(net.Cores) + others
		for range 3 {
			if n := goroutinesOfActors(want); n != want {
				t.Fatalf("%d goroutines of actors, want one for each of %d", n, want)
			}
			if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if n := goroutinesOfActors(0); n > 0 {
			t.Fatalf("%d goroutines of actors after the network is closed, want none", n)
		}
	}
}

// Neither results nor the number of messages depend on what runs the actors.
func TestGoroutinesHaveTheBitsOfTheReference(t *testing.T) {
	for seed := range uint64(8) {
		c := networktest.Random(seed)
		if seed >= 6 {
			c.Spec.Topology.Sizes[1], c.Spec.NeuronsPerCore = 200, 0
		}
		want := onReference(t, c)
		for _, procs := range []int{1, 2} {
			for _, transport := range actors.Transports() {
				got := carryOut(t, onGoroutines(t, c, procs, transport), c)
				compare(t, fmt.Sprintf("seed %d, procs %d, %s transport", seed, procs, transport), got, want)
			}
		}
	}
}

func TestGoroutinesHandOverAsManyMessagesAsThePool(t *testing.T) {
	c := networktest.Random(2)
	handedOver := func(scheduler network.Scheduler) int64 {
		e, err := system.New(build(t, c), network.Setup{Parts: c.Parts, Scheduler: scheduler}, actors.PacketTransport)
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		finished, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
		if err != nil {
			t.Fatal(err)
		}
		return finished.Tally.Envelopes
	}
	if pool, own := handedOver(network.PoolScheduler), handedOver(network.GoroutineScheduler); pool != own || pool == 0 {
		t.Errorf("%d messages by the pool and %d by goroutines, want as many", pool, own)
	}
}

// The parts of a profile are those of so many CPU cores.
func TestAProfileOfGoroutinesAddsUp(t *testing.T) {
	c := networktest.Random(1)
	e := onGoroutines(t, c, 2, actors.PacketTransport)
	defer e.Close()
	var began = time.Now()
	p, err := e.Profile(func() time.Duration { return time.Since(began) }, func() error {
		_, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.Workers != 2 || p.Integrate <= 0 || p.Learn <= 0 || p.Route <= 0 || p.Idle < 0 || p.Idle > 2*p.Wall {
		t.Errorf("profile %+v, want 2 workers that integrate, learn, route and are idle for less than twice the wall time", p)
	}
	if sum := p.Integrate + p.Learn + p.Route + p.Idle + p.Mailbox; sum != 2*p.Wall {
		t.Errorf("the parts come to %v, want twice %v", sum, p.Wall)
	}
}
