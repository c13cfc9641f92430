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
		b.parts[p], b.rests[p] = boundsBetween(&from, &next), boundsBetween(&from, &end)
		from = next
	}
	return b, true
}

// boundsBetween are those between two times of an epoch.
func boundsBetween(from, until *instant) bounds {
	kept := from.growMem * until.decayMem()
	return bounds{
		until:    until.time,
		decayMem: from.decayMem(), decaySyn: from.decaySyn(), endMem: until.decayMem(), endSyn: until.decaySyn(),
		growSyn: until.growSyn * from.decaySyn(), kept: kept, lost: 1 - kept,
	}
}

// Rest implements model.Accumulator. Where a window leads into another epoch, no neuron rests to
// which something happens.
func (m *Model) Rest(states []State, drives *model.Drives, w *model.CoreWindow, dst model.Woken) model.Woken {
	b, isInEpoch := m.boundsOf(w)
	until, sums := w.Last().Until, w.Last().Sums
	arrivals := make([]driveArrival, 0, usualArrivals)
	for i := range states {
		s := &states[i]
		if sums[i].Arrivals == 0 && s.Driven >= until && s.Next >= until {
			continue
		}
		part, isReleased := 0, false
		if isInEpoch && s.Epoch == b.epoch {
			d := driven{next: s.Driven}
			if s.Driven < until {
				drive := drives.Of(i)
				arrivals, d.next = m.appendDriven(arrivals[:0], s, &drive, until)
				d.arrivals, d.weight = arrivals, drive.Weight
			}
			if part, isReleased = m.restInParts(&b, w, i, s, &d); part == len(w.Parts) {
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
func (m *Model) restInParts(b *windowBounds, w *model.CoreWindow, i int, s *State, d *driven) (part int, isReleased bool) {
	var before model.Sums
	last := w.Last()
	if endsRefractoriness := s.Release > 0 && s.Release < last.Until; len(w.Parts) > 1 && !endsRefractoriness &&
		m.rest(&b.rests[0], s, &before, &last.Sums[i], d, w.Train) {
		return len(w.Parts), false
	}
	for p := range w.Parts {
		if s.Release > 0 && s.Release < w.Parts[p].Until {
			return p, m.staysBelowFromZero(&b.rests[p], s, excitation(&before, &last.Sums[i])+d.excitation())
		}
		sum, now := &w.Parts[p].Sums[i], d.cutOff(w.Parts[p].Until)
		if !m.rest(&b.parts[p], s, &before, sum, &now, w.Train) {
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
func (m *Model) staysBelowFromZero(b *bounds, s *State, excitation float64) bool {
	before := float64((s.Syn + s.DriveSyn) * b.decaySyn)
	first, most := -m.Current, max(before, 0)+excitation
	room := m.level - 1e-9*(math.Abs(first)+(1+math.Abs(m.gain))*(most+math.Abs(before)))
	return first < room && first+b.lost*(most-first) < room
}

// rest takes a neuron through a window or a part of it if it surely does nothing by itself, and reports whether it has.
// before and sum are its sums at both ends.
func (m *Model) rest(b *bounds, s *State, before, sum *model.Sums, d *driven, train *model.SpikeTrain) bool {
	driveMem, driveSyn, drawn := s.DriveMem, s.DriveSyn, len(d.arrivals)
	if drawn > 0 {
		driveMem, driveSyn = d.arrivals[drawn-1].mem, d.arrivals[drawn-1].syn
	}
	if s.Release == 0 { // else it stays refractory until a later one
		first, last := s.Syn+s.DriveSyn, sum.Syn+driveSyn
		slow := float64((sum.Mem + driveMem) * b.endMem)
		if !m.staysBelow(b, float64((s.Mem+s.DriveMem)*b.decayMem), float64(first*b.decaySyn), slow, float64(last*b.endSyn),
			excitation(before, sum)+d.excitation(), float64((last-first)*b.decaySyn)) {
			return false
		}
		s.Mem, s.Next = sum.Mem, b.until
		if slow < m.quiet {
			s.Next = math.Inf(1)
		}
	}
	if sum.Arrivals > 0 {
		s.Last = max(s.Last, train.Arrivals[sum.Arrivals-1].Q)
	}
	if drawn > 0 {
		s.Last = max(s.Last, d.arrivals[drawn-1].time)
		s.Draws += uint64(drawn)
	}
	s.Syn, s.DriveMem, s.DriveSyn, s.Driven = sum.Syn, driveMem, driveSyn, d.next
	return true
}

// driven is what a neuron's drive brings in a window or a part of it.
type driven struct {
	arrivals []driveArrival
	next     float64 // the first one after them, s
	weight   float64
}

// driveArrival is an arrival of the drive, with the drive's part of the sums from then on.
type driveArrival struct{ time, mem, syn float64 }

// usualArrivals is the number of a drive's arrivals in a window for which there is room at once.
const usualArrivals = 64

// appendDriven appends what the drive brings before a time in the state's epoch, and returns when its next arrival is.
func (m *Model) appendDriven(dst []driveArrival, s *State, drive *Drive, until float64) (arrivals []driveArrival, next float64) {
	weight, mean, gaps, start := drive.Weight, 1/drive.Rate, drive.Gaps, m.startOf(s.Epoch)
	mem, syn, next := s.DriveMem, s.DriveSyn, s.Driven
	for draws := s.Draws; next < until; draws++ {
		since := next - start
		growMem := exponential(float64(since * m.perMem))
		growSyn := growMem * growMem
		if !m.twice {
			growSyn = exponential(float64(since * m.perSyn))
		}
		mem += float64(weight * growMem)
		syn += float64(weight * growSyn)
		dst = append(dst, driveArrival{next, mem, syn})
		next += float64(gaps.Exponential(draws) * mean)
	}
	return dst, next
}

// cutOff returns what comes before a time, and leaves the rest.
func (d *driven) cutOff(until float64) driven {
	n := 0
	for n < len(d.arrivals) && d.arrivals[n].time < until {
		n++
	}
	first := driven{d.arrivals[:n], d.next, d.weight}
	if n < len(d.arrivals) {
		first.next = d.arrivals[n].time
	}
	d.arrivals = d.arrivals[n:]
	return first
}

// excitation is the sum of the weights that excite.
func (d *driven) excitation() float64 { return float64(len(d.arrivals)) * max(d.weight, 0) }

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
