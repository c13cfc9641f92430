package simulation

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"

	"sfdfa-actors/messages"
)

// digests are checksums of the spikes of each population, which come in order of time. So they don't depend
// on where segments end.
type digests struct{ populations []hash.Hash }

func newDigests(populations int) *digests {
	d := &digests{}
	for range populations {
		d.populations = append(d.populations, sha256.New())
	}
	return d
}

// add goes on with a population.
func (d *digests) add(population int, spikes []messages.Spike) {
	var bytes [12]byte
	for i := range spikes {
		binary.LittleEndian.PutUint64(bytes[:8], math.Float64bits(spikes[i].Time))
		binary.LittleEndian.PutUint32(bytes[8:], uint32(spikes[i].Source))
		d.populations[population].Write(bytes[:])
	}
}

// sum is the checksum of all populations.
func (d *digests) sum() messages.Digest {
	all := sha256.New()
	for _, population := range d.populations {
		all.Write(population.Sum(nil))
	}
	return messages.Digest(all.Sum(nil))
}
