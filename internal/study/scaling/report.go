package scaling

import (
	"maps"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/bench"
)

// Names of the files of a study.
const (
	JSONFile = "scaling.json" // everything
	CSVFile  = "scaling.csv"  // one line a point
	Picture  = "scaling"      // speed-up against CPU cores, with the end of its format
)

// Report is what a study comes to: the content of scaling.json.
type Report struct {
	Procs   []int    `json:"procs"`   // CPU cores
	Samples int      `json:"samples"` // learned from in each measurement
	Repeats int      `json:"repeats"`
	Warning string   `json:"warning,omitempty"` // the machine has fewer CPU cores than asked for
	Notes   []string `json:"notes"`             // how the figures come about
	Studies []Series `json:"studies"`

	Directory string             `json:"directory"`
	Seed      uint64             `json:"seed"`
	Config    settings.Config    `json:"config"`
	Machine   record.Machine     `json:"machine"`
	Version   record.VersionInfo `json:"version"`

	figures figure.Form
}

// Series are the points of one kind of scaling.
type Series struct {
	Kind        Kind    `json:"study"`
	Growth      string  `json:"growth"`                // what grows with the number of CPU cores
	RelativeTo  int     `json:"relative_to_cpu_cores"` // what speed-up and efficiency compare with
	TakingTurns bool    `json:"taking_turns"`          // the points, repeat by repeat, or one after the other
	Points      []Point `json:"points"`

	Projection *Projection `json:"projection,omitempty"` // of strong scaling
}

// Point is what was measured on one number of CPU cores.
type Point struct {
	CPUCores       int  `json:"cpu_cores"`
	Oversubscribed bool `json:"oversubscribed"` // more than the machine has
	NotGiven       bool `json:"not_given"`      // the machine gave fewer while this was measured: see given

	Layers   []int   `json:"layers"`   // neurons of each hidden population
	Neurons  int     `json:"neurons"`  // hidden and output
	Synapses float64 `json:"synapses"` // a mean if a density draws them
	Cores    int     `json:"cores"`    // neuromorphic

	BuildSeconds  float64  `json:"build_seconds"`
	WarmUpSeconds float64  `json:"warm_up_seconds"`
	Repeats       []Repeat `json:"repeats"`

	Time       Spread  `json:"time_seconds"` // to learn from all samples
	SpeedUp    Spread  `json:"speed_up"`
	Efficiency float64 `json:"efficiency"` // 1 is ideal

	// What the machine gave, medians over the moments of the repeats.
	BareSpeedUp float64  `json:"bare_speed_up"`              // of the bare loop on as many CPU cores, from 1
	CPUSeconds  float64  `json:"cpu_seconds,omitempty"`      // of the process, to learn from all samples
	Others      *float64 `json:"others_cpu_cores,omitempty"` // that other processes and the host took

	// Medians, while learning but for the last.
	SamplesPerSecond        float64 `json:"samples_per_second"`
	MessagesPerSecond       float64 `json:"messages_per_second"` // logical: spike packets and broadcasts
	EnvelopesPerSecond      float64 `json:"envelopes_per_second"`
	SynapticEventsPerSecond float64 `json:"synaptic_events_per_second"`
	PresentSamplesPerSecond float64 `json:"present_samples_per_second"`

	Profile Breakdown `json:"profile"`
	Digest  string    `json:"digest"` // of the state of all neurons, after everything
}

// Repeat is one measurement.
type Repeat struct {
	Samples        int     `json:"samples"`
	Seconds        float64 `json:"seconds"` // to learn from all samples
	Messages       int64   `json:"messages"`
	Envelopes      int64   `json:"envelopes"` // messages that mailboxes took
	SynapticEvents int64   `json:"synaptic_events"`
	PresentSeconds float64 `json:"present_seconds"` // to present them without learning

	BareSpeedUp float64  `json:"bare_speed_up"` // just before
	CPUSeconds  float64  `json:"cpu_seconds,omitempty"`
	Others      *float64 `json:"others_cpu_cores,omitempty"`
}

// Spread is a median with the lowest and highest value.
type Spread struct {
	Median  float64 `json:"median"`
	Lowest  float64 `json:"lowest"`
	Highest float64 `json:"highest"`
}

// Breakdown is where the time of the workers goes: the parts are sums over
// workers, of which there is one for each CPU core, and add up to Workers times
// WallSeconds.
type Breakdown struct {
	Workers     int     `json:"workers"`
	WallSeconds float64 `json:"wall_seconds"`
	Integrate   float64 `json:"integrate_worker_seconds"`
	Learn       float64 `json:"learn_worker_seconds"`
	Route       float64 `json:"route_worker_seconds"`
	Mailbox     float64 `json:"mailbox_worker_seconds"`
	Idle        float64 `json:"idle_worker_seconds"`
}

func newBreakdown(p system.Profile) Breakdown {
	return Breakdown{
		Workers: p.Workers, WallSeconds: p.Wall.Seconds(),
		Integrate: p.Integrate.Seconds(), Learn: p.Learn.Seconds(), Route: p.Route.Seconds(),
		Mailbox: p.Mailbox.Seconds(), Idle: p.Idle.Seconds(),
	}
}

// Share is a part's share in the time of all workers.
func (b Breakdown) Share(part float64) float64 { return part / (float64(b.Workers) * b.WallSeconds) }

// notes say how the figures come about.
var notes = []string{
	"time: median, lowest and highest over the repeats of learning from all samples, without a profile; building and one warm-up are timed apart. The network goes on learning from repeat to repeat, so that the spread has that in it.",
	"speed_up (strong): median time of the first point ÷ time of this one. Weak, the scaled speed-up: the same times the ratio of their synapses. Its lowest and highest are those of this point's times.",
	"efficiency: speed_up ÷ (CPU cores ÷ CPU cores of the first point).",
	"messages are logical ones, spike packets and broadcasts, the same for every engine; envelopes are what mailboxes took.",
	"profile: one more run in which every step of an actor is timed, which costs time itself; all other figures come from runs without. integrate and learn are steps of neurons on spikes and on error broadcasts; route is those of cores, input, readout and coordinator; idle is workers that wait for work; mailbox is the rest of workers × wall time. A step includes handing over what it sends, garbage collection that it helps with, and waiting for a CPU core that others use.",
	"oversubscribed points ask for more CPU cores than the machine has.",
	"bare_speed_up: just before each repeat a loop that shares nothing and hardly needs memory runs on one CPU core and then on all of the point side by side: how many times as much gets done. A point is not_given if that is less than 0.85 of its CPU cores.",
	"cpu_seconds: CPU time of the process while it learns. others_cpu_cores: CPU cores that other processes, and the host of a virtual machine, took meanwhile on average (Linux only).",
	"projection: what the profiles of 1 CPU core and of the most that the machine gave mean for more, by Amdahl's law with data that comes from another CPU core; an estimate. docs/PERFORMANCE.md has the model.",
}

// newPoint is a point before anything is measured.
func newPoint(setup *bench.Setup, net *network.Network, procs int) Point {
	p := Point{
		CPUCores: procs, Oversubscribed: procs > setup.Machine.CPUs,
		Synapses: bench.Synapses(net), Cores: len(net.Cores),
	}
	sizes := net.Topology.Sizes
	p.Layers = sizes[1 : len(sizes)-1]
	for _, size := range sizes[1:] {
		p.Neurons += size
	}
	return p
}

// report is the report before anything is measured.
func (s *Study) report(setup *bench.Setup, directory string) *Report {
	return &Report{
		Procs: s.Procs, Samples: s.Samples, Repeats: s.Repeats,
		Warning: s.oversubscription(setup.Machine.CPUs), Notes: notes, Directory: directory,
		Seed: setup.Config.Seed, Config: setup.Config, Machine: setup.Machine, Version: record.Version(), figures: s.Figures,
	}
}

// write writes the study's files, each of them whole or not at all.
func (r *Report) write() error {
	picture, err := r.picture()
	if err != nil {
		return err
	}
	files := atomicfile.Files{JSONFile: func() ([]byte, error) { return schema.Scaling.File(r) }, CSVFile: r.csv}
	maps.Copy(files, r.figures.Files(Picture, picture))
	return files.Write(r.Directory)
}
