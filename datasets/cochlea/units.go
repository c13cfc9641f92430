package cochlea

import "math"

// unit is a kind of unit that turns the drive of a channel into spikes.
type unit struct {
	name string
	// inputs is the number of spike trains that a channel has.
	inputs int
	// fire reads the drive frame by frame and emits spikes in order of time: of
	// the which-th train, at a time in frames, where frame n ends at n+1. A
	// train fires at most once a frame, which bounds the spikes whatever the threshold.
	fire func(p unitParameters, drive []float64, emit func(which int, frame float64))
}

type unitParameters struct {
	threshold    float64
	timeConstant float64 // in frames
}

var units = []unit{
	{"integrate", 1, integrate},
	{"leaky", 1, leaky},
	{"crossings", 2, crossings},
}

// Units returns the names of the kinds of units: "integrate", whose potential v
// follows τ·dv/dt = drive; "leaky" with τ·dv/dt = drive − v; "crossings", which
// fire whenever the drive has moved by a threshold since the last time, one
// train for up and one for down (send on delta).
func Units() []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.name
	}
	return names
}

func integrate(p unitParameters, drive []float64, emit func(int, float64)) {
	accumulate(p.threshold, drive, emit, func(v, d float64) float64 { return v + d/p.timeConstant })
}

func leaky(p unitParameters, drive []float64, emit func(int, float64)) {
	step := -math.Expm1(-1 / p.timeConstant) // exact for a drive that is constant within a frame
	accumulate(p.threshold, drive, emit, func(v, d float64) float64 { return v + step*(d-v) })
}

// accumulate is an integrate-and-fire unit: it fires where its potential
// reaches the threshold, on a straight line between frames, and loses as much.
func accumulate(threshold float64, drive []float64, emit func(int, float64), follow func(v, d float64) float64) {
	v := 0.0
	for n, d := range drive {
		next := follow(v, d)
		if next >= threshold && next > v {
			emit(0, float64(n)+min(1, max(0, (threshold-v)/(next-v))))
			next = min(next-threshold, threshold) // what no spike could carry away is not owed for ever
		}
		v = next
	}
}

func crossings(p unitParameters, drive []float64, emit func(int, float64)) {
	level, before := 0.0, 0.0
	for n, d := range drive {
		for which, direction := range []float64{1, -1} {
			if next := level + direction*p.threshold; direction*(d-next) >= 0 {
				// Past a jump the level lags behind and is met at the frame's start.
				at := 0.0
				if d != before {
					at = min(1, max(0, (next-before)/(d-before)))
				}
				emit(which, float64(n)+at)
				level = next
				break
			}
		}
		before = d
	}
}
