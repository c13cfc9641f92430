package timing

import (
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
)

// Report is how long hardware would take for a sample, by a profile. It is an estimate.
type Report struct {
	IsEstimate bool    `json:"estimate"` // always true
	Profile    string  `json:"profile"`
	Samples    int     `json:"samples"`          // of the last test, whose spikes were looked at
	Timestep   float64 `json:"timestep_seconds"` // of model time
	Steps      int     `json:"steps"`            // in a sample
	Forward    Phase   `json:"forward"`
	Learning   *Phase  `json:"learning,omitempty"` // what learning adds; null if nothing was learned
	// Missing names the latencies that the profile lacks though there was something to multiply: times are too short by that.
	Missing []string `json:"missing"`
	// Faster are settings with which the same spikes take less time, the fastest first; null unless they were looked for.
	Faster []Alternative `json:"faster,omitempty"`
	// Static is what the chips that are on draw in that time, J a sample; null if the profile has no static power.
	Static *float64 `json:"static_joules_estimate"`
}

// Phase is how long one phase of a sample takes.
type Phase struct {
	Seconds float64 `json:"seconds_estimate"` // a sample
	Bounds
	Binds string `json:"binds"`               // barrier, core or link
	Core  *int   `json:"core,omitempty"`      // that binds the most of the time in which cores bind
	Work  string `json:"core_work,omitempty"` // most of what it does then
	Link  string `json:"link,omitempty"`      // that binds the most of the time in which links bind
	// Verdict says what binds, Advice what would help.
	Verdict string `json:"verdict"`
	Advice  string `json:"advice"`
}

// Bounds are the parts of a time, s: barriers, steps that wait for a core, and steps that wait for a link.
type Bounds struct {
	Barrier float64 `json:"barrier_seconds_estimate"`
	Cores   float64 `json:"cores_seconds_estimate"`
	Links   float64 `json:"links_seconds_estimate"`
	// LinksAlone is what the busiest link of each step takes, whether anything waits for it or not: a bound on contention.
	LinksAlone float64 `json:"links_alone_seconds_estimate"`
}

// Estimate returns how long a sample takes by the spikes of a test, and how long learning from one by what the training
// samples came to, which may be nil. chips are on. It returns nil if the profile has no latency of a barrier, or the log
// no sample.
func Estimate(p *energy.Profile, picture *mesh.Picture, log *Log, trained *mesh.Load, chips int64) *Report {
	l, known := latenciesOf(p, int64(len(picture.Placement.Cores)))
	if !known || log.samples == 0 {
		return nil
	}
	m := newClockwork(l, picture)
	samples := m.present(log)
	r := &Report{
		IsEstimate: true, Profile: p.Name, Samples: samples, Timestep: log.timestep, Steps: int(log.steps),
		Forward: m.phase(samples), Missing: []string{},
	}
	all, seconds := m.all, r.Forward.Seconds
	if trained != nil && trained.Samples > 0 && trained.Batches > 0 {
		m := newClockwork(l, picture)
		m.learn(trained)
		learning := m.phase(1)
		r.Learning = &learning
		seconds += learning.Seconds
		for term, n := range m.all {
			all[term] += n
		}
	}
	r.Missing = append(r.Missing, lacking(p, &all)...)
	if power, known := p.Constant("static-power"); known && power.Within == "" {
		static := power.SI() * float64(chips) * seconds
		r.Static = &static
	}
	return r
}

// isSpontaneous reports whether a core has neurons that fire though nothing reaches them.
func (l *Log) isSpontaneous(core *placement.MeshCore) bool {
	return slices.ContainsFunc(core.Groups, func(g placement.Group) bool { return l.net.Populations[g.Population].IsSpontaneous() })
}

// phase sums up the steps of some samples.
func (m *clockwork) phase(of int) Phase {
	samples := float64(of)
	p := Phase{Bounds: Bounds{m.bound.Barrier / samples, m.bound.Cores / samples, m.bound.Links / samples, m.bound.LinksAlone / samples}}
	p.Seconds = p.Barrier + p.Cores + p.Links
	core := 0
	for c, seconds := range m.coreSeconds {
		if seconds > m.coreSeconds[core] {
			core = c
		}
	}
	if m.coreSeconds[core] > 0 {
		p.Core, p.Work = &core, m.mainKind(&m.coreCounts[core])
	}
	for name, seconds := range m.linkSeconds {
		if p.Link == "" || seconds > m.linkSeconds[p.Link] || seconds == m.linkSeconds[p.Link] && name < p.Link {
			p.Link = name
		}
	}
	p.judge()
	return p
}

// judge says what binds, and what would help.
func (p *Phase) judge() {
	share := func(seconds float64) string {
		return fmt.Sprintf("%.0f %% of the time", 100*seconds/max(p.Seconds, math.SmallestNonzeroFloat64))
	}
	switch {
	case p.Barrier >= p.Cores && p.Barrier >= p.Links:
		p.Binds = "barrier"
		p.Verdict = "barrier-bound: " + share(p.Barrier)
		p.Advice = "a longer time step (--timestep), or fewer and fuller cores (--neurons-per-core)"
	case p.Cores >= p.Links:
		p.Binds = "core"
		p.Verdict = fmt.Sprintf("core-bound: %s, most by %s of core %d", share(p.Cores), p.Work, *p.Core)
		p.Advice = adviceOf[p.Work]
	default:
		p.Binds = "link"
		p.Verdict = fmt.Sprintf("link-bound: %s, most by %s", share(p.Links), p.Link)
		p.Advice = "another placement (--placement bottleneck)"
	}
}

// adviceOf is what would help a core, by most of what it does.
var adviceOf = map[string]string{
	operations: "fewer neurons a core (--neurons-per-core), or fewer synapses (--density)",
	updates:    "neurons spread evenly (--placement bottleneck), or fewer a core (--neurons-per-core)",
	packets:    "another placement (--placement), or fuller cores, to which a spike goes once (--neurons-per-core)",
	plasticity: "fewer neurons a core (--neurons-per-core), or larger batches (--batch)",
}
