package lif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// Moment is the state of a neuron at one time of a sample.
type Moment struct {
	Time      float64 // t, seconds
	Potential float64 // v = b·y − a·y², 1/s; c where a spike is fired, before its reset
	Current   float64 // I = a·y², 1/s, of all arrivals up to t (Eq. 20)
}

// Trajectory returns a neuron's states at some times, in ascending order, given
// what reaches it and what Integrate made it fire. It is made for figures: after
// the last spike that the cap allows, the potential goes on as if the neuron could
// not fire.
func Trajectory[W learning.Float](m *Model, weights []W, in *model.Input, ownSpikes []model.OwnSpike, times []float64) []Moment {
	moments := make([]Moment, len(times))
	var a, b float64
	applied, fired := 0, 0
	for i, t := range times {
		q := math.Exp(t / m.TauMem)
		for {
			if fired < len(ownSpikes) && ownSpikes[fired].Applied == applied {
				if ownSpikes[fired].Time >= t {
					break
				}
				b = a * ownSpikes[fired].Y // the reset, as in Integrate
				fired++
				continue
			}
			if applied == in.Len() {
				break
			}
			arrival, synapse := in.At(applied)
			if arrival.Q > q {
				break
			}
			current := float64(weights[synapse]) * arrival.Q
			a, b = a+current*arrival.Q, b+current
			applied++
		}
		y := math.Exp(-t / m.TauMem)
		moments[i] = Moment{Time: t, Potential: (b - a*y) * y, Current: a * y * y}
	}
	return moments
}
