package actors

import (
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/topology"
)

// stage is the populations of a cycle, as their cores take turns in its windows.
type stage struct {
	*network.Stage
	net *network.Network
}

// stagesOf returns the stages with cycles by population.
func stagesOf(net *network.Network, setup *network.Setup) []*stage {
	stages := make([]*stage, len(net.Populations))
	for _, s := range net.Stages(setup) {
		if s.Windows == nil {
			continue
		}
		shared := &stage{&s, net}
		for _, population := range s.Populations {
			stages[population] = shared
		}
	}
	return stages
}

// stage is the one that a population takes turns in, or nil if samples pass through it whole.
func (p *Plan) stage(population int) *stage { return p.stages[population] }

// has reports whether a population takes turns in the stage.
func (s *stage) has(population int) bool {
	return s != nil && slices.Contains(s.Populations, population)
}

// turns says what a core of the stage needs from the others before its turn in a window.
type turns struct {
	senders senders // of the stage, this core among them
	same    []bool  // by position: spikes may arrive in the window in which they are fired
	targets [][]Address
	waits   [2]int // senders whose spikes of the window before are needed, and of the window itself
}

// turns are those of a core.
func (p *Plan) turns(core topology.Core) *turns {
	own := p.stage(core.Population)
	if own == nil {
		return nil
	}
	t := &turns{senders: p.senders(core.Population, func(from int) bool { return own.has(from) && p.leads(from, core.Population) })}
	for _, from := range t.senders.populations {
		same := p.Network.ArrivesAtOnce(from, core.Population)
		t.same = append(t.same, same)
		if same {
			t.waits[1]++
		} else {
			t.waits[0]++
		}
	}
	for _, to := range p.Network.Topology.Efferents(core.Population) {
		if own.has(to) {
			t.targets = append(t.targets, coreAddresses(coresOf(p, to)))
		}
	}
	return t
}
