package graph

import (
	"errors"
	"strings"

	"sfdfa-actors/learning"
)

// Case is a worked case of a network of any shape. See package selfcheck for the format.
type Case struct {
	Name           string      `json:"name"`
	Doc            string      `json:"doc"`
	Seed           uint64      `json:"seed"`
	Network        Network     `json:"network"`
	TargetTrue     int         `json:"target_true"`
	TargetFalse    int         `json:"target_false"`
	Rate           float64     `json:"lr"`
	FeedbackRate   float64     `json:"lr_fb"`
	DelayRate      float64     `json:"lr_delay"`
	DelayMin       float64     `json:"delay_min"` // seconds
	DelayMax       float64     `json:"delay_max"` // seconds
	Regularisation float64     `json:"reg"`
	TargetRate     float64     `json:"fr_target"`
	Feedback       ByName      `json:"feedback"` // [neuron][output] of hidden populations
	Samples        []Sample    `json:"samples"`
	FeedbackAfter  ByName      `json:"feedback_after"`
	WeightsAfter   [][]float64 `json:"w_after"`     // [projection][synapse]
	DelaysAfter    [][]float64 `json:"delay_after"` // [projection][synapse], seconds
}

// ByName holds rows of the neurons of populations, by name.
type ByName map[string][][]float64

// Network is populations and projections, in the order in which arrivals are summed.
type Network struct {
	Duration    float64      `json:"t_max"`  // seconds
	Output      string       `json:"output"` // a population
	Populations []Population `json:"populations"`
	Projections []Projection `json:"projections"`
}

// Population is neurons with the same parameters, or a source of the samples' input.
type Population struct {
	Name       string  `json:"name"`
	Size       int     `json:"size"`
	TauSyn     float64 `json:"tau_s"` // τs, seconds; 0 is a source
	TauMem     float64 `json:"tau_m"` // τm, seconds; 0 is 2 τs
	Threshold  float64 `json:"theta"` // ϑ
	Refractory float64 `json:"refractory"`
	SpikeCap   int     `json:"cap"`
}

// IsSource reports whether the population fires what samples say.
func (p *Population) IsSource() bool { return p.TauSyn == 0 }

// Projection is the synapses from one population to another, or to itself.
type Projection struct {
	From     string      `json:"from"`
	To       string      `json:"to"`
	Synapses [][]float64 `json:"synapses"` // rows of presynaptic neuron, postsynaptic neuron, weight, and delay in seconds

	FixedWeights bool `json:"-"` // are not learned
	FixedDelays  bool `json:"-"`
}

// Synapse is a row of a projection.
type Synapse struct {
	Pre, Post     int     // neurons in their populations
	Weight, Delay float64 // the delay in seconds
}

// Synapse returns a row of a checked case.
func (p *Projection) Synapse(n int) Synapse {
	row := p.Synapses[n]
	return Synapse{int(row[0]), int(row[1]), row[2], row[3]}
}

// Sample is one sample with everything expected of it.
type Sample struct {
	Label         int                  `json:"label"`
	Input         [][]float64          `json:"input"` // [input neuron][spike], seconds; those of all sources in their order
	Perturbations map[string][]float64 `json:"xi"`    // [neuron] of hidden populations

	Spikes        ByName      `json:"spikes"`        // [neuron][spike], seconds
	Grades        ByName      `json:"grades"`        // [neuron][spike]
	Modified      [][]float64 `json:"elig_modified"` // [projection][synapse]
	Exact         [][]float64 `json:"elig_exact"`
	DelayModified [][]float64 `json:"delay_elig_modified"`
	DelayExact    [][]float64 `json:"delay_elig_exact"`
	Derivatives   []float64   `json:"d"`   // [output]
	Errors        []float64   `json:"err"` // [output]
	Loss          float64     `json:"loss"`
}

// Index returns the position of a population, −1 if there is none of that name.
func (n *Network) Index(name string) int {
	for i := range n.Populations {
		if n.Populations[i].Name == name {
			return i
		}
	}
	return -1
}

// inputs is the number of neurons of all sources.
func (n *Network) inputs() (inputs int) {
	for i := range n.Populations {
		if p := &n.Populations[i]; p.IsSource() {
			inputs += p.Size
		}
	}
	return inputs
}

// isHidden reports whether a population has feedback weights.
func (n *Network) isHidden(p *Population) bool { return !p.IsSource() && p.Name != n.Output }

// outputs is the number of output neurons.
func (c *Case) outputs() int { return c.Network.Populations[c.Network.Index(c.Network.Output)].Size }

func (c *Case) targets() learning.Targets {
	return learning.Targets{Right: c.TargetTrue, Other: c.TargetFalse}
}

// ProjectedError is δ of a neuron in a sample, from what the case expects: with the feedback weights after the batch.
func (c *Case) ProjectedError(sample int, population string, neuron int) float64 {
	errors := c.Samples[sample].Errors
	if population == c.Network.Output {
		return errors[neuron]
	}
	spikes := 0
	for s := range c.Samples {
		spikes += len(c.Samples[s].Spikes[population][neuron])
	}
	meanRate := float64(spikes) / float64(len(c.Samples))
	return learning.Project(c.FeedbackAfter[population][neuron], errors) + c.Regularisation*(c.TargetRate-meanRate)
}

// oneLine is an error on one line.
func oneLine(err error) error {
	if err == nil || !strings.Contains(err.Error(), "\n") {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
}
