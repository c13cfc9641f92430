package networkfile

import (
	"archive/zip"
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/topology"
)

// open returns the source of a population of neurons, with the spike trains of its file.
func (q *Population) open(neurons int) (network.Source, error) {
	source := *q.Source
	if source.Kind != network.FileSource {
		return source, nil
	}
	err := openArrays(source.File, func(z *npz.Reader) (err error) {
		source.Trains, err = readTrains(z, q.Name, neurons)
		return err
	})
	if err != nil {
		return source, fmt.Errorf("line %d: population %s: file: %w", q.Line, q.Name, err)
	}
	return source, nil
}

// openArrays opens a NumPy file.
func openArrays(path string, read func(*npz.Reader) error) error {
	file, err := untrusted.Open(path)
	if err != nil {
		return fmt.Errorf("%w, must be an npz file", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(file, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w, must be an npz file", path, err)
	}
	if err := read(npz.NewReader(archive, info.Size())); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// readTrains reads the spike trains of a population: the arrays NAME_times, in seconds, and NAME_neurons, as simulate writes them,
// or times and neurons.
func readTrains(z *npz.Reader, name string, neurons int) ([][]float64, error) {
	prefix := name + "_"
	if !z.Has(prefix+"times") && z.Has("times") {
		prefix = ""
	}
	promised, err := z.Promise(prefix + "times")
	if err != nil {
		return nil, err
	}
	times, err := floats(z, prefix+"times", promised.Count)
	if err != nil {
		return nil, err
	}
	sources, err := numbers(z, prefix+"neurons", promised.Count)
	if err != nil {
		return nil, err
	}
	trains := make([][]float64, neurons)
	for i := range trains {
		trains[i] = []float64{} // not nil: silent, not missing
	}
	for k, i := range sources {
		if i < 0 || int(i) >= neurons {
			return nil, fmt.Errorf("%sneurons has %d, allowed: 0 to %d", prefix, i, neurons-1)
		}
		if !(times[k] >= 0 && times[k] <= math.MaxFloat64) {
			return nil, fmt.Errorf("%stimes has %v s, allowed: 0 or more", prefix, times[k])
		}
		trains[i] = append(trains[i], times[k])
	}
	for i := range trains {
		slices.Sort(trains[i])
	}
	return trains, nil
}

// numbers reads an array of integers.
func numbers(z *npz.Reader, name string, count int) ([]int32, error) {
	if err := z.Reserve(4 * int64(count)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return npz.Integers[int32](z, name, count)
}

// floats reads an array of floats.
func floats(z *npz.Reader, name string, count int) ([]float64, error) {
	if err := z.Reserve(8 * int64(count)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return npz.Floats[float64](z, name, count)
}

// readListed reads the synapses of a projection, if they stand in a file, with what that says of them.
func readListed(p *topology.Projection, postsynaptic int) error {
	named, is := p.Rule.(fileList)
	if !is {
		return nil
	}
	list, weights, delays, err := readList(named.path, postsynaptic)
	if err != nil {
		return fmt.Errorf("list: %s", plain(err))
	}
	p.Rule = list
	if weights != nil {
		if p.Weights != nil {
			return fmt.Errorf("weights are here and in %s, allowed: one of them", named.path)
		}
		p.Weights = weights
	}
	if delays != nil {
		if p.Delays.Distribution != nil {
			return fmt.Errorf("delays are here and in %s, allowed: one of them", named.path)
		}
		p.Delays = *delays
	}
	return nil
}

// readList reads the synapses of a projection to some postsynaptic neurons: the arrays sources and targets, and, if they are there,
// weights and delays, in seconds. What is missing is nil.
func readList(path string, postsynaptic int) (list *topology.List, weights topology.Distribution, delays *topology.Delays, err error) {
	var hasWeights, hasDelays bool
	err = openArrays(path, func(z *npz.Reader) error {
		promised, err := z.Promise("sources")
		if err != nil {
			return err
		}
		synapses, err := readSynapses(z, promised.Count)
		if err != nil {
			return err
		}
		hasWeights, hasDelays = z.Has("weights"), z.Has("delays")
		list, err = topology.NewList(postsynaptic, synapses)
		return err
	})
	if err != nil {
		return nil, nil, nil, err
	}
	if hasWeights {
		weights = list.Weights()
	}
	if hasDelays {
		d := list.Delays()
		delays = &d
	}
	return list, weights, delays, nil
}

func readSynapses(z *npz.Reader, count int) ([]topology.ListedSynapse, error) {
	sources, err := numbers(z, "sources", count)
	if err != nil {
		return nil, err
	}
	targets, err := numbers(z, "targets", count)
	if err != nil {
		return nil, err
	}
	synapses := make([]topology.ListedSynapse, count)
	for k := range synapses {
		synapses[k].Source, synapses[k].Target = sources[k], targets[k]
	}
	for name, set := range map[string]func(s *topology.ListedSynapse, value float64){
		"weights": func(s *topology.ListedSynapse, value float64) { s.Weight = value },
		"delays":  func(s *topology.ListedSynapse, value float64) { s.Delay = value },
	} {
		if !z.Has(name) {
			continue
		}
		values, err := floats(z, name, count)
		if err != nil {
			return nil, err
		}
		for k := range synapses {
			set(&synapses[k], values[k])
		}
	}
	return synapses, nil
}
