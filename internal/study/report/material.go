package report

import (
	"context"
	"fmt"
	"strings"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// material is what sections show.
type material struct {
	directory string // of the run
	trained   *runs.Trained
	network   topology.Network
	metrics   []*record.Metrics // by epoch
	dataset   *datasets.Dataset
	digest    string

	mesh, phases figure.Picture // of what the training came to, if that was counted
	isCounted    bool

	outcomes []messages.Outcome // of the test samples, in order
	activity *activity          // in the test samples

	part   messages.Part // of the sample
	index  int           // of the sample
	sample *runs.PresentedSample
}

// gather presents what there is to show.
func (o *Options) gather(ctx context.Context, directory string, trained *runs.Trained) (*material, error) {
	m := &material{directory: directory, trained: trained, network: trained.Network().Topology, part: o.Part, index: o.Sample}
	var err error
	if m.metrics, err = record.ReadMetrics(directory); err != nil {
		return nil, err
	}
	probe, err := trained.Probe()
	if err != nil {
		return nil, err
	}
	defer probe.Close()
	m.dataset = probe.Dataset
	if err := probe.CheckSample(o.Part, o.Sample); err != nil { // before the work, not after
		return nil, err
	}
	m.mesh, m.phases, m.isCounted = probe.MeshPictures()
	m.activity = newActivity(trained.Sizes, m.dataset.Test.Len())
	if m.outcomes, err = probe.Present(ctx, messages.Test, o.Observer, m.activity.listen); err != nil {
		return nil, err
	}
	if m.digest, err = probe.Digest(); err != nil {
		return nil, err
	}
	m.sample, err = probe.PresentSample(ctx, o.Part, o.Sample)
	return m, err
}

// class is the name of a class.
func (m *material) class(label int) string { return datasets.ClassName(m.dataset.Name, label) }

// population is the name of a population, or without names: input, hidden 1 and so on, output.
func (m *material) population(index int) string {
	if len(m.network.Names) > 0 {
		return m.network.Label(index)
	}
	switch index {
	case 0:
		return "input"
	case len(m.trained.Sizes) - 1:
		return "output"
	}
	return fmt.Sprintf("hidden %d", index)
}

// sizes are those of all populations, which are named if they have names.
func (m *material) sizes() string {
	if len(m.network.Names) == 0 {
		return numeral.Sizes(m.trained.Sizes, "–")
	}
	var all []string
	for index, size := range m.trained.Sizes {
		all = append(all, fmt.Sprint(m.population(index), " ", size))
	}
	return strings.Join(all, ", ")
}

// title names the run's network and task.
func (m *material) title() string {
	c := &m.trained.Config
	return fmt.Sprintf("%s with %s, %s", c.Dataset, c.Rule, numeral.Several(m.trained.Epochs, "epoch"))
}
