package system_test

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// breaking is a data set whose samples can't be read past a point.
type breaking struct {
	datasets.Split
	after int
}

func (b *breaking) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	if b.after--; b.after < 0 {
		panic("the disk is gone")
	}
	return b.Split.AppendSpikes(dst, i)
}

// An actor that fails ends the run: restarted with fresh state it would go on
// with the weights it started with.
func TestAPanickingActorEndsTheRunWithItsName(t *testing.T) {
	c := networktest.Random(1)
	c.Parts[messages.Train] = &breaking{c.Parts[messages.Train], 4}
	e, err := system.New(build(t, c), network.Setup{Parts: c.Parts}, actors.PacketTransport)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	if err == nil || !strings.Contains(err.Error(), "input") || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("error %v, want one that names the input and the cause", err)
	}
	if strings.Contains(err.Error(), "goroutine") {
		t.Errorf("error holds a stack trace: %v", err)
	}
	if e.Idle() {
		t.Error("a failed engine says that it is idle: a network on several machines would count that as a stall")
	}
	if err := e.Close(); err != nil {
		t.Errorf("closing a failed engine: %v", err)
	}
}

func TestCancellingStopsAtTheBorderOfABatch(t *testing.T) {
	c := networktest.Random(2)
	c.Train.Batch, c.Train.Coalesce = 2, 1
	// Many more samples than could be presented before the halt arrives.
	c.Train.Indices, c.Train.Labels = make([]int, 100_000), make([]int, 100_000)
	e, err := system.New(build(t, c), network.Setup{Parts: c.Parts}, actors.PacketTransport)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	ctx, cancel := context.WithCancel(context.Background())
	finished, err := e.Run(ctx, &c.Train, func([]messages.Outcome) { cancel() })
	if err != nil {
		t.Fatal(err)
	}
	if n := finished.Presented; n == 0 || n%2 != 0 || n == len(c.Train.Indices) {
		t.Errorf("stopped after %d samples of %d, want some whole batches of 2", n, len(c.Train.Indices))
	}
	// The engine can go on.
	if finished, err = e.Run(context.Background(), &c.Test, func([]messages.Outcome) {}); err != nil || finished.Presented != len(c.Test.Indices) {
		t.Errorf("after a halt: presented %+v, error %v", finished, err)
	}
}

// Networks that were built, used and closed leave no goroutine and no memory behind.
func TestEnginesLeaveNothingBehind(t *testing.T) {
	engines := 300
	if testing.Short() {
		engines = 100
	}
	c := networktest.Random(3)
	run := func() {
		e, err := system.New(build(t, c), network.Setup{Parts: c.Parts}, actors.PacketTransport)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		run()
	}
	before, held := runtime.NumGoroutine(), heapInUse()
	for range engines {
		run()
	}
	if after := goroutinesThatStay(before); after > before {
		t.Errorf("%d goroutines after %d more engines, %d before", after, engines, before)
	}
	// 700 bytes an engine would show.
	if after := heapInUse(); after > held+200<<10 {
		t.Errorf("the heap holds %d bytes after %d more engines, %d before", after, engines, held)
	}
}
