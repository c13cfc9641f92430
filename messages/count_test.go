package messages_test

import (
	"reflect"
	"testing"

	"sfdfa-actors/messages"
)

// number gives every number of a struct its own value: from, from+1, …
func number(into any, from int64) (fields int64) {
	next := from
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		for i := range v.NumField() {
			if field := v.Field(i); field.Kind() == reflect.Struct {
				fill(field)
			} else {
				field.SetInt(next)
				next++
			}
		}
	}
	fill(reflect.ValueOf(into).Elem())
	return next - from
}

// numbers lists a struct's numbers in order.
func numbers(v reflect.Value) (all []int64) {
	for i := range v.NumField() {
		if field := v.Field(i); field.Kind() == reflect.Struct {
			all = append(all, numbers(field)...)
		} else {
			all = append(all, field.Int())
		}
	}
	return all
}

// Adding tallies adds every one of their numbers.
func TestAddAddsEveryNumber(t *testing.T) {
	var sum, other messages.Tally
	fields := number(&sum, 100)
	number(&other, 1000)
	sum.Add(other)
	for i, got := range numbers(reflect.ValueOf(sum)) {
		if want := 100 + 1000 + 2*int64(i); got != want {
			t.Errorf("number %d is %d, want %d", i, got, want)
		}
	}
	if fields < 11 {
		t.Errorf("%d numbers, want at least 11", fields)
	}
}

// Messages are spike packets and broadcasts, each counted once.
func TestMessagesArePacketsAndBroadcasts(t *testing.T) {
	count := messages.Count{
		Samples: 1, InputSpikes: 10, HiddenSpikes: 100, OutputSpikes: 1000, SpikePackets: 7, SynapticEvents: 10_000,
		Broadcasts: 5, BroadcastWords: 100_000, Envelopes: 1_000_000,
	}
	if got := count.Messages(); got != 12 {
		t.Errorf("%d messages, want 7 packets + 5 broadcasts = 12", got)
	}
}

// The logical part of a count is all of it but the envelopes.
func TestLogicalLeavesOutTheEnvelopesOnly(t *testing.T) {
	count := messages.Count{Samples: 1, SpikePackets: 2, Broadcasts: 3, Envelopes: 4}
	want := messages.Count{Samples: 1, SpikePackets: 2, Broadcasts: 3}
	if got := count.Logical(); got != want || count.Envelopes != 4 {
		t.Errorf("logical part %+v of %+v, want %+v", got, count, want)
	}
}

// The mean spike count is of hidden and output neurons in one sample.
func TestSpikesPerNeuronByHand(t *testing.T) {
	tally := messages.Tally{Count: messages.Count{Samples: 4, InputSpikes: 999, HiddenSpikes: 50, OutputSpikes: 10}, Neurons: 5}
	if got := tally.SpikesPerNeuron(); got != 3 {
		t.Errorf("%v spikes per neuron, want 60 / 4 samples / 5 neurons = 3", got)
	}
	for _, empty := range []messages.Tally{{Neurons: 5}, {Count: messages.Count{Samples: 4}}, {}} {
		if got := empty.SpikesPerNeuron(); got != 0 {
			t.Errorf("%+v: %v spikes per neuron, want 0", empty, got)
		}
	}
}
