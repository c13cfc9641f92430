package watch

import (
	"fmt"
	"slices"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Beside returns an observer that tells the watch and another one how a run goes on.
func (w *Watch) Beside(other Observer) Observer {
	if w == nil {
		return other
	}
	return both{other, w}
}

// both tells two.
type both struct {
	Observer
	watch *Watch
}

// Started implements Observer.
func (b both) Started(c *settings.Config, dataset *datasets.Dataset, directory string) {
	b.Observer.Started(c, dataset, directory)
	b.watch.started(c, dataset, directory)
}

// Phase implements Observer.
func (b both) Phase(epoch int, part messages.Part, samples int) {
	b.Observer.Phase(epoch, part, samples)
	b.watch.phase(epoch, part, samples)
}

// Presented implements Observer.
func (b both) Presented(outcomes []messages.Outcome) {
	b.Observer.Presented(outcomes)
	b.watch.presented(outcomes)
}

// Epoch implements Observer.
func (b both) Epoch(m *record.Metrics) {
	b.Observer.Epoch(m)
	b.watch.Epoch(m)
}

// Chosen implements Observer.
func (b both) Chosen(c *settings.Config, what *calibration.Report) { b.Observer.Chosen(c, what) }

func (w *Watch) started(c *settings.Config, dataset *datasets.Dataset, directory string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.about = AboutConfig(c)
	w.about.Directory, w.about.Machines = directory, w.source.Machines
	w.about.TrainSamples, w.about.TestSamples = dataset.Train.Len(), dataset.Test.Len()
	w.about.Controls, w.about.AsksNeurons = Actions(), true
	w.about.addNetwork(w.source.Network)
	about := w.about
	w.feed.Publish(KindAbout, &about)
	w.batch, w.samples = c.Batch, dataset.Train.Len()
	w.state.State, w.state.Epochs = Running, c.Epochs
	w.pace.Start(c.Epochs, dataset)
	w.publishState()
}

// AboutConfig is what a run's settings say of it.
func AboutConfig(c *settings.Config) About {
	return About{
		Task: c.Dataset, Rule: c.Rule, Engine: c.Engine, Transport: c.Transport, Placement: c.Placement,
		Seed: c.Seed, Epochs: c.Epochs, Batch: c.Batch, EnergyProfile: c.EnergyProfile,
	}
}

// addNetwork adds what the network says of itself.
func (a *About) addNetwork(net *network.Network) {
	a.Cores = len(net.Cores)
	a.AddPopulations(net.Topology.Sizes)
	for population := range a.Populations {
		a.Populations[population].Name = nameOf(&net.Topology, population)
	}
}

// nameOf is what people call a population: by its name, or else by its place.
func nameOf(n *topology.Network, population int) string {
	if len(n.Names) > 0 {
		return n.Label(population)
	}
	return placeName(population, len(n.Sizes))
}

func placeName(population, populations int) string {
	switch population {
	case 0:
		return "input"
	case populations - 1:
		return "output"
	}
	if populations == 3 {
		return "hidden"
	}
	return fmt.Sprint("hidden ", population)
}

// AddPopulations adds populations of some sizes, the input first and the output last.
func (a *About) AddPopulations(sizes []int) {
	for population, size := range sizes {
		a.Populations = append(a.Populations, Population{placeName(population, len(sizes)), size})
	}
}

func (w *Watch) phase(epoch int, part messages.Part, samples int) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.pace.Phase(epoch, part, samples)
	w.raster.setPart(part)
	if w.isWatched() {
		w.publishState()
	}
}

func (w *Watch) presented(outcomes []messages.Outcome) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.pace.Presented(outcomes)
	w.speed.presented += len(outcomes)
	if time.Since(w.said) >= stateInterval && w.isWatched() {
		w.publishState()
		w.publishCurve()
	}
}

// publishCurve publishes accuracy and loss so far. The mutex is held.
func (w *Watch) publishCurve() {
	w.feed.Publish(KindCurve, &Curve{Train: slices.Clone(w.train.points), Test: slices.Clone(w.test)})
}

// Epoch adds what is known at the end of an epoch. A run that was resumed has such of before.
func (w *Watch) Epoch(m *record.Metrics) {
	if w == nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.test = appendTest(w.test, m)
	w.angles.Add(m)
	w.publishCurve()
	angles := w.angles
	w.feed.Publish(KindAngles, &angles)
	w.publishState()
}

func appendTest(points []Point, m *record.Metrics) []Point {
	if len(points) >= mostPoints {
		points = halved(points)
	}
	return append(points, Point{At: float64(m.Epoch), Samples: m.TestSamples, Accuracy: m.TestAccuracy, Loss: m.TestLoss})
}

// Add adds an epoch, with its training samples as one point.
func (c *Curve) Add(m *record.Metrics) {
	if len(c.Train) >= mostPoints {
		c.Train = halved(c.Train)
	}
	c.Train = append(c.Train, Point{At: float64(m.Epoch), Samples: int(m.Traffic.Samples), Accuracy: m.TrainAccuracy, Loss: m.TrainLoss})
	c.Test = appendTest(c.Test, m)
}

// Add adds what an epoch measured.
func (a *Angles) Add(m *record.Metrics) {
	if m.WeightAlignment != nil {
		a.Weights = appendBounded(a.Weights, AnglePoint{float64(m.Epoch), *m.WeightAlignment})
	}
	if mean, known := meanAngle(m.GradientAngles); known {
		a.Gradient = appendBounded(a.Gradient, AnglePoint{float64(m.Epoch), mean})
	}
}

// meanAngle is the mean of the hidden populations' angles to the exact gradient.
func meanAngle(g *record.GradientAngles) (mean float64, known bool) {
	if g == nil {
		return 0, false
	}
	n := 0
	for _, angle := range g.Exact[:max(0, len(g.Exact)-1)] {
		if angle != nil {
			mean += *angle
			n++
		}
	}
	return mean / float64(max(1, n)), n > 0
}
