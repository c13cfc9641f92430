package storedrun

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
)

// stored is a run as its files have it.
type stored struct {
	directory string
	config    settings.Config
	feed      *watch.Feed
	read      map[string]time.Time // when the files that were read had changed

	mutex sync.Mutex
	state watch.State
	mesh  *watch.Mesh
}

// open reads the run in a directory. What is no run is a ConfigError.
func open(directory string) (*stored, error) {
	c, err := record.ReadConfig(directory)
	if err != nil {
		return nil, err
	}
	r := &stored{directory: directory, config: c, feed: watch.NewFeed(filepath.Base(directory)), read: map[string]time.Time{}}
	r.publishAbout()
	return r, r.refresh()
}

// publishAbout says what ran, and which neurons there are once there is a checkpoint.
func (r *stored) publishAbout() {
	about := watch.AboutConfig(&r.config)
	about.Directory, about.Controls = r.directory, []watch.Action{}
	if report, err := record.ReadTraffic(r.directory); err == nil {
		about.Cores = report.Cores
	}
	if trained, err := runs.OpenTrained(r.directory); err == nil {
		about.AddPopulations(trained.Sizes)
		about.AsksNeurons = true
		_ = trained.Close() // nothing was written
	}
	r.feed.Publish(watch.KindAbout, &about)
}

// refresh reads the files that have changed.
func (r *stored) refresh() error {
	for _, part := range []struct {
		files []string
		read  func() error
	}{
		{[]string{record.MetricsFile, record.SummaryFile, runs.CheckpointDirectory}, r.readMetrics},
		{[]string{record.CoresFile, record.LinksFile}, r.readMesh},
	} {
		changed := false
		for _, name := range part.files {
			info, err := os.Stat(filepath.Join(r.directory, name))
			if err == nil && !info.ModTime().Equal(r.read[name]) {
				r.read[name], changed = info.ModTime(), true
			}
		}
		if !changed {
			continue
		}
		if err := part.read(); err != nil {
			return err
		}
	}
	return nil
}

// readMetrics reads what there is to say epoch by epoch.
func (r *stored) readMetrics() error {
	metrics, err := record.ReadMetrics(r.directory)
	if err != nil {
		return err
	}
	curve, angles := watch.Curve{}, watch.Angles{}
	account := traffic.Account{}
	for _, m := range metrics {
		curve.Add(m)
		angles.Add(m)
		if m.Hardware != nil {
			account.Add(&m.Hardware.Purposes)
		}
	}
	r.publishAbout()
	r.feed.Publish(watch.KindCurve, &curve)
	r.feed.Publish(watch.KindAngles, &angles)
	r.feed.Publish(watch.KindWire, watch.WireOf(&account))
	if estimate, err := runs.Estimator(r.directory); err == nil {
		r.feed.Publish(watch.KindEnergy, watch.EnergyOf(&account, estimate))
	}
	if t, err := record.ReadTime(r.directory); err == nil {
		r.feed.Publish(watch.KindTime, t)
	}
	return r.publishState(metrics)
}

func (r *stored) publishState(metrics []*record.Metrics) error {
	s := watch.State{State: watch.Running, Epochs: r.config.Epochs, Epoch: len(metrics)}
	if n := len(metrics); n > 0 {
		last := metrics[n-1]
		s.Part, s.Samples, s.AllSamples = "test", last.TestSamples, last.TestSamples
		s.TrainAccuracy, s.TrainLoss, s.TestAccuracy, s.TestLoss = &last.TrainAccuracy, &last.TrainLoss, &last.TestAccuracy, &last.TestLoss
		s.SamplesPerSecond = last.SamplesPerSecond
		for _, m := range metrics {
			s.Seconds += m.TrainSeconds + m.TestSeconds
			s.Learned += m.Traffic.Samples
		}
	}
	summary, err := record.ReadSummary(r.directory)
	switch {
	case record.IsUnderWay(r.directory):
	case errors.Is(err, fs.ErrNotExist):
		s.State, s.Reason = watch.Interrupted, "it was stopped in the middle, without a summary"
	case err != nil:
		return err
	default:
		s.State, s.Seconds = watch.Finished, summary.Seconds
		if summary.Interrupted {
			s.State = watch.Interrupted
		}
	}
	r.mutex.Lock()
	r.state = s
	r.mutex.Unlock()
	r.feed.Publish(watch.KindState, &s)
	return nil
}

// Events implements page.Run.
func (r *stored) Events() *watch.Feed { return r.feed }

// Read implements page.Run.
func (r *stored) Read() (done func()) { return func() {} }

// Scrape implements page.Run.
func (r *stored) Scrape() {}

// State implements page.Run.
func (r *stored) State() watch.State {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.state
}

// Process implements page.Run: the process is not here.
func (r *stored) Process() *watch.Process { return nil }

// Do implements page.Run: files do nothing.
func (r *stored) Do(watch.Action) error {
	return fmt.Errorf("%w: this page shows its files, and can't reach it", watch.ErrEnded)
}

// Core implements page.Run.
func (r *stored) Core(_ context.Context, number int) (*watch.Core, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.mesh != nil {
		for _, core := range r.mesh.Cores {
			if core.Core == number {
				return &watch.Core{MeshCore: core}, nil
			}
		}
	}
	return nil, fmt.Errorf("%w: core %d", watch.ErrNotThere, number)
}

// Neuron implements page.Run: as the newest checkpoint has it, without a sample.
func (r *stored) Neuron(_ context.Context, population, index int) (*watch.Neuron, error) {
	x, err := r.inspect(population, index)
	if errors.As(err, new(*settings.ConfigError)) {
		return nil, fmt.Errorf("%w: %w", watch.ErrNotThere, err)
	}
	if err != nil {
		return nil, err
	}
	return neuronOf(x), nil
}

func (r *stored) inspect(population, index int) (*runs.NeuronInspection, error) {
	trained, err := runs.OpenTrained(r.directory)
	if err != nil {
		return nil, err
	}
	defer trained.Close()
	return trained.InspectNeuron(population, index)
}

func neuronOf(x *runs.NeuronInspection) *watch.Neuron {
	weights, partners := make([]float64, len(x.Synapses)), make([]int32, len(x.Synapses))
	for s := range x.Synapses {
		weights[s], partners[s] = x.Synapses[s].Weight, x.Synapses[s].Presynaptic
	}
	n := &watch.Neuron{Population: x.Population, Name: fmt.Sprint("population ", x.Population), Neuron: x.Neuron, Steps: x.Steps, MeanRate: x.MeanRate, Feedback: x.Feedback}
	n.SetWeights(weights, partners)
	n.KeepLargest()
	return n
}
