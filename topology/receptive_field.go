package topology

import (
	"errors"
	"fmt"

	"sfdfa-actors/internal/rng"
)

// ReceptiveField connects populations that lie in a plane: each neuron has those presynaptic
// neurons as partners that stand under its kernel, in all maps. Kernels stay inside the
// presynaptic plane. Neurons are numbered map by map, row by row. Weights are each neuron's own.
type ReceptiveField struct {
	Shape  [2]int // rows and columns of a presynaptic map
	Kernel [2]int // rows and columns that a neuron sees
	Stride [2]int // rows and columns from a neuron's kernel to the next one's
}

// Name implements Rule.
func (ReceptiveField) Name() string { return "receptive-field" }

// Validate implements Rule.
func (r ReceptiveField) Validate(between Between) error {
	var faults []error
	for axis, name := range []string{"rows", "columns"} {
		if r.Shape[axis] < 1 || r.Kernel[axis] < 1 || r.Kernel[axis] > r.Shape[axis] || r.Stride[axis] < 1 {
			faults = append(faults, fmt.Errorf("topology: receptive-field has a kernel of %d %s with stride %d, must be from 1 to the %d of the presynaptic map with a stride of at least 1",
				r.Kernel[axis], name, r.Stride[axis], r.Shape[axis]))
		}
	}
	if between.NoSelf {
		faults = append(faults, errors.New("topology: receptive-field can't leave out self-connections"))
	}
	if faults != nil {
		return errors.Join(faults...)
	}
	if !isMultiple(between.Presynaptic, r.Shape) {
		faults = append(faults, fmt.Errorf("topology: receptive-field joins %d presynaptic neurons, must be maps of %d x %d", between.Presynaptic, r.Shape[0], r.Shape[1]))
	}
	if out := r.PostsynapticShape(); !isMultiple(between.Postsynaptic, out) {
		faults = append(faults, fmt.Errorf("topology: receptive-field joins %d postsynaptic neurons, must be maps of %d x %d", between.Postsynaptic, out[0], out[1]))
	}
	return errors.Join(faults...)
}

// isMultiple reports whether a number of neurons makes whole maps.
func isMultiple(neurons int, shape [2]int) bool {
	return shape[0] <= neurons && neurons%shape[0] == 0 && neurons/shape[0]%shape[1] == 0
}

// PostsynapticShape is the number of rows and columns of a postsynaptic map. The
// kernel must fit into the presynaptic map, and strides be at least 1.
func (r ReceptiveField) PostsynapticShape() [2]int {
	return [2]int{(r.Shape[0]-r.Kernel[0])/r.Stride[0] + 1, (r.Shape[1]-r.Kernel[1])/r.Stride[1] + 1}
}

// MeanInDegree implements Rule.
func (r ReceptiveField) MeanInDegree(between Between) float64 {
	maps := float64(between.Presynaptic) / float64(r.Shape[0]) / float64(r.Shape[1])
	return maps * float64(r.Kernel[0]) * float64(r.Kernel[1])
}

// AppendPresynaptic implements PresynapticRule, without a draw.
func (r ReceptiveField) AppendPresynaptic(dst []int32, between Between, neuron int, _ *rng.Stream) []int32 {
	out := r.PostsynapticShape()
	row, column := neuron/out[1]%out[0]*r.Stride[0], neuron%out[1]*r.Stride[1]
	for first := 0; first < between.Presynaptic; first += r.Shape[0] * r.Shape[1] {
		for y := row; y < row+r.Kernel[0]; y++ {
			for x := column; x < column+r.Kernel[1]; x++ {
				dst = append(dst, int32(first+y*r.Shape[1]+x))
			}
		}
	}
	return dst
}
