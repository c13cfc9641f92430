package simulate

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	config "sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/chip"
	"sfdfa-actors/messages"
)

// Names of the files in the directory. The last three are there as long as the run has not ended.
const (
	networkFile    = "network.yaml"
	spikesFile     = "spikes.npz"
	picture        = "spikes" // with the end of its format
	reportFile     = record.FreeRunFile
	settingsFile   = "settings.json"
	partialFile    = "spikes.partial"
	checkpointFile = "checkpoint"
)

// settings are those of a run, which a resumed one keeps.
type settings struct {
	Network        string        `json:"network"`
	Engine         string        `json:"engine"`
	Duration       time.Duration `json:"duration_nanoseconds"`
	Transient      time.Duration `json:"transient_nanoseconds"`
	Seed           uint64        `json:"seed"`
	NeuronsPerCore int           `json:"neurons_per_core"`
	MostSpikes     int64         `json:"max_spikes"`
	Placement      string        `json:"placement"`
	Profile        string        `json:"energy_profile"`
}

func (s *settings) network(text []byte) (*network.Network, error) {
	net, err := simulation.Network(text, simulation.Settings{Duration: s.Duration.Seconds(), Seed: s.Seed, NeuronsPerCore: s.NeuronsPerCore})
	if err != nil {
		return nil, faultsOf(err)
	}
	return net, nil
}

// faultsOf are the faults of a network, each by itself.
func faultsOf(err error) error {
	faults := []error{err}
	if several, are := err.(interface{ Unwrap() []error }); are {
		faults = several.Unwrap()
	}
	for i := range faults {
		faults[i] = fmt.Errorf("network: %w", faults[i])
	}
	return config.Join(faults...)
}

// freeRun is a run with its directory.
type freeRun struct {
	directory  string
	settings   settings
	simulation *simulation.Simulation
	spikes     *simulation.Spikes
	chip       *chip.Chip    // on which its traffic is counted, or nil
	every      time.Duration // between checkpoints
	saved      bool          // there is a checkpoint
	building   time.Duration
	before     time.Duration // spent running, before it was resumed
	watch      *watch.Watch  // through which others see it, or nil
	figures    figure.Form
}

// saved is what a checkpoint holds.
type saved struct {
	Kept, Omitted int64
	Spent         time.Duration
	Simulation    []byte
	Chip          *chip.State
}

// begin starts a run in an empty directory.
func begin(directory string, text []byte, net *network.Network, s settings, procs int, every time.Duration) (*freeRun, error) {
	chosen, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := (atomicfile.Files{networkFile: ready(text), settingsFile: ready(chosen)}).Write(directory); err != nil {
		return nil, err
	}
	return build(directory, net, s, procs, every, nil)
}

// resume opens a run that was stopped.
func resume(directory string, procs int, every time.Duration) (*freeRun, error) {
	path := func(name string) string { return filepath.Join(directory, name) }
	if _, err := os.Stat(path(reportFile)); err == nil {
		return nil, config.Errorf("resume is %s, which has ended: %s is there", directory, reportFile)
	}
	chosen, err := untrusted.ReadGiven(path(settingsFile), 1<<20)
	if err != nil {
		return nil, config.Errorf("resume: %w", err)
	}
	var s settings
	if err := json.Unmarshal(chosen, &s); err != nil || engines[s.Engine] == nil || s.Duration <= 0 || s.Transient < 0 || s.Transient >= s.Duration {
		return nil, config.Errorf("resume: %s is damaged", path(settingsFile))
	}
	text, err := untrusted.ReadGiven(path(networkFile), networkfile.Largest)
	if err != nil {
		return nil, config.Errorf("resume: %w", err)
	}
	net, err := s.network(text)
	if err != nil {
		return nil, err
	}
	from := &saved{}
	file, err := os.ReadFile(path(checkpointFile))
	switch {
	case os.IsNotExist(err):
		from = nil // it begins again
	case err != nil:
		return nil, config.Errorf("resume: %w", err)
	default:
		if err := gob.NewDecoder(bytes.NewReader(file)).Decode(from); err != nil {
			return nil, fmt.Errorf("resume: %s is damaged: %w", path(checkpointFile), err)
		}
	}
	return build(directory, net, s, procs, every, from)
}

// build builds the network, to begin or to go on from a checkpoint.
func build(directory string, net *network.Network, s settings, procs int, every time.Duration, from *saved) (r *freeRun, err error) {
	began := time.Now()
	r = &freeRun{directory: directory, settings: s, every: every}
	if r.simulation, err = simulation.New(net, network.Setup{CPUCores: procs}, engines[s.Engine]); err != nil {
		return nil, err
	}
	r.simulation.Summary.LeaveOut(s.Transient.Seconds())
	if r.chip, err = s.place(net); err != nil {
		return nil, err
	}
	if from == nil {
		from = &saved{}
	} else if err := r.restore(from); err != nil {
		return nil, err
	}
	r.before, r.building = from.Spent, time.Since(began)
	r.spikes, err = simulation.OpenSpikes(filepath.Join(directory, partialFile), from.Kept, from.Omitted, s.MostSpikes)
	return r, err
}

// restore goes on from a checkpoint.
func (r *freeRun) restore(from *saved) error {
	if err := r.simulation.Restore(from.Simulation); err != nil {
		return err
	}
	r.saved = true
	if r.chip == nil || from.Chip == nil {
		r.chip = nil // it would lack what came before
		return nil
	}
	return r.chip.Restore(from.Chip)
}

func (r *freeRun) close() {
	_ = r.simulation.Close()
	_ = r.spikes.Close()
}

// betweenSigns is the time between two lines about how far a run is.
const betweenSigns = 30 * time.Second

// run runs segment after segment to the end, with checkpoints, and leaves the run's files.
func (r *freeRun) run(ctx context.Context, signs io.Writer) (*simulation.Report, error) {
	began := time.Now()
	spent := func() time.Duration { return r.before + time.Since(began) }
	lastSign, lastSave := began, began
	r.beginWatch(func() error { return r.save(spent()) })
	for s := r.simulation; !s.Done(); {
		if ctx.Err() != nil {
			return nil, r.stop(ctx, spent())
		}
		err := s.Segment(ctx, func(population int, spikes []messages.Spike) {
			r.watch.Fired(population, spikes)
			r.spikes.Add(population, spikes)
			if r.chip != nil {
				r.chip.Add(population, spikes)
			}
		})
		if err == nil {
			if r.chip != nil {
				r.chip.Reached(s.Time())
			}
			err = r.watch.Reached(ctx, s.Time())
		}
		if err != nil && ctx.Err() == nil {
			return nil, err
		}
		if r.every > 0 && time.Since(lastSave) >= r.every && s.CanBeSaved() {
			if err := r.save(spent()); err != nil {
				return nil, err
			}
			lastSave = time.Now()
		}
		if time.Since(lastSign) >= betweenSigns {
			fmt.Fprintln(signs, s.Pace(spent()))
			lastSign = time.Now()
		}
	}
	return r.end(signs, spent())
}

// beginWatch tells the watch what runs.
func (r *freeRun) beginWatch(save func() error) {
	s := r.simulation
	about := watch.About{Task: r.settings.Network, Directory: r.directory, Engine: r.settings.Engine, Seed: r.settings.Seed}
	source := watch.Source{Network: s.Network(), Engine: s.Engine(), Save: func() error {
		if !s.CanBeSaved() {
			return nil // the reference engine can't
		}
		return save()
	}}
	r.show(&source)
	r.watch.BeginFree(source, about, s.Time(), r.settings.Duration.Seconds())
}

// stop saves a run that is told to stop, if its engine can.
func (r *freeRun) stop(ctx context.Context, spent time.Duration) error {
	if r.simulation.CanBeSaved() && r.simulation.Time() > 0 {
		if err := r.save(spent); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// save writes a checkpoint.
func (r *freeRun) save(spent time.Duration) error {
	if err := r.spikes.Flush(); err != nil {
		return err
	}
	state, err := r.simulation.Save()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	checkpoint := saved{Kept: r.spikes.Kept, Omitted: r.spikes.Omitted, Spent: spent, Simulation: state}
	if r.chip != nil {
		checkpoint.Chip = r.chip.Save()
	}
	if err := gob.NewEncoder(&b).Encode(checkpoint); err != nil {
		return err
	}
	r.saved = true
	return atomicfile.Write(filepath.Join(r.directory, checkpointFile), b.Bytes())
}
