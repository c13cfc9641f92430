package bench

import (
	"runtime"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Setup is a config with its data, for studies that build its network more than
// once and in more than one size.
type Setup struct {
	Config  settings.Config
	Machine record.Machine
	dataset *datasets.Dataset
}

// NewSetup opens the config's data. Its errors are those of Run.
func NewSetup(c settings.Config) (*Setup, error) {
	dataset, _, err := runs.OpenCalibrated(&c, limits.Limits{})
	if err != nil {
		return nil, err
	}
	return &Setup{Config: c, Machine: record.ThisMachine(c.Procs), dataset: dataset}, nil
}

// Network is the config's network with hidden populations of these sizes.
func (s *Setup) Network(layers []int) (*network.Network, error) {
	c := s.Config
	c.Layers = layers
	return runs.NewNetwork(&c, s.dataset, limits.Limits{})
}

// Synapses is the number of synapses in a network, or its mean where chance
// decides.
func Synapses(net *network.Network) float64 { return net.Topology.MeanSynapses() }

// TrainingSamples is the number of samples that there are to learn from.
func (s *Setup) TrainingSamples() int { return s.dataset.Train.Len() }

// Assignment presents the first training samples, as many as it says.
func (s *Setup) Assignment(samples int) messages.Assignment {
	a := runs.NewAssignment(&s.Config, messages.Train, s.dataset.Train, runs.FirstIndices(samples))
	a.Rates = messages.Rates{Weights: s.Config.LearningRate, Feedback: s.Config.FeedbackRate, Delays: s.Config.DelayRate}
	return *a
}

// Actors builds a network's actors, for cpuCores CPU cores.
func (s *Setup) Actors(net *network.Network, cpuCores int) (*system.Engine, error) {
	setup := network.Setup{Parts: network.Parts{messages.Train: s.dataset.Train}, CPUCores: cpuCores, Scheduler: network.Scheduler(s.Config.Scheduler)}
	return system.New(net, setup, actors.Transport(s.Config.Transport))
}

// Conduct does work as a run of the network on cpuCores CPU cores would, from a
// heap without garbage. It leaves the process as it was.
func Conduct(net *network.Network, cpuCores int, work func() error) error {
	defer limits.TuneCollector(net)()
	return Confined(cpuCores, func() error {
		runtime.GC()
		return work()
	})
}

// Confined does work while all of Go, the garbage collector and the goroutines of
// libraries included, has cpuCores CPU cores. An engine has that number of workers
// by itself; but what a study says of few CPU cores would be too good if the others
// could help. It leaves the process as it was.
func Confined(cpuCores int, work func() error) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cpuCores))
	return work()
}
