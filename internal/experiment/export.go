package experiment

import (
	"fmt"
	"path/filepath"

	"github.com/google/renameio/v2"
	"github.com/sbinet/npyio/npz"
	"gonum.org/v1/gonum/mat"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/rng"
)

// exportNetwork writes what the neurons have learned as NumPy arrays, population
// by population (1 is the first hidden one):
//
//	weights_N      [neuron][presynaptic neuron], or [synapse] of a sparse population
//	starts_N       [neuron + 1] where each neuron's synapses start (sparse only)
//	presynaptic_N  [synapse] the presynaptic neuron (sparse only)
//	feedback_N     [neuron][output neuron], of hidden populations with feedback
func exportNetwork(directory string, net *network.Network, e Engine) error {
	file, err := renameio.NewPendingFile(filepath.Join(directory, NetworkFile), renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("experiment: %w", err)
	}
	defer file.Cleanup()
	archive := npz.NewWriter(file)
	for population := 1; population < len(net.Populations); population++ {
		states, err := e.States(population)
		if err != nil {
			return err
		}
		for _, array := range arrays(net, population, states) {
			if err := archive.Write(fmt.Sprintf("%s_%d.npy", array.name, population), array.values); err != nil {
				return fmt.Errorf("experiment: writing %s: %w", NetworkFile, err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("experiment: writing %s: %w", NetworkFile, err)
	}
	if err := file.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("experiment: %w", err)
	}
	return nil
}

type array struct {
	name   string
	values any
}

func arrays(net *network.Network, population int, states []neuron.State) []array {
	var weights, feedback []float64
	for i := range states {
		weights = append(weights, states[i].Weights...)
		feedback = append(feedback, states[i].Feedback...)
	}
	var list []array
	if net.Topology.IsDense(population) {
		list = append(list, array{"weights", mat.NewDense(len(states), len(weights)/len(states), weights)})
	} else {
		starts, presynaptic := partners(net, population, len(states))
		list = append(list, array{"weights", weights}, array{"starts", starts}, array{"presynaptic", presynaptic})
	}
	if len(feedback) > 0 {
		list = append(list, array{"feedback", mat.NewDense(len(states), len(feedback)/len(states), feedback)})
	}
	return list
}

func partners(net *network.Network, population, neurons int) (starts []int64, presynaptic []int32) {
	stream := rng.NewStream(0, rng.Key{})
	starts = append(starts, 0)
	for i := range neurons {
		presynaptic = net.Topology.AppendPresynaptic(presynaptic, population, i, stream)
		starts = append(starts, int64(len(presynaptic)))
	}
	return starts, presynaptic
}
