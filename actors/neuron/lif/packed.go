package lif

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// lanes is the number of samples in a pack: as many float64 fit into one of the
// registers that advance works with.
const lanes = 4

// step holds four arrivals, with the names of Arrival and gap: the n-th of each of four
// spike trains, or four that follow each other in one. A spike train that has ended goes on
// with zeros, which change no sum and meet no threshold. The assembly knows this layout.
type step struct {
	q, nextY, reach [lanes]float64
	synapse         [lanes]int32
}

// set puts an arrival into a lane.
func (s *step) set(lane int, arrival *model.Arrival, gap *gap) {
	s.q[lane], s.nextY[lane], s.reach[lane], s.synapse[lane] = arrival.Q, gap.nextY, gap.reach, arrival.Synapse
}

// pack is up to four spike trains side by side, or one alone.
type pack struct {
	trains   [lanes]int // position of each lane's spike train; −1 if the lane is empty
	alone    bool       // all lanes hold the first
	steps    []step
	synapses int // one more than the largest synapse
}

// PackedSamples are spike trains that reach a neuron whole, four side by side, so that it
// advances through four samples at a time. Neurons share them, so they are
// read-only once filled.
type PackedSamples struct {
	model *Model
	packs []pack
	order []int        // positions of the spike trains, the longest first
	gaps  [lanes][]gap // working memory of Fill
}

// NewPacked implements model.Model: it returns packed samples where they
// are faster than one sample after the other.
func (m *Model) NewPacked() model.Packed {
	if !PackingPays {
		return nil
	}
	return &PackedSamples{model: m}
}

// fewestLanes is the number of spike trains from which on they are faster side by side than one after the other.
const fewestLanes = 3

// Fill implements model.Packed. Spike trains of one pack have about the same length, so that
// few lanes end early. The shortest are alone where too few are left.
func (qs *PackedSamples) Fill(trains []model.SpikeTrain) {
	qs.order = qs.order[:0]
	for s := range trains {
		qs.order = append(qs.order, s)
	}
	slices.SortStableFunc(qs.order, func(x, y int) int {
		return cmp.Compare(len(trains[y].Arrivals), len(trains[x].Arrivals))
	})
	sideBySide, alone := len(trains)/lanes, len(trains)%lanes
	if alone >= fewestLanes {
		sideBySide, alone = sideBySide+1, 0
	}
	count := sideBySide + alone
	if missing := count - cap(qs.packs); missing > 0 {
		qs.packs = append(qs.packs[:cap(qs.packs)], make([]pack, missing)...)
	}
	qs.packs = qs.packs[:count]
	for i := range sideBySide {
		qs.packs[i].fill(qs.model, trains, qs.order[i*lanes:min((i+1)*lanes, len(trains))], &qs.gaps)
	}
	for i := range alone {
		position := qs.order[len(trains)-alone+i]
		qs.gaps[0] = qs.model.appendGaps(qs.gaps[0], trains[position].Arrivals)
		qs.packs[sideBySide+i].fillAlone(position, trains[position].Arrivals, qs.gaps[0])
	}
}

// fill puts the spike trains at some positions, the longest first, side by side.
func (q *pack) fill(m *Model, trains []model.SpikeTrain, positions []int, gaps *[lanes][]gap) {
	q.alone = false
	var arrivals [lanes][]model.Arrival
	for lane := range lanes {
		q.trains[lane] = -1
		if lane < len(positions) {
			q.trains[lane] = positions[lane]
			arrivals[lane] = trains[positions[lane]].Arrivals
			gaps[lane] = m.appendGaps(gaps[lane], arrivals[lane])
		}
	}
	q.steps = slices.Grow(q.steps[:0], len(arrivals[0]))[:len(arrivals[0])]
	last := int32(-1)
	for n := range q.steps {
		step := &q.steps[n]
		for lane := range lanes {
			if n >= len(arrivals[lane]) {
				step.q[lane], step.nextY[lane], step.reach[lane], step.synapse[lane] = 0, 0, 0, 0
				continue
			}
			step.set(lane, &arrivals[lane][n], &gaps[lane][n])
			last = max(last, step.synapse[lane])
		}
	}
	q.synapses = int(last) + 1
}

// sums are a and b of the four lanes.
type sums struct{ a, b [lanes]float64 }

// IntegratePacked runs one neuron through the spike trains that the packed samples were filled
// with and appends the spikes fired in each to dst at the spike train's position. It
// gives the bits of Integrate.
func IntegratePacked[W learning.Float](m *Model, weights []W, qs *PackedSamples, dst [][]model.OwnSpike) {
	for i := range qs.packs {
		if pack := &qs.packs[i]; pack.alone {
			ownSpikes := &dst[pack.trains[0]]
			*ownSpikes = integrateAlone(m, weights, pack, *ownSpikes)
		} else {
			integratePack(m, weights, pack, dst)
		}
	}
}

func integratePack[W learning.Float](m *Model, weights []W, q *pack, dst [][]model.OwnSpike) {
	weights = weights[:q.synapses] // what the assembly relies on
	var s sums
	for applied := 0; applied < len(q.steps); {
		applied += advance(weights, q.steps[applied:], m.C, &s)
		step := &q.steps[applied-1]
		for lane := range lanes {
			a, b := s.a[lane], s.b[lane]
			if !mayFire(a, b, m.C, step.nextY[lane], step.reach[lane]) || !m.fires(a, b, step.q[lane], step.nextY[lane]) {
				continue
			}
			ownSpikes := &dst[q.trains[lane]]
			// At the cap fire adds no spike and leaves b: the neuron has stopped.
			s.b[lane], *ownSpikes = m.fire(a, b, step.nextY[lane], applied, m.SpikeCap, *ownSpikes)
		}
	}
}

// advancePlain applies steps to the sums until in one of the lanes a spike may
// come before the next arrival, or to the end, and returns the number of steps
// applied, which is at least 1.
func advancePlain[W learning.Float](weights []W, steps []step, c float64, s *sums) (applied int) {
	for n := range steps {
		step := &steps[n]
		reached := false
		for lane := range lanes {
			current := float64(weights[step.synapse[lane]]) * step.q[lane]
			s.a[lane] += float64(current * step.q[lane]) // the conversion forbids a fused operation
			s.b[lane] += current
			reached = reached || mayFire(s.a[lane], s.b[lane], c, step.nextY[lane], step.reach[lane])
		}
		if reached {
			return n + 1
		}
	}
	return len(steps)
}
