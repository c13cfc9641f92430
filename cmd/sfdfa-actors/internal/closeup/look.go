package closeup

import (
	"context"
	"fmt"
	"math"
	"path/filepath"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// request is what is to be looked at, and where the files go.
type request struct {
	name              string // of the neuron
	population, index int    // that it means
	part              messages.Part
	sample            int
	width, height     int // of the image that the inputs are; 0 by 0 for a square, if they fill one
	out               string
	figures           figure.Form
}

// CloseUp is a neuron in a sample, all its synapses in order.
type CloseUp struct {
	watch.Neuron
	Part       string   `json:"part"`
	Index      int      `json:"sample_index"` // in the part
	Label      int      `json:"label"`
	Prediction int      `json:"prediction"`
	Image      *Image   `json:"image"` // that the presynaptic neurons are, or null
	Directory  string   `json:"directory"`
	Files      []string `json:"files"`
}

// Image is the size of an image whose pixels are neurons, row by row.
type Image struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// look presents the sample to the run's network, and writes what it does to the neuron.
func (r *request) look(ctx context.Context, directory string) (*CloseUp, error) {
	trained, err := runs.OpenTrained(directory)
	if err != nil {
		return nil, err
	}
	defer trained.Close()
	if r.population, r.index, err = Find(&trained.Network().Topology, r.name); err != nil {
		return nil, err
	}
	learned, err := trained.InspectNeuron(r.population, r.index)
	if err != nil {
		return nil, err
	}
	probe, err := trained.Probe()
	if err != nil {
		return nil, err
	}
	defer probe.Close() // nothing that it holds is of use any more
	shown, err := probe.PresentSample(ctx, r.part, r.sample)
	if err != nil {
		return nil, err
	}
	net := trained.Network()
	x := &CloseUp{
		Neuron: *watch.NewNeuron(net, r.population, r.index, stateOf(learned)),
		Part:   r.part.String(), Index: r.sample, Label: shown.Outcome.Label, Prediction: shown.Outcome.Prediction,
		Directory: r.out,
	}
	x.Sample = &watch.Sample{Number: uint64(r.sample), End: trained.Config.Duration}
	x.Present(net, shown.Spikes)
	if x.Image, err = r.image(trained.Sizes[0]); err != nil {
		return nil, err
	}
	if x.Directory == "" {
		x.Directory = filepath.Join(directory, fmt.Sprintf("neuron-%d-%d", r.population, r.index))
	}
	return x, x.write(r.figures)
}

// stateOf is what an inspection has of a neuron's state.
func stateOf(x *runs.NeuronInspection) *messages.State {
	state := &messages.State{Steps: x.Steps, Feedback: x.Feedback}
	for _, s := range x.Synapses {
		state.Weights = append(state.Weights, s.Weight)
	}
	if x.MeanRate != nil {
		state.MeanRate = []float64{*x.MeanRate}
	}
	return state
}

// smallestSide is the least number of pixels in a row of what is taken for an image.
const smallestSide = 8

// image is the size of the image that a number of inputs are, or nil: of one that is asked for, or else of a square.
func (r *request) image(inputs int) (*Image, error) {
	if r.width > 0 && r.width*r.height != inputs {
		return nil, settings.Errorf("image is %dx%d, allowed: a size of %d pixels, one for each input", r.width, r.height, inputs)
	}
	side := int(math.Round(math.Sqrt(float64(inputs))))
	switch {
	case r.population != 1:
		return nil, nil
	case r.width > 0:
		return &Image{r.width, r.height}, nil
	case side*side == inputs && side >= smallestSide:
		return &Image{side, side}, nil
	}
	return nil, nil
}
