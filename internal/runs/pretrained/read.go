package pretrained

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// readNPZ reads what Write has written.
func readNPZ(file io.ReaderAt, size int64) (*File, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, err
	}
	r := &reader{npz.NewReader(archive, size)}
	r.Tables = true
	text, err := r.text("settings")
	if err != nil {
		return nil, err
	}
	own, err := decodeSettings(text)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	sizes, err := array(r, "sizes", -1, npz.Integers[int64])
	if err != nil {
		return nil, err
	}
	if len(sizes) < 2 || sizes[0] < 1 || sizes[len(sizes)-1] < 1 || slices.Max(sizes) > 1<<31-1 {
		return nil, fmt.Errorf("sizes are %v, allowed: two or more from 1 to 2^31 - 1", sizes)
	}
	net, err := networkOf(own, int(sizes[0]), int(sizes[len(sizes)-1]))
	if err != nil {
		return nil, err
	}
	states, err := r.states(net)
	return &File{own: own, net: net, states: func() ([][]messages.State, error) { return states, nil }}, err
}

// reader reads the arrays of a network.
type reader struct{ *npz.Reader }

// array reads an array with a number of values, or with any number if that is negative.
func array[T any](r *reader, name string, count int, read func(*npz.Reader, string, int) ([]T, error)) ([]T, error) {
	promised, err := r.Promise(name)
	if err != nil {
		return nil, err
	}
	if count < 0 {
		count = promised.Count
	}
	if promised.Count != count {
		return nil, fmt.Errorf("%s has %d values, allowed: %d", name, promised.Count, count)
	}
	if err := r.Reserve(8 * int64(count)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return read(r.Reader, name, count)
}

// text reads the bytes of a text.
func (r *reader) text(name string) (string, error) {
	letters, err := array(r, name, -1, npz.Integers[int32])
	if err != nil {
		return "", err
	}
	text := make([]byte, len(letters))
	for i, letter := range letters {
		if text[i] = byte(letter); int32(text[i]) != letter {
			return "", fmt.Errorf("%s has the byte %d, allowed: 0 to 255", name, letter)
		}
	}
	return string(text), nil
}

// states reads what the neurons of a network have learned, by population and neuron.
func (r *reader) states(net *network.Network) ([][]messages.State, error) {
	states := make([][]messages.State, len(net.Topology.Sizes))
	for population := net.Topology.FirstNeurons(); population < len(states); population++ {
		degrees, err := r.degrees(net, population)
		if err != nil {
			return nil, err
		}
		states[population] = make([]messages.State, len(degrees))
		p := net.Populations[population]
		for _, part := range []struct {
			name    string
			has     bool
			lengths func(neuron int) int
			of      func(*messages.State) *[]float64
		}{
			{"weights", true, func(i int) int { return degrees[i] }, func(s *messages.State) *[]float64 { return &s.Weights }},
			{"averages", false, func(i int) int { return degrees[i] }, func(s *messages.State) *[]float64 { return &s.Averages }},
			{"feedback", false, func(int) int { return p.Outputs }, func(s *messages.State) *[]float64 { return &s.Feedback }},
			{"rates", false, func(int) int { return 1 }, func(s *messages.State) *[]float64 { return &s.MeanRate }},
			{"delays", false, func(i int) int { return degrees[i] }, func(s *messages.State) *[]float64 { return &s.Delays }},
		} {
			name := fmt.Sprintf("%s_%d", part.name, population)
			if !part.has && !r.Has(name) {
				continue
			}
			total := 0
			for i := range degrees {
				total += part.lengths(i)
			}
			values, err := array(r, name, total, npz.Floats[float64])
			if err != nil {
				return nil, err
			}
			for i := range degrees {
				n := part.lengths(i)
				*part.of(&states[population][i]), values = values[:n:n], values[n:]
			}
		}
	}
	return states, nil
}

// degrees are the numbers of synapses of a population's neurons. It is an error if the file has other synapses than
// the network, which draws them by its seed.
func (r *reader) degrees(net *network.Network, population int) ([]int, error) {
	n := &net.Topology
	degrees := slices.Repeat([]int{n.PresynapticCount(population)}, n.Sizes[population])
	if n.IsDense(population) {
		return degrees, nil
	}
	starts, err := array(r, fmt.Sprintf("starts_%d", population), len(degrees)+1, npz.Integers[int64])
	if err != nil {
		return nil, err
	}
	presynaptic, err := array(r, fmt.Sprintf("presynaptic_%d", population), -1, npz.Integers[int32])
	if err != nil {
		return nil, err
	}
	next := int64(0)
	for _, core := range topology.OfPopulation(net.Cores, population) {
		partners := n.Partners(core)
		for i := range core.Count {
			own := partners.NeuronPartners(i)
			end := next + int64(len(own))
			if starts[core.First+i] != next || end > int64(len(presynaptic)) || !slices.Equal(own, presynaptic[next:end]) {
				return nil, fmt.Errorf("presynaptic_%d has other synapses of neuron %d than the network of the settings, allowed: those", population, core.First+i)
			}
			degrees[core.First+i], next = len(own), end
		}
	}
	if next != int64(len(presynaptic)) || starts[len(degrees)] != next {
		return nil, errors.New("there are synapses of no neuron")
	}
	return degrees, nil
}
