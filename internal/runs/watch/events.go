package watch

import (
	"cmp"
	"slices"
)

// kinds lists the kinds of events.
var kinds = []Kind{
	KindAbout, KindState, KindCurve, KindWire, KindMesh, KindEnergy, KindTime, KindRaster, KindAngles, KindProcess, KindVerdict,
}

// Kinds lists the kinds of events.
func Kinds() []Kind { return slices.Clone(kinds) }

func sortByID(events []*Event) {
	slices.SortFunc(events, func(a, b *Event) int { return cmp.Compare(a.ID, b.ID) })
}

// About says what runs. It does not change during a run.
type About struct {
	Task          string       `json:"task"` // data set, or network that runs freely
	Rule          string       `json:"rule,omitempty"`
	Directory     string       `json:"directory"`
	Engine        string       `json:"engine"`
	Transport     string       `json:"transport,omitempty"`
	Placement     string       `json:"placement,omitempty"`
	Seed          uint64       `json:"seed"`
	Epochs        int          `json:"epochs"` // 0 where there are none
	Batch         int          `json:"batch"`
	TrainSamples  int          `json:"train_samples"`
	TestSamples   int          `json:"test_samples"`
	Populations   []Population `json:"populations"` // the input first
	Cores         int          `json:"cores"`
	Machines      int          `json:"machines"` // workers, 0 for one process
	EnergyProfile string       `json:"energy_profile,omitempty"`
	Controls      []Action     `json:"controls"` // what may be asked of the run
	AsksNeurons   bool         `json:"asks_neurons"`
}

// Population is one with its name and number of neurons.
type Population struct {
	Name    string `json:"name"`
	Neurons int    `json:"neurons"`
}

// Phase of a run, for State.
type Phase string

// The phases of a run.
const (
	Building    Phase = "building"
	Running     Phase = "running"
	Pausing     Phase = "pausing" // once the batches under way are done
	Paused      Phase = "paused"
	Finished    Phase = "finished"
	Interrupted Phase = "interrupted"
	Failed      Phase = "failed"
)

// State says how far a run is.
type State struct {
	State            Phase    `json:"state"`
	Reason           string   `json:"reason,omitempty"` // why it failed
	Epoch            int      `json:"epoch"`            // from 1; 0 before the first
	Epochs           int      `json:"epochs"`
	Part             string   `json:"part"` // of the data set: train, validation, test
	Batch            int      `json:"batch"`
	Batches          int      `json:"batches"` // of the pass over the part
	Samples          int      `json:"samples"` // of the pass, presented
	AllSamples       int      `json:"all_samples"`
	Learned          int64    `json:"learned"` // training samples in all, since this process began
	SamplesPerSecond float64  `json:"samples_per_second"`
	SecondsLeft      *float64 `json:"seconds_left"` // of the whole run; null as long as that is not known
	Seconds          float64  `json:"seconds"`      // since this process began
	TrainAccuracy    *float64 `json:"train_accuracy"`
	TrainLoss        *float64 `json:"train_loss"`
	TestAccuracy     *float64 `json:"test_accuracy"`
	TestLoss         *float64 `json:"test_loss"`
	Saved            int      `json:"saved"` // checkpoints that were asked for and written
	// Of a network that runs freely: biological time in seconds, and of how much. Its samples are seconds.
	Biological   *float64 `json:"biological,omitempty"`
	OfBiological *float64 `json:"of_biological,omitempty"`
}

// Curve is accuracy and loss so far. Once it has many points two become one.
type Curve struct {
	Train []Point `json:"train"` // means over batches
	Test  []Point `json:"test"`  // by epoch
}

// Point is accuracy in percent and loss of some samples. At is where they end, in epochs.
type Point struct {
	At       float64 `json:"at"`
	Samples  int     `json:"samples"`
	Accuracy float64 `json:"accuracy"`
	Loss     float64 `json:"loss"`
}

// Wire is what was sent, by purpose, since the run began.
type Wire struct {
	Samples  int64     `json:"samples"`
	Seconds  float64   `json:"seconds,omitempty"` // of biological time in a free run, which has no samples
	Purposes []Purpose `json:"purposes"`
	Bytes    int64     `json:"bytes,omitempty"` // between machines, measured
}

// Purpose is what was sent and done for one purpose.
type Purpose struct {
	Name    string `json:"name"`
	Phase   string `json:"phase"` // forward or learning
	Packets int64  `json:"packets"`
	Bits    int64  `json:"bits"`
	Hops    int64  `json:"hops"`
	ACs     int64  `json:"acs"`
	MACs    int64  `json:"macs"`
}

// Energy is the estimated energy by purpose, since the run began. It is an estimate, never a measurement.
type Energy struct {
	Estimate bool            `json:"estimate"` // always true
	Profile  string          `json:"profile"`
	Samples  int64           `json:"samples"`
	Seconds  float64         `json:"seconds,omitempty"` // of biological time in a free run, which has no samples
	Purposes []PurposeEnergy `json:"purposes"`
	Static   float64         `json:"static_joules_estimate"`
	Idle     float64         `json:"idle_joules_estimate"` // what a clock would add
	Missing  int             `json:"missing"`              // counts for which the profile has no constant
}

// PurposeEnergy is the dynamic energy of one purpose.
type PurposeEnergy struct {
	Name   string  `json:"name"`
	Phase  string  `json:"phase"`
	Joules float64 `json:"joules_estimate"`
}

// Mesh is what a sample of the epoch under way puts on each core and link, as a mean.
type Mesh struct {
	Width   int        `json:"width"`
	Height  int        `json:"height"`
	Samples int64      `json:"samples"`
	Seconds float64    `json:"seconds,omitempty"` // of biological time in a free run, which has no samples
	Cores   []MeshCore `json:"cores"`
	Links   []MeshLink `json:"links"`
	Omitted int        `json:"omitted"` // cores that are less busy than these, without their links
	// The largest by the mean: 1 where all are the same.
	CoreImbalance float64 `json:"core_max_over_mean"`
	LinkImbalance float64 `json:"link_max_over_mean"`
	HostIn        float64 `json:"host_packets_in"` // a sample
	HostOut       float64 `json:"host_packets_out"`
}

// MeshCore is one core.
type MeshCore struct {
	Core       int     `json:"core"`
	X          int     `json:"x"`
	Y          int     `json:"y"`
	Population int     `json:"population"` // of its first neuron; −1 where that is not known
	Neurons    int     `json:"neurons"`
	Operations float64 `json:"operations"` // ACs and MACs
	PacketsIn  float64 `json:"packets_in"`
	PacketsOut float64 `json:"packets_out"`
}

// MeshLink is one directed link between neighbours.
type MeshLink struct {
	X         int     `json:"x"`
	Y         int     `json:"y"`
	Direction string  `json:"direction"` // east, west, north, south
	Forward   float64 `json:"forward_packets"`
	Learning  float64 `json:"learning_packets"`
}

// Raster is the spikes of the last sample.
type Raster struct {
	Sample      uint64             `json:"sample"`        // number of its presentation
	Graded      bool               `json:"graded"`        // any spike carries a grade
	Begin       float64            `json:"begin_seconds"` // in biological time, where a network runs freely
	End         float64            `json:"end_seconds"`   // since then
	Populations []RasterPopulation `json:"populations"`
	Omitted     int                `json:"omitted"` // spikes beyond those here
}

// RasterPopulation is the spikes of one population, by time: neuron, time in seconds and grade of each.
type RasterPopulation struct {
	Population int       `json:"population"`
	Neurons    []int32   `json:"neurons"`
	Times      []float32 `json:"times"`
	Grades     []float32 `json:"grades"`
}

// Angles are how far the network is from back-propagation, in degrees. 90 is chance.
type Angles struct {
	Weights  []AnglePoint `json:"weights"`  // between output weights and feedback weights
	Gradient []AnglePoint `json:"gradient"` // mean over populations, by epoch, where the run measures it
}

// AnglePoint is an angle at some time, in epochs.
type AnglePoint struct {
	At      float64 `json:"at"`
	Degrees float64 `json:"degrees"`
}

// Process is what goes on in this process.
type Process struct {
	Workers     int     `json:"workers"` // goroutines that run mailboxes
	CPUs        int     `json:"cpus"`
	Shares      *Shares `json:"shares"`       // of the workers' time; null for engines without actors
	Mailboxes   *Depths `json:"mailboxes"`    // likewise
	HeapBytes   uint64  `json:"heap_bytes"`   // in use
	SystemBytes uint64  `json:"system_bytes"` // that Go has from the system
	LimitBytes  uint64  `json:"limit_bytes"`  // 0 is none
	Goroutines  int     `json:"goroutines"`
}

// Shares are shares of the time of all workers. They add up to 1.
type Shares struct {
	Integrate float64 `json:"integrate"` // neurons that take spikes
	Learn     float64 `json:"learn"`     // neurons that take error broadcasts
	Route     float64 `json:"route"`     // cores, input, readout, coordinator
	Mailbox   float64 `json:"mailbox"`   // bringing messages to their actors
	Idle      float64 `json:"idle"`      // nothing to do
}

// Depths are how many messages wait, as means and largest of a few looks.
type Depths struct {
	Neurons     float64 `json:"neurons"` // mailboxes of neurons with messages
	Cores       float64 `json:"cores"`   // messages for cores
	Input       float64 `json:"input"`
	Readout     float64 `json:"readout"`
	Coordinator float64 `json:"coordinator"`
	MostAtCore  int     `json:"most_at_core"`
	Busiest     int     `json:"busiest_core"`
}

// Verdict says what binds, in sentences.
type Verdict struct {
	Binds string   `json:"binds"` // a word
	Text  []string `json:"text"`
}
