package traffic

import (
	"encoding/binary"
	"errors"
	"math"

	"sfdfa-actors/messages"
)

var errActivity = errors.New("traffic: these are not the activities of the population")

// EncodeActivity returns a population's activities as bytes: for each neuron its
// spikes, samples and batches as unsigned varints; a neuron without a spike has its 0
// only. Then, for each neuron that reached its spike cap, the distance from the one before and the number of samples.
func EncodeActivity(neurons []messages.Activity) []byte {
	var text []byte
	for _, n := range neurons {
		text = binary.AppendUvarint(text, uint64(n.Spikes))
		if n.Spikes > 0 {
			text = binary.AppendUvarint(text, uint64(n.Samples))
			text = binary.AppendUvarint(text, uint64(n.Batches))
		}
	}
	last := 0
	for i, n := range neurons {
		if n.Capped > 0 {
			text = binary.AppendUvarint(text, uint64(i-last))
			text = binary.AppendUvarint(text, uint64(n.Capped))
			last = i
		}
	}
	return text
}

// DecodeActivity sets a population's activities to those that EncodeActivity returned.
// Others are an error.
func DecodeActivity(neurons []messages.Activity, text []byte) error {
	next := func(most uint64) uint64 {
		value, size := binary.Uvarint(text)
		if size <= 0 || value > most {
			text = nil
			return math.MaxUint64
		}
		text = text[size:]
		return value
	}
	for i := range neurons {
		spikes := next(math.MaxInt64)
		if spikes == 0 {
			neurons[i] = messages.Activity{}
			continue
		}
		samples, batches := next(spikes), uint64(0)
		if samples <= math.MaxUint32 {
			batches = next(samples)
		}
		if spikes > math.MaxInt64 || samples-1 >= math.MaxUint32 || batches-1 >= samples {
			return errActivity
		}
		neurons[i] = messages.Activity{Spikes: int64(spikes), Samples: uint32(samples), Batches: uint32(batches)}
	}
	for i := uint64(0); len(text) > 0; {
		i += next(uint64(len(neurons)))
		if i >= uint64(len(neurons)) {
			return errActivity
		}
		n := &neurons[i]
		capped := next(uint64(n.Samples))
		if capped == 0 || capped > uint64(n.Samples) || n.Capped > 0 {
			return errActivity
		}
		n.Capped = uint32(capped)
	}
	return nil
}
