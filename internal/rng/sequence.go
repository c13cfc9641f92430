package rng

import "math"

// Sequence is random numbers that can be asked for by their places. It has no position, so whoever
// draws from it keeps one, a plain number. Its values may be copied and used at once.
type Sequence struct{ start uint64 }

// NewSequence returns the sequence of a key: that of a SplitMix64 generator.
func NewSequence(seed uint64, key Key) Sequence { return Sequence{key.hash(seed)} }

// Exponential returns number n, of an exponential distribution with mean 1, by the ziggurat method (Marsaglia and Tsang,
// Journal of Statistical Software 5, 2000): 99 of 100 numbers cost a multiplication and a comparison.
func (s Sequence) Exponential(n uint64) float64 {
	bits := mix(s.start + n*increment)
	layer := bits & (layers - 1)
	// A signed number is converted at once.
	if x := float64(int64(bits>>11)) * ziggurat.scale[layer]; x < ziggurat.edge[layer+1] {
		return x
	}
	return wedge(bits)
}

// layers is the number of layers of equal area under e^{−x}. The lowest one has the tail.
const layers = 256

// ziggurat has the right edge of each layer, the lowest first, and the same as the largest of 2⁵³ steps.
var ziggurat = func() (z struct{ edge, scale [layers + 1]float64 }) {
	const tail, area = 7.69711747013104972, 0.0039496598225815571993
	z.edge[0], z.edge[1] = area*math.Exp(tail), tail
	for i := 2; i < layers; i++ {
		z.edge[i] = -math.Log(area/z.edge[i-1] + math.Exp(-z.edge[i-1]))
	}
	for i := range z.scale {
		z.scale[i] = z.edge[i] * 0x1p-53
	}
	return z
}()

// wedge goes on where a number lies beside the part of its layer that is under the curve for sure.
func wedge(bits uint64) float64 {
	offset := 0.0
	for {
		layer, uniform := bits&(layers-1), float64(bits>>11)*0x1p-53
		x := uniform * ziggurat.edge[layer]
		bits = mix(bits)
		low, high := math.Exp(-ziggurat.edge[layer]), math.Exp(-ziggurat.edge[layer+1])
		switch {
		case x < ziggurat.edge[layer+1]:
			return offset + x
		case layer == 0: // beyond the tail's start it is as from the start
			offset += ziggurat.edge[1]
		case low+float64(bits>>11)*0x1p-53*(high-low) < math.Exp(-x):
			return offset + x
		}
		bits = mix(bits)
	}
}
