package runs

import (
	"context"

	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/runs/record"
)

// NeuroBenchFile is the file in a run directory with the columns of the NeuroBench
// leaderboards; docs/NEUROBENCH.md describes it.
const NeuroBenchFile = "neurobench.json"

// neuroBench is what the test samples that were presented last came to.
func (r *run) neuroBench() (*neurobench.Report, error) {
	return r.testbed.bench.Report(r.testbed.net, r.testbed.picture, r.testbed.engine, r.tested.Right)
}

// writeNeuroBench writes what the last test came to, with the mean of all training
// samples so far. A process that was killed after the last test owes that file: its test
// is made again. If the weights have moved since the last test, the file stays as it is.
func (r *run) writeNeuroBench(ctx context.Context) error {
	if r.at.Presented > 0 || r.at.Epochs == 0 {
		return nil
	}
	if r.tested == nil {
		tracer := r.testbed.tracer
		r.testbed.tracer = nil // a trace has that test already
		defer func() { r.testbed.tracer = tracer }()
		if complete, err := r.testAll(ctx, &record.Metrics{Epoch: r.at.Epochs}); !complete || err != nil {
			return err
		}
	}
	report, err := r.neuroBench()
	if err != nil {
		return err
	}
	if account := r.total().Account(); account.Samples > 0 {
		samples := float64(account.Samples)
		report.Learning.SynapticOperations = &neurobench.Operations{
			Dense:   report.SynapticOperations.Dense,
			EffMACs: float64(account.GradePayload.MACs) / samples,
			EffACs:  float64(account.InputSpikes.ACs+account.HiddenSpikes.ACs) / samples,
		}
	}
	return r.record.WriteObject(NeuroBenchFile, schema.NeuroBench, report)
}
