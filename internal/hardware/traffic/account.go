package traffic

// Phase says whether work is part of presenting samples or of learning from them.
type Phase string

const (
	// Forward is what a trained network does as well.
	Forward Phase = "forward"
	// Learning is what only a network that learns does.
	Learning Phase = "learning"
)

// Account is the work of a run of training samples by purpose. docs/TRAFFIC.md
// says how each number is counted.
type Account struct {
	Samples int64 `json:"samples"` // presented
	Batches int64 `json:"batches"` // learned from

	// The forward phase.
	InputSpikes  Work `json:"input_spikes"`  // from the host to the first hidden population
	HiddenSpikes Work `json:"hidden_spikes"` // from there on to the output
	OutputSpikes Work `json:"output_spikes"` // from the output to the readout
	Silence      Work `json:"silence"`       // that a core's last spike of a sample is sent, or that it sends none

	// The learning phase.
	GradePayload   Work `json:"grade_payload"`   // the grades that hidden and output spikes carry
	ErrorBroadcast Work `json:"error_broadcast"` // errors and directional derivatives, from the readout
	BackwardErrors Work `json:"backward_errors"` // of back-propagation, against the spikes
	FeedbackUpdate Work `json:"feedback_update"` // moving feedback weights
	LocalLearning  Work `json:"local_learning"`  // eligibilities and weights
	Control        Work `json:"control"`         // the ends of batches
}

// Purpose is one line of an account.
type Purpose struct {
	Name  string // in files and tables
	Phase Phase
	Work  func(*Account) *Work
}

// The purposes, each with its line of an account.
var (
	InputSpikes    = Purpose{"input_spikes", Forward, func(a *Account) *Work { return &a.InputSpikes }}
	HiddenSpikes   = Purpose{"hidden_spikes", Forward, func(a *Account) *Work { return &a.HiddenSpikes }}
	OutputSpikes   = Purpose{"output_spikes", Forward, func(a *Account) *Work { return &a.OutputSpikes }}
	Silence        = Purpose{"silence", Forward, func(a *Account) *Work { return &a.Silence }}
	GradePayload   = Purpose{"grade_payload", Learning, func(a *Account) *Work { return &a.GradePayload }}
	ErrorBroadcast = Purpose{"error_broadcast", Learning, func(a *Account) *Work { return &a.ErrorBroadcast }}
	BackwardErrors = Purpose{"backward_errors", Learning, func(a *Account) *Work { return &a.BackwardErrors }}
	FeedbackUpdate = Purpose{"feedback_update", Learning, func(a *Account) *Work { return &a.FeedbackUpdate }}
	LocalLearning  = Purpose{"local_learning", Learning, func(a *Account) *Work { return &a.LocalLearning }}
	Control        = Purpose{"control", Learning, func(a *Account) *Work { return &a.Control }}
)

// Purposes lists the purposes in the order of tables and pictures.
func Purposes() []Purpose {
	return []Purpose{
		InputSpikes, HiddenSpikes, OutputSpikes, Silence,
		GradePayload, ErrorBroadcast, BackwardErrors, FeedbackUpdate, LocalLearning, Control,
	}
}

// Add adds the work of other samples to a.
func (a *Account) Add(other *Account) {
	a.Samples += other.Samples
	a.Batches += other.Batches
	for _, p := range Purposes() {
		p.Work(a).Add(p.Work(other))
	}
}

// PhaseWork sums the work of a phase.
func (a *Account) PhaseWork(phase Phase) Work {
	var sum Work
	for _, p := range Purposes() {
		if p.Phase == phase {
			sum.Add(p.Work(a))
		}
	}
	return sum
}

// Total sums the work of both phases.
func (a *Account) Total() Work {
	sum, learning := a.PhaseWork(Forward), a.PhaseWork(Learning)
	sum.Add(&learning)
	return sum
}
