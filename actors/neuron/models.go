package neuron

import (
	"fmt"
	"strings"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/generator"
	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
)

// ModelEntry is a row of the table of neuron models.
type ModelEntry struct {
	Name    string
	Summary string // one line for lists and help texts
	// New checks the parameters of a population and makes the model from them.
	New func(model.Parameters) (model.Model, error)
}

// Models is the table of neuron models; the first is the default.
var Models = []ModelEntry{
	{"lif", "leaky integrate-and-fire with τ = 2 τs: spike times in closed form", asModel(lif.NewModel)},
	{"generator", "fires at given times, or as a Poisson process; has no synapses", asModel(generator.NewModel)},
	{"eventlif", "leaky integrate-and-fire with any two time constants, refractory: samples in windows", asModel(eventlif.NewModel)},
}

// asModel turns the constructor of one model into that of a row.
func asModel[M model.Model](construct func(model.Parameters) (M, error)) func(model.Parameters) (model.Model, error) {
	return func(p model.Parameters) (model.Model, error) { return construct(p) }
}

// NewModel makes the model that the parameters name. A name that the table does not have is
// an error, and so are parameters that the model does not allow.
func NewModel(p model.Parameters) (model.Model, error) {
	if p.Model == "" {
		return Models[0].New(p)
	}
	for _, v := range Models {
		if v.Name == p.Model {
			return v.New(p)
		}
	}
	return nil, fmt.Errorf("neuron: unknown model %q, allowed: %s", p.Model, strings.Join(ModelNames(), ", "))
}

// ModelNames lists the names of the models in the table's order.
func ModelNames() []string {
	names := make([]string, len(Models))
	for i, v := range Models {
		names[i] = v.Name
	}
	return names
}
