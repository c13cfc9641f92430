package energy

// Estimate is what a run would have spent by a profile. It is an estimate: its
// constants are those of other networks on other hardware.
type Estimate struct {
	IsEstimate bool          `json:"estimate"` // always true
	Profile    string        `json:"profile"`
	Title      string        `json:"title"`
	Samples    int64         `json:"samples"`
	Forward    PhaseEstimate `json:"forward"`
	Learning   PhaseEstimate `json:"learning"`
	Run        Sum           `json:"run"`        // both phases
	PerSample  *PerSample    `json:"per_sample"` // null without a sample
	Missing    []Missing     `json:"missing"`    // over both phases
	Assumed    Clock         `json:"assumed"`
	// Clocked reports whether the profile is one of hardware with a clock: then what a sample takes is Sum.Clocked.
	Clocked bool `json:"clocked"`
	// Silence is the dynamic energy of packets that say that a core has sent all: a protocol of this simulator, which
	// no sum has.
	Silence float64 `json:"silence_joules_estimate"`
}

// PerSample is the mean energy of a sample.
type PerSample struct {
	Forward  Sum `json:"forward"`
	Learning Sum `json:"learning"`
	Run      Sum `json:"run"` // both phases
}

// Sum is energy in joules, by kind of term.
type Sum struct {
	Dynamic float64 `json:"dynamic_joules_estimate"`
	// What a clock adds: updates of neurons whose potential decays, and of neurons at rest.
	Decaying float64 `json:"decaying_joules_estimate"`
	Idle     float64 `json:"idle_joules_estimate"`
	Static   float64 `json:"static_joules_estimate"` // of the chips that are on
}

// EventDriven is the energy without a clock.
func (s Sum) EventDriven() float64 { return s.Dynamic + s.Static }

// Clocked is the energy with a clock, which updates neurons that nothing reaches too.
func (s Sum) Clocked() float64 { return s.Ticking() + s.Static }

// Ticking is the energy with a clock, without that of the chips that are on.
func (s Sum) Ticking() float64 { return s.Dynamic + s.Decaying + s.Idle }

func (s Sum) over(n float64) Sum {
	return Sum{Dynamic: s.Dynamic / n, Decaying: s.Decaying / n, Idle: s.Idle / n, Static: s.Static / n}
}

func (s *Sum) add(kind Kind, joules float64) {
	switch kind {
	case Dynamic:
		s.Dynamic += joules
	case Decaying:
		s.Decaying += joules
	case Idle:
		s.Idle += joules
	case Static:
		s.Static += joules
	}
}

// PhaseEstimate is the energy of one phase, product by product.
type PhaseEstimate struct {
	Sum
	Products []Product `json:"products"`
	Missing  []Missing `json:"missing"`
}

// Product is a count times a constant.
type Product struct {
	Constant
	Kind   Kind    `json:"kind"`
	Count  float64 `json:"count"`
	Joules float64 `json:"joules_estimate"`
}

// Missing is a count without a constant: the estimate is too low by it.
type Missing struct {
	Constant string  `json:"constant"`
	Kind     Kind    `json:"kind"`
	Counted  string  `json:"counted"`
	Count    float64 `json:"count"`
}

// Estimate multiplies counts by the profile's constants. Counts of 0 are neither
// products nor missing.
func (p *Profile) Estimate(c *Counts) *Estimate {
	e := &Estimate{IsEstimate: true, Profile: p.Name, Title: p.Title, Samples: c.Samples, Assumed: c.Clock, Missing: []Missing{}}
	e.Forward, e.Learning = p.phase(&c.Forward), p.phase(&c.Learning)
	e.Run = Sum{
		Dynamic:  e.Forward.Dynamic + e.Learning.Dynamic,
		Decaying: e.Forward.Decaying + e.Learning.Decaying,
		Idle:     e.Forward.Idle + e.Learning.Idle,
		Static:   e.Forward.Static + e.Learning.Static,
	}
	e.Clocked = p.IsClocked()
	silence := p.phase(&c.Silence)
	e.Silence = silence.Dynamic
	if c.Samples > 0 {
		n := float64(c.Samples)
		e.PerSample = &PerSample{Forward: e.Forward.over(n), Learning: e.Learning.over(n), Run: e.Run.over(n)}
	}
	for i := range terms {
		if missing, lacks := p.missing(&terms[i], terms[i].count(&c.Forward)+terms[i].count(&c.Learning)); lacks {
			e.Missing = append(e.Missing, missing)
		}
	}
	return e
}

func (p *Profile) phase(counts *Phase) PhaseEstimate {
	e := PhaseEstimate{Products: []Product{}, Missing: []Missing{}}
	for i := range terms {
		term := &terms[i]
		n := term.count(counts)
		if missing, lacks := p.missing(term, n); lacks {
			e.Missing = append(e.Missing, missing)
			continue
		}
		constant, known := p.constantOf(term)
		if n == 0 || !known || constant.Within != "" {
			continue
		}
		product := Product{Constant: constant, Kind: term.Kind, Count: n, Joules: n * constant.SI()}
		e.Products = append(e.Products, product)
		e.add(term.Kind, product.Joules)
	}
	return e
}

// missing reports whether something was counted that the profile has no constant
// for.
func (p *Profile) missing(term *Term, n float64) (Missing, bool) {
	if _, known := p.constantOf(term); known || n == 0 {
		return Missing{}, false
	}
	return Missing{Constant: term.Constant, Kind: term.Kind, Counted: term.Counted, Count: n}, true
}
