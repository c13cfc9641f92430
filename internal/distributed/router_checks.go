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
		return x.checkSpikes(from, r.To, message.From, message.Window, message.Spikes)
	case *messages.Single:
		return x.checkSpikes(from, r.To, message.From, message.Window, []messages.Spike{message.Spike})
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

// checkSpikes checks spikes of one core, or of the input: who speaks for it, where they go, in which window, and
// from which neurons they are.
func (x *router) checkSpikes(from int, to wire.Destination, core, window int, spikes []messages.Spike) error {
	source := x.net.InputCore()
	if core != messages.InputCore {
		if err := x.checkOwner(from, core); err != nil {
			return err
		}
		source = x.net.Cores[core]
	} else if from != 0 {
		return fmt.Errorf("input spikes come from machine %d, allowed: 0", from)
	}
	target := x.net.Topology.Output() + 1 // the readout
	if to.Role == wire.ToPopulation {
		target = to.Number
	}
	if err := x.net.CheckRoute(x.windows, source.Population, target, window); err != nil {
		return err
	}
	return checkSources(spikes, source)
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
