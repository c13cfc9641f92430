package runs

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// NewNetwork is the checked network that the config asks for on a data set, unless it
// would not fit into the limits.
func NewNetwork(c *settings.Config, dataset *datasets.Dataset, within limits.Limits) (*network.Network, error) {
	if err := checkInputs(c, dataset); err != nil {
		return nil, err
	}
	need, err := admitSize(c, dataset, within) // before its cores are listed
	if err != nil {
		return nil, err
	}
	net, err := networkOf(c, dataset.Inputs, dataset.Classes)
	if err != nil {
		return nil, err
	}
	need.Spikes, err = spikesUnderWay(c, dataset, net)
	if err != nil {
		return nil, err
	}
	return net, within.Admit("run", need)
}

// spikesUnderWay is the memory of the spikes of a run of the network.
func spikesUnderWay(c *settings.Config, dataset *datasets.Dataset, net *network.Network) (limits.Size, error) {
	parts, err := partsOf(c, dataset)
	if err != nil {
		return 0, err
	}
	flow, err := limits.FlowOf(c, net, parts)
	if err != nil {
		return 0, err
	}
	return limits.SpikesUnderWay(c, &net.Topology, flow, CPUCores(c), limits.Whole(&net.Spec)), nil
}

// listedCoreBytes is what a process needs for a core that lives on another machine.
const listedCoreBytes = 300

// networkElsewhere is the network as NewNetwork has it, of which little is in this process:
// its size is for workers to refuse, but for the list of its cores.
func networkElsewhere(c *settings.Config, dataset *datasets.Dataset, within limits.Limits) (*network.Network, error) {
	if err := checkInputs(c, dataset); err != nil {
		return nil, err
	}
	spec, err := networkspec.Of(c, dataset.Inputs, dataset.Classes)
	if err != nil {
		return nil, &settings.ConfigError{Err: err}
	}
	cores := spec.Topology.TotalCoreCount(spec.NeuronsPerCore)
	if err := within.Admit("coordinator", limits.Need{Base: limits.LiveMemory(), Neurons: listedCoreBytes * limits.Size(cores)}); err != nil {
		return nil, err
	}
	return networkOf(c, dataset.Inputs, dataset.Classes)
}

// admitSize refuses a network that does not fit even while nothing fires, and says what it needs.
func admitSize(c *settings.Config, dataset *datasets.Dataset, within limits.Limits) (limits.Need, error) {
	spec, err := networkspec.Of(c, dataset.Inputs, dataset.Classes)
	if err != nil {
		return limits.Need{}, &settings.ConfigError{Err: err}
	}
	need := limits.Estimate(c, &spec, limits.Flow{}, CPUCores(c), limits.Whole(&spec))
	return need, within.Admit("run", need)
}

// admitInputs refuses a number of inputs with which nothing could fit, before the data are made.
func admitInputs(c *settings.Config, within limits.Limits, isElsewhere bool) error {
	if c.Inputs == 0 {
		return nil
	}
	need := limits.Need{Base: limits.Size(datasets.PatternsMemory(c.Inputs))}
	if !isElsewhere {
		const classes = 1 // that there are at least
		rough := c.WithoutAutos()
		spec, err := networkspec.Of(&rough, c.Inputs, classes)
		if err != nil {
			return &settings.ConfigError{Err: err}
		}
		network := limits.Estimate(&rough, &spec, limits.Flow{}, CPUCores(c), limits.Whole(&spec))
		need.Base, need.Synapses, need.Neurons = need.Base+network.Base, network.Synapses, network.Neurons
	}
	return within.Admit("run", need)
}

// checkInputs refuses more synapses than the data set has inputs for.
func checkInputs(c *settings.Config, dataset *datasets.Dataset) error {
	if degree := c.InDegreeOf(0); degree > dataset.Inputs {
		return settings.Errorf("in-degree is %d synapses for population 1, allowed: up to the %d inputs of %s", degree, dataset.Inputs, dataset.Name)
	}
	return nil
}

// networkOf is the config's network on a data set with these numbers of inputs and classes.
func networkOf(c *settings.Config, inputs, classes int) (*network.Network, error) {
	spec, err := networkspec.Of(c, inputs, classes)
	if err != nil {
		return nil, &settings.ConfigError{Err: err}
	}
	net, err := network.New(spec)
	if err != nil {
		return nil, &settings.ConfigError{Err: err}
	}
	return net, nil
}

// CPUCores is the number of CPU cores that a run uses.
func CPUCores(c *settings.Config) int {
	return (&network.Setup{CPUCores: c.Procs}).Workers()
}

// partsOf are what a run presents: as many passes over the training part as it has
// epochs, and the others as they are.
func partsOf(c *settings.Config, dataset *datasets.Dataset) (network.Parts, error) {
	train, err := datasets.Passes(dataset.Train, c.Epochs, c.Augmentation(), c.Seed)
	if err != nil {
		return nil, &settings.ConfigError{Err: err}
	}
	parts := network.Parts{messages.Train: train, messages.Test: dataset.Test}
	if dataset.Validation != nil {
		parts[messages.Validation] = dataset.Validation
	}
	return parts, nil
}
