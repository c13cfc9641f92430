package distributed

import (
	"fmt"

	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// checkRouted refuses what no share of this network would send: whoever takes a message may
// use its numbers as indices.
func (x *router) checkRouted(from int, r wire.Routed) error {
	if x.share.Load() == nil {
		return fmt.Errorf("a %T came before the network stands", r.Message)
	}
	if r.To.Role == wire.ToCore && r.To.Number >= len(x.net.Cores) || r.To.Role == wire.ToPopulation && (r.To.Number < 1 || r.To.Number >= len(x.net.Populations)) {
		return fmt.Errorf("a %T is for %+v, which the network does not have", r.Message, r.To)
	}
	switch message := r.Message.(type) {
	case *messages.Packets:
		return x.checkPackets(from, r.To, message)
	case *messages.Single:
		if inputs := x.net.Topology.Sizes[x.targetPopulation(r.To)-1]; int(message.Spike.Source) >= inputs {
			return fmt.Errorf("a spike is from neuron %d of %d", message.Spike.Source, inputs)
		}
	case *messages.ErrorBroadcasts:
		return x.checkErrorBroadcasts(message)
	case *messages.Learned:
		if r.To.Role != wire.ToCoordinator {
			return fmt.Errorf("core %d has told %+v that it has learned, allowed: the coordinator", message.From, r.To)
		}
		return x.checkOwner(from, message.From)
	case *messages.TallyReport:
		return x.checkOwner(from, message.From)
	case *wire.Recording:
		if err := x.checkOwner(from, message.Core); err != nil {
			return err
		}
		for _, spikes := range message.Samples {
			if err := checkSources(spikes, x.net.Cores[message.Core]); err != nil {
				return err
			}
		}
	case *messages.StateRequest:
		return checkNeurons(message.First, message.Count, x.net.Cores[r.To.Number])
	}
	return nil
}

// targetPopulation is the population that a destination's spikes go into: one behind the
// output is the readout's.
func (x *router) targetPopulation(to wire.Destination) int {
	if to.Role == wire.ToPopulation {
		return to.Number
	}
	return len(x.net.Populations)
}

func (x *router) checkPackets(from int, to wire.Destination, p *messages.Packets) error {
	source := x.net.InputCore()
	if p.From != messages.InputCore {
		if err := x.checkOwner(from, p.From); err != nil {
			return err
		}
		source = x.net.Cores[p.From]
	} else if from != 0 {
		return fmt.Errorf("input spikes come from machine %d, allowed: 0", from)
	}
	if source.Population != x.targetPopulation(to)-1 {
		return fmt.Errorf("spikes of population %d are for population %d", source.Population, x.targetPopulation(to))
	}
	return checkSources(p.Spikes, source)
}

func (x *router) checkOwner(machine, core int) error {
	if core < 0 || core >= len(x.net.Cores) || x.owners[core] != machine {
		return fmt.Errorf("machine %d speaks for core %d, which is not its own", machine, core)
	}
	return nil
}

func checkSources(spikes []messages.Spike, core topology.Core) error {
	for i := range spikes {
		if source := int(spikes[i].Source); source < core.First || source >= core.First+core.Count {
			return fmt.Errorf("a spike is from neuron %d, allowed: %d to %d", source, core.First, core.First+core.Count-1)
		}
	}
	return nil
}

func (x *router) checkErrorBroadcasts(message *messages.ErrorBroadcasts) error {
	if len(message.Broadcasts) != message.Batch.Size || message.Batch.Size == 0 || !message.Batch.Learn {
		return fmt.Errorf("%d broadcasts for a batch of %d samples", len(message.Broadcasts), message.Batch.Size)
	}
	outputs := x.net.Outputs()
	derivatives := x.net.Learning.Rule.Sends().BroadcastNumbers(outputs) - outputs
	for i := range message.Broadcasts {
		b := &message.Broadcasts[i]
		if len(b.Errors) != outputs || len(b.Derivatives) != derivatives {
			return fmt.Errorf("a broadcast has %d errors and %d derivatives, needs %d and %d", len(b.Errors), len(b.Derivatives), outputs, derivatives)
		}
	}
	return nil
}

func checkNeurons(first, count int, core topology.Core) error {
	if count < 1 || first > core.Count-count {
		return fmt.Errorf("a request is for neurons %d to %d of %d", first, first+count-1, core.Count)
	}
	return nil
}
