package neuron

import (
	"math"
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// passing are the samples that a neuron is taken through window by window.
type passing struct {
	open  []*openSample // under way
	ended []*openSample // that Learn still needs
	spare []*openSample // to use again
}

// openSample is one neuron in one sample, of which some windows have come.
type openSample struct {
	sample       uint64
	state        model.State
	drive        *model.Drive     // nil for none
	perturbation float64          // ξ
	grade        float64          // that the next own spike carries as far as it has come
	ownSpikes    []model.OwnSpike // in the windows so far
	arrived      []model.Arrival  // what has come, if Learn needs it
	waiting      waitingArrivals  // at the neuron's own delays
}

// PresentWindow implements Neuron.
func (n *typed[W]) PresentWindow(dst []messages.Spike, p Presentations, window *messages.Window, learn bool, scratch *Scratch) ([]messages.Spike, float32, error) {
	if p.State != nil {
		return n.presentState(dst, p, window, scratch)
	}
	if n.passing == nil {
		n.passing = &passing{}
	}
	next := math.Inf(1)
	for i := range p.Inputs {
		in, sample := &p.Inputs[i], p.First+uint64(i)
		open := n.passing.find(sample)
		if open == nil {
			if in.Len() == 0 && !n.population.awake {
				continue // nothing has happened to the neuron yet
			}
			open = n.begin(sample, learn, scratch)
		}
		var err error
		if dst, err = n.advance(dst, open, in, int32(i), p.Late, window, learn, scratch); err != nil {
			return dst, 0, err
		}
		if window.Last {
			n.end(open, learn)
			continue
		}
		next = min(next, n.nextOf(open))
	}
	return dst, notAfter(next), nil
}

// presentState takes the state that the neuron's core keeps for it through a window.
func (n *typed[W]) presentState(dst []messages.Spike, p Presentations, window *messages.Window, scratch *Scratch) ([]messages.Spike, float32, error) {
	kernel := n.population.Model.Float32().(model.WindowKernel[float32])
	var drive *model.Drive
	if p.Drives != nil {
		scratch.drive = p.Drives.Of(p.Position)
		drive = &scratch.drive
	}
	fired := kernel.Advance(p.State, p.Weights, &p.Inputs[0], drive, window.Until, scratch.fired[:0])
	scratch.fired = fired
	if !areFinite(fired, nil) {
		return dst, 0, n.brokenSpike(p.First, fired, nil)
	}
	for k := range fired {
		dst = append(dst, messages.Spike{Time: fired[k].Time, Source: int32(n.index)})
	}
	return dst, 0, nil
}

// notAfter rounds a time down.
func notAfter(time float64) float32 {
	rounded := float32(time)
	if float64(rounded) > time {
		return math.Nextafter32(rounded, float32(math.Inf(-1)))
	}
	return rounded
}

// nextOf is when something happens in a sample if nothing more reaches the neuron.
func (n *typed[W]) nextOf(open *openSample) float64 {
	return min(n.population.windowed.Next(&open.state), open.waiting.first)
}

// find returns the sample if it is under way.
func (ps *passing) find(sample uint64) *openSample {
	for _, open := range ps.open {
		if open.sample == sample {
			return open
		}
	}
	return nil
}

// begin opens a sample.
func (n *typed[W]) begin(sample uint64, learn bool, scratch *Scratch) *openSample {
	ps := n.passing
	open := &openSample{}
	if last := len(ps.spare) - 1; last >= 0 {
		open, ps.spare = ps.spare[last], ps.spare[:last]
	}
	ps.open = append(ps.open, open)
	open.sample, open.drive = sample, n.population.DriveOf(n.index, sample)
	open.state = n.population.windowed.Start(open.drive)
	open.ownSpikes, open.arrived = open.ownSpikes[:0], open.arrived[:0]
	open.waiting.set(open.waiting.spikes[:0])
	open.perturbation = 0
	if learn {
		open.perturbation = n.population.perturbation(n.index, sample, scratch.stream)
	}
	open.grade = open.perturbation
	return open
}

// advance takes the neuron through a window of a sample, and appends what it fires to dst.
func (n *typed[W]) advance(dst []messages.Spike, open *openSample, in *model.Input, position int32, late *int32, window *messages.Window, learn bool, scratch *Scratch) ([]messages.Spike, error) {
	if n.hasDelays() {
		delayed := n.arriving(open, in, late, window, scratch)
		in = &delayed
	}
	before, applied := len(open.ownSpikes), open.state.Applied
	open.ownSpikes = n.population.windowed.Advance(&open.state, n.presented(learn), in, open.drive, window.Until, open.ownSpikes)
	fired := open.ownSpikes[before:]
	graded := learn && n.population.graded
	if graded {
		scratch.grades = n.windowGrades(open, in, fired, applied, scratch.grades[:0])
		n.population.Grades.Quantise(scratch.grades)
	}
	var grades []float64
	if graded {
		grades = scratch.grades
	}
	if !areFinite(fired, grades) {
		return dst, n.brokenSpike(open.sample, fired, grades)
	}
	for k := range fired {
		spike := messages.Spike{Time: fired[k].Time, Source: int32(n.index), Sample: position}
		if graded {
			spike.Grade = grades[k]
		}
		dst = append(dst, spike)
	}
	n.hear(in, learn)
	switch {
	case !learn:
		open.ownSpikes = open.ownSpikes[:0]
	case !window.Last || len(open.ownSpikes) > 0:
		open.keep(in)
	}
	return dst, nil
}

// windowGrades appends the grades of the spikes fired in a window before which some arrivals were applied: as
// model.Grades, with the sum carried from window to window.
func (n *typed[W]) windowGrades(open *openSample, in *model.Input, fired []model.OwnSpike, applied int, dst []float64) []float64 {
	from := 0
	for k := range fired {
		dst = append(dst, model.GradeBetween(n.weights, in, from, fired[k].Applied-applied, open.grade))
		open.grade, from = 0, fired[k].Applied-applied
	}
	open.grade = model.GradeBetween(n.weights, in, from, in.Len(), open.grade)
	return dst
}

// arriving takes what reaches a neuron with delays of its own, and returns what arrives in a window.
func (n *typed[W]) arriving(open *openSample, in *model.Input, late *int32, window *messages.Window, scratch *Scratch) model.Input {
	end, train := n.population.Model.End(), &scratch.train
	if window.Last && open.waiting.isEmpty() && len(in.Grades) == 0 { // all of the sample, mostly
		return n.arrivingAtOnce(in, late, end, scratch)
	}
	arrived, tooLate := open.waiting.take(window.Until, scratch.arrived[:0]), int32(0)
	for k := range in.Len() {
		arrival, synapse := in.At(k)
		spike := messages.Spike{Time: arrival.Q + n.synapses.delays[synapse], Grade: in.Grade(k), Source: synapse}
		switch {
		case spike.Time > end:
			tooLate++
		case spike.Time < window.Until:
			arrived = append(arrived, spike)
		default:
			open.waiting.add(spike)
		}
	}
	scratch.arrived = arrived
	if late != nil {
		*late += tooLate
	}
	messages.SortSpikes(arrived)
	train.Arrivals, train.Grades = train.Arrivals[:0], train.Grades[:0]
	for k := range arrived {
		train.Append(&arrived[k], arrived[k].Source, end)
	}
	n.population.Model.Prepare(train, false)
	return model.Whole(train)
}

// arrivingAtOnce is arriving where nothing waits before or after, and no spike has a grade.
func (n *typed[W]) arrivingAtOnce(in *model.Input, late *int32, end float64, scratch *Scratch) model.Input {
	d, train := &scratch.delayed, &scratch.train
	d.collect(in, n.synapses.delays, end)
	if late != nil {
		*late += int32(in.Len() - len(d.arrivals))
	}
	train.Arrivals, train.Grades = d.appendSorted(train.Arrivals[:0]), train.Grades[:0]
	n.population.Model.Prepare(train, false)
	return model.Whole(train)
}

// keep copies the arrivals of a window for Learn.
func (open *openSample) keep(in *model.Input) {
	if !in.IsPart() {
		open.arrived = append(open.arrived, in.Arrivals...)
		return
	}
	for k := range in.Len() {
		arrival, synapse := in.At(k)
		open.arrived = append(open.arrived, model.Arrival{Q: arrival.Q, Synapse: synapse})
	}
}

// end closes a sample, and leaves a trace of it if the neuron is to learn from what it fired.
func (n *typed[W]) end(open *openSample, learn bool) {
	ps := n.passing
	ps.open = slices.DeleteFunc(ps.open, func(other *openSample) bool { return other == open })
	if !learn || len(open.ownSpikes) == 0 || n.population.Generates {
		ps.spare = append(ps.spare, open)
		return
	}
	ps.ended = append(ps.ended, open)
	before := len(n.ownSpikes)
	n.ownSpikes = append(n.ownSpikes, open.ownSpikes...)
	n.traces = append(n.traces, trace{
		sample: open.sample, open: open,
		first: before, end: len(n.ownSpikes), perturbation: open.perturbation,
	})
}

// forget lets the ended samples be used again.
func (ps *passing) forget() {
	ps.spare = append(ps.spare, ps.ended...)
	clear(ps.ended)
	ps.ended = ps.ended[:0]
}
