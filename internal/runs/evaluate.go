package runs

import (
	"context"
	"time"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Evaluation is what a trained network does on the parts of its data set that it
// does not learn from. Accuracies are in percent.
type Evaluation struct {
	TestAccuracy            float64  `json:"test_accuracy"`
	TestAccuracyLowestIndex float64  `json:"test_accuracy_lowest_index"`
	TestLoss                float64  `json:"test_loss"`
	TestUndecided           int      `json:"test_undecided"` // samples in which no output neuron fired
	ValidationAccuracy      *float64 `json:"validation_accuracy,omitempty"`
	ValidationUndecided     *int     `json:"validation_undecided,omitempty"`
	TestSamples             int      `json:"test_samples"`

	NeuroBench *neurobench.Report `json:"neurobench"`
	Traffic    *mesh.Report       `json:"traffic"` // of the test samples
	Energy     *energy.Estimate   `json:"energy"`  // of the test samples
	Time       *timing.Report     `json:"time"`    // of a test sample on hardware; null if the profile has no latencies

	Digest     string          `json:"digest"`               // of the state of all neurons
	Epochs     int             `json:"epochs"`               // finished before the checkpoint
	Batches    int             `json:"batches"`              // that the network has learned from
	Checkpoint string          `json:"checkpoint,omitempty"` // empty of a file of weights
	Seconds    float64         `json:"seconds"`
	Config     settings.Config `json:"config"`
}

// Evaluate tests the network again, and changes nothing in its run. It fails with
// the context's error if that ends first.
func (t *Trained) Evaluate(ctx context.Context, traced Trace, observer Observer) (*Evaluation, error) {
	e, err := evaluate(ctx, t.Config, t.startingPoint, traced, observer)
	if err == nil {
		e.Epochs, e.Batches, e.Checkpoint = t.Epochs, t.Batches, t.Checkpoint
	}
	return e, err
}

// EvaluateWeights tests the network of a config that starts from a file of weights, as Trained.Evaluate does.
func EvaluateWeights(ctx context.Context, c settings.Config, traced Trace, observer Observer) (*Evaluation, error) {
	return evaluate(ctx, c, &startingPoint{}, traced, observer)
}

func evaluate(ctx context.Context, c settings.Config, o *startingPoint, traced Trace, observer Observer) (*Evaluation, error) {
	began := time.Now()
	if err := traced.validate(); err != nil {
		return nil, err
	}
	profile, err := profileOf(&c)
	if err != nil {
		return nil, err
	}
	testbed, err := newTestbed(ctx, &c, o, limits.Limits{}, Machines{})
	if err != nil {
		return nil, err
	}
	defer testbed.close()
	if testbed.tracer, err = newTracer(&c, testbed, traced); err != nil {
		return nil, err
	}
	defer testbed.tracer.Close("the test ended early") // after a good one there is nothing left to close
	r := &run{config: &c, testbed: testbed, observer: observer, guard: &limits.Guard{}}
	var m record.Metrics
	if complete, err := r.testAll(ctx, &m); err != nil {
		return nil, err
	} else if !complete || ctx.Err() != nil { // a small test may be over before it hears of the end
		return nil, ctx.Err()
	}
	if err := testbed.tracer.Close(""); err != nil {
		return nil, err
	}
	report, err := r.neuroBench()
	if err != nil {
		return nil, err
	}
	digest, err := testbed.engine.Digest()
	if err != nil {
		return nil, err
	}
	load := testbed.picture.Charge(r.heard, int64(testbed.parts[messages.Test].Len()), 0)
	account := load.Account()
	return &Evaluation{
		Traffic: testbed.picture.Report(load), Energy: energyOf(&c, profile, testbed, &account), Time: timeOf(profile, testbed, nil).FindFaster(profile, testbed.picture, testbed.fired),
		TestAccuracy: m.TestAccuracy, TestAccuracyLowestIndex: m.TestAccuracyLowestIndex, TestLoss: m.TestLoss,
		TestUndecided: m.TestUndecided, ValidationAccuracy: m.ValidationAccuracy, ValidationUndecided: m.ValidationUndecided, TestSamples: testbed.parts[messages.Test].Len(),
		NeuroBench: report,
		Digest:     digest.String(),
		Seconds:    time.Since(began).Seconds(), Config: c,
	}, nil
}

// presynaptic lists the presynaptic neurons of one neuron, by synapse.
func (t *Trained) presynaptic(population, index int) []int32 {
	return t.net.Topology.AppendPresynaptic(nil, population, index, rng.NewStream(0, rng.Key{}))
}
