package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// AppendContributions implements model.Accumulator.
func (m *Model) AppendContributions(dst []model.Contribution, train *model.SpikeTrain, weights []float32) []model.Contribution {
	list := instantsOf(train)
	for n := range list {
		weight := float64(weights[n])
		dst = append(dst, model.Contribution{
			Mem: float64(weight * list[n].growMem), Syn: float64(weight * list[n].growSyn), Excitation: max(weights[n], 0),
		})
	}
	return dst
}

// bounds is what all neurons need to know of a window to tell that they do not fire in it.
type bounds struct {
	start              float64 // of its epoch, s
	until              float64 // end of the window, s
	decayMem, decaySyn float64 // at its start
	endMem, endSyn     float64 // decayMem and decaySyn at its end
	growSyn            float64 // e^{x/τs}, x the length of the window
	kept, lost         float64 // e^{−x/τm}, and 1 less that
}

// boundsOf are those of a window in one epoch.
func (m *Model) boundsOf(epoch int64, from, until float64) bounds {
	start, end := m.instantIn(epoch, from), m.instantIn(epoch, until)
	kept := start.growMem * end.decayMem()
	return bounds{
		start: m.startOf(epoch), until: until,
		decayMem: start.decayMem(), decaySyn: start.decaySyn(), endMem: end.decayMem(), endSyn: end.decaySyn(),
		growSyn: end.growSyn * start.decaySyn(), kept: kept, lost: 1 - kept,
	}
}

// Rest implements model.Accumulator. Where a window leads into another epoch, no neuron rests to
// which something happens.
func (m *Model) Rest(states []State, sums []model.Sums, driven []Drive, train *model.SpikeTrain, from, until float64, dst model.Woken) model.Woken {
	epoch, list := m.epochOf(from), instantsOf(train)
	inEpoch := until < m.startOf(epoch+1)
	var b bounds
	if inEpoch {
		b = m.boundsOf(epoch, from, until)
	}
	var drive *Drive
	for i := range states {
		s, sum := &states[i], &sums[i]
		if sum.Arrivals == 0 && s.Driven >= until && s.Next >= until {
			continue
		}
		if driven != nil {
			drive = &driven[i]
		}
		switch isReleased := s.Release > 0 && s.Release < until; {
		case !inEpoch || s.Epoch != epoch:
			dst.Awake = append(dst.Awake, int32(i))
		case isReleased && m.staysBelowFromZero(&b, s, sum, drive):
			dst.Released = append(dst.Released, int32(i))
		case isReleased || !m.rest(&b, s, sum, drive, list):
			dst.Awake = append(dst.Awake, int32(i))
		}
	}
	return dst
}

// staysBelowFromZero reports whether a neuron surely does not fire in a window in which its refractoriness ends. It is
// staysBelow from then on, by the first bound.
func (m *Model) staysBelowFromZero(b *bounds, s *State, sum *model.Sums, drive *Drive) bool {
	excitation := positive(sum)
	if s.Driven < b.until {
		driven := drives{next: s.Driven, draws: s.Draws}
		m.sumDriveUntil(&driven, b, drive)
		excitation += float64(driven.draws-s.Draws) * max(drive.Weight, 0)
	}
	before := float64((s.Syn + s.DriveSyn) * b.decaySyn)
	first, most := -m.Current, max(before, 0)+excitation
	room := m.level - 1e-9*(math.Abs(first)+(1+math.Abs(m.gain))*(most+math.Abs(before)))
	return first < room && first+b.lost*(most-first) < room
}

// positive is the sum of the weights that excite, and no less.
func positive(sum *model.Sums) float64 {
	return float64(sum.Excitation) * (1 + float64(sum.Arrivals)*0x1p-23) // more than rounding may have lost
}

// rest takes a neuron through a window if it surely does nothing by itself, and reports whether it has.
func (m *Model) rest(b *bounds, s *State, sum *model.Sums, drive *Drive, list []instant) bool {
	excitation := positive(sum)
	driven := drives{s.DriveMem, s.DriveSyn, s.Driven, s.Last, s.Draws}
	if s.Driven < b.until {
		m.sumDriveUntil(&driven, b, drive)
		excitation += float64(driven.draws-s.Draws) * max(drive.Weight, 0)
	}
	if s.Release > 0 { // until a later window
		sum.Mem = s.Mem
	} else {
		before := s.Syn + s.DriveSyn
		after := sum.Syn + driven.syn
		slow := float64((sum.Mem + driven.mem) * b.endMem)
		if !m.staysBelow(b, float64((s.Mem+s.DriveMem)*b.decayMem), float64(before*b.decaySyn), slow, float64(after*b.endSyn), excitation,
			float64((after-before)*b.decaySyn)) {
			return false
		}
		s.Next = b.until
		if slow < m.quiet {
			s.Next = math.Inf(1)
		}
	}
	if sum.Arrivals > 0 {
		driven.last = max(driven.last, list[sum.Arrivals-1].time)
	}
	s.Mem, s.Syn, s.DriveMem, s.DriveSyn = sum.Mem, sum.Syn, driven.mem, driven.syn
	s.Driven, s.Last, s.Draws = driven.next, driven.last, driven.draws
	sum.Excitation, sum.Arrivals = 0, 0
	return true
}

// drives is what the drive's arrivals change of a state.
type drives struct {
	mem, syn   float64
	next, last float64 // arrival, s
	draws      uint64
}

// sumDriveUntil adds the drive's arrivals of a window.
func (m *Model) sumDriveUntil(d *drives, b *bounds, drive *Drive) {
	weight, mean, gaps := drive.Weight, 1/drive.Rate, drive.Gaps
	mem, syn, next, last, draws := d.mem, d.syn, d.next, d.last, d.draws
	for next < b.until {
		since := next - b.start
		growMem := exponential(float64(since * m.perMem))
		growSyn := growMem * growMem
		if !m.twice {
			growSyn = exponential(float64(since * m.perSyn))
		}
		mem += float64(weight * growMem)
		syn += float64(weight * growSyn)
		last = next
		next += float64(gaps.Exponential(draws) * mean)
		draws++
	}
	*d = drives{mem, syn, next, last, draws}
}

// staysBelow reports whether the potential surely stays below the threshold in a window, given it and the current at
// both ends and what arrives in between: the weights that excite, and all of them as if they had come at the start.
//
// With I⁺ ≥ 0 above all currents of the window, and I⁻ ≤ 0 below them, a time x after its start and y before its end
//
//	w ≤ w₀·e^{−x/τm} + I⁺·(1 − e^{−x/τm})
//	w ≤ w₁·e^{y/τm} − I⁻·(e^{y/τm} − 1)
//
// of which the first bound is sharp where little time has passed, and the second one where little is left.
func (m *Model) staysBelow(b *bounds, slowBefore, before, slowAfter, after, excitation, arrived float64) bool {
	first, last := m.potential(slowBefore, before), m.potential(slowAfter, after)
	inhibition := max(0, excitation*b.growSyn-arrived)
	most, least := max(before, 0)+excitation, inhibition-min(before, 0) // I⁺ and −I⁻
	room := m.level - 1e-9*(math.Abs(first)+math.Abs(last)+(1+math.Abs(m.gain))*(most+least+math.Abs(after)))
	if !(first < room && last < room) {
		return false
	}
	return first+b.lost*(most-first) < room || last+least < (room+least)*b.kept
}
