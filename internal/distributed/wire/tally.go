package wire

import (
	"fmt"
	"math"

	"sfdfa-actors/messages"
)

// tallyNumbers are the numbers of a tally in the order in which they are written.
func tallyNumbers(t *messages.Tally) []*int64 {
	return []*int64{
		&t.Samples, &t.InputSpikes, &t.HiddenSpikes, &t.OutputSpikes, &t.SpikePackets, &t.SynapticEvents,
		&t.Broadcasts, &t.BroadcastWords, &t.Envelopes, &t.Silent, &t.SilentOutputs, &t.Neurons, &t.Capped,
	}
}

func writeTally(w *writer, m *messages.TallyReport) {
	for _, number := range tallyNumbers(&m.Tally) {
		w.uint(uint64(*number))
	}
	w.int(m.From - messages.InputCore)
	w.int(len(m.Activity))
	for i := range m.Activity {
		n := &m.Activity[i]
		w.uint(uint64(n.Spikes))
		if n.Spikes > 0 {
			w.uint(uint64(n.Samples))
			w.uint(uint64(n.Batches))
			w.uint(uint64(n.Capped))
		}
	}
}

func readTally(r *reader, m *messages.TallyReport) {
	for _, number := range tallyNumbers(&m.Tally) {
		*number = int64(r.int(math.MaxInt64))
	}
	m.From = r.int(maxNumber) + messages.InputCore
	m.Activity = make([]messages.Activity, r.count(1))
	for i := range m.Activity {
		n := &m.Activity[i]
		if n.Spikes = int64(r.int(math.MaxInt64)); n.Spikes == 0 {
			continue
		}
		n.Samples, n.Batches, n.Capped = uint32(r.int(math.MaxUint32)), uint32(r.int(math.MaxUint32)), uint32(r.int(math.MaxUint32))
		if r.err == nil && (n.Samples == 0 || int64(n.Samples) > n.Spikes || n.Batches > n.Samples || n.Capped > n.Samples) {
			r.fail(fmt.Errorf("a neuron fires %d spikes in %d samples of %d batches, as many as it may in %d", n.Spikes, n.Samples, n.Batches, n.Capped))
		}
	}
}
