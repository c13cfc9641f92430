package runs

import "sfdfa-actors/internal/hardware/neurobench"

// NeuroBenchFile is the file in a run directory with the columns of the NeuroBench
// leaderboards; docs/NEUROBENCH.md describes it.
const NeuroBenchFile = "neurobench.json"

// neuroBench is what the test samples that were presented last came to.
func (r *run) neuroBench() (*neurobench.Report, error) {
	return r.testbed.bench.Report(r.testbed.net, r.testbed.picture, r.testbed.engine, r.tested.Right)
}

// writeNeuroBench writes what the last test came to, with the mean of all training
// samples so far. It leaves the file alone if the weights have moved since, or if
// this process has tested nothing.
func (r *run) writeNeuroBench() error {
	if r.tested == nil || r.at.Presented > 0 {
		return nil
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
	return r.record.WriteObject(NeuroBenchFile, report)
}
