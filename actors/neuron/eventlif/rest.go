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

// windowBounds are those of a window in one epoch.
type windowBounds struct {
	epoch int64
	parts [model.MostParts]bounds // of each part
	rests [model.MostParts]bounds // from the start of each part to the window's end
}

// boundsOf are those of a window, unless it leads into another epoch.
func (m *Model) boundsOf(w *model.CoreWindow) (b windowBounds, ok bool) {
	epoch, until := m.epochOf(w.From), w.Last().Until
	if until >= m.startOf(epoch+1) {
		return b, false
	}
	b.epoch = epoch
	from, end := m.instantIn(epoch, w.From), m.instantIn(epoch, until)
	for p := range w.Parts {
		next := m.instantIn(epoch, w.Parts[p].Until)
		b.parts[p], b.rests[p] = m.boundsBetween(epoch, &from, &next), m.boundsBetween(epoch, &from, &end)
		from = next
	}
	return b, true
}

// boundsBetween are those between two times of an epoch.
func (m *Model) boundsBetween(epoch int64, from, until *instant) bounds {
	kept := from.growMem * until.decayMem()
	return bounds{
		start: m.startOf(epoch), until: until.time,
		decayMem: from.decayMem(), decaySyn: from.decaySyn(), endMem: until.decayMem(), endSyn: until.decaySyn(),
		growSyn: until.growSyn * from.decaySyn(), kept: kept, lost: 1 - kept,
	}
}

// Rest implements model.Accumulator. Where a window leads into another epoch, no neuron rests to
// which something happens.
func (m *Model) Rest(states []State, drives *model.Drives, w *model.CoreWindow, dst model.Woken) model.Woken {
	b, isInEpoch := m.boundsOf(w)
	until, sums := w.Last().Until, w.Last().Sums
	var drive Drive
	for i := range states {
		s := &states[i]
		if sums[i].Arrivals == 0 && s.Driven >= until && s.Next >= until {
			continue
		}
		if drives != nil {
			drive = drives.Of(i)
		}
		part, isReleased := 0, false
		if isInEpoch && s.Epoch == b.epoch {
			if part, isReleased = m.restInParts(&b, w, i, s, &drive); part == len(w.Parts) {
				sums[i] = model.SumsOf(s)
				continue
			}
		}
		dst.From[i] = uint8(part)
		if isReleased {
			dst.Released = append(dst.Released, int32(i))
		} else {
			dst.Awake = append(dst.Awake, int32(i))
		}
	}
	return dst
}

// restInParts takes neuron i through a window as far as it surely does nothing by itself: as a whole if it can, or part
// by part. It returns the part that it does not get through, or their number, and whether it is sure that nothing but
// the end of its refractoriness happens from there on.
func (m *Model) restInParts(b *windowBounds, w *model.CoreWindow, i int, s *State, drive *Drive) (part int, isReleased bool) {
	var before model.Sums
	last := w.Last()
	if endsRefractoriness := s.Release > 0 && s.Release < last.Until; len(w.Parts) > 1 && !endsRefractoriness &&
		m.rest(&b.rests[0], s, &before, &last.Sums[i], drive, w.Train) {
		return len(w.Parts), false
	}
	for p := range w.Parts {
		if s.Release > 0 && s.Release < w.Parts[p].Until {
			return p, m.staysBelowFromZero(&b.rests[p], s, excitation(&before, &last.Sums[i]), drive)
		}
		sum := &w.Parts[p].Sums[i]
		if !m.rest(&b.parts[p], s, &before, sum, drive, w.Train) {
			return p, false
		}
		before = *sum
	}
	return len(w.Parts), false
}

// excitation is the sum of the weights that excite, and no less, of what arrives after some sums and until others.
func excitation(before, after *model.Sums) float64 {
	const rounding = 0x1p-23 // of each arrival, at most
	return float64(after.Excitation)*(1+float64(after.Arrivals)*rounding) - float64(before.Excitation)*(1-float64(before.Arrivals)*rounding)
}

// staysBelowFromZero reports whether a neuron surely does not fire in a window in which its refractoriness ends, given
// the sum of the weights that excite. It is staysBelow from then on, by the first bound.
func (m *Model) staysBelowFromZero(b *bounds, s *State, excitation float64, drive *Drive) bool {
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

// rest takes a neuron through a window or a part of it if it surely does nothing by itself, and reports whether it has.
// before and sum are its sums at both ends.
func (m *Model) rest(b *bounds, s *State, before, sum *model.Sums, drive *Drive, train *model.SpikeTrain) bool {
	excites := excitation(before, sum)
	var driven drives // field by field: a copy would wait for what has just been written
	driven.mem, driven.syn, driven.next, driven.last, driven.draws = s.DriveMem, s.DriveSyn, s.Driven, s.Last, s.Draws
	if s.Driven < b.until {
		m.sumDriveUntil(&driven, b, drive)
		excites += float64(driven.draws-s.Draws) * max(drive.Weight, 0)
	}
	if s.Release == 0 { // else it stays refractory until a later one
		first, last := s.Syn+s.DriveSyn, sum.Syn+driven.syn
		slow := float64((sum.Mem + driven.mem) * b.endMem)
		if !m.staysBelow(b, float64((s.Mem+s.DriveMem)*b.decayMem), float64(first*b.decaySyn), slow, float64(last*b.endSyn), excites,
			float64((last-first)*b.decaySyn)) {
			return false
		}
		s.Mem, s.Next = sum.Mem, b.until
		if slow < m.quiet {
			s.Next = math.Inf(1)
		}
	}
	if sum.Arrivals > 0 {
		driven.last = max(driven.last, train.Arrivals[sum.Arrivals-1].Q)
	}
	s.Syn, s.DriveMem, s.DriveSyn = sum.Syn, driven.mem, driven.syn
	s.Driven, s.Last, s.Draws = driven.next, driven.last, driven.draws
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
	d.mem, d.syn, d.next, d.last, d.draws = mem, syn, next, last, draws
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
