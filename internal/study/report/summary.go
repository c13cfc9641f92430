package report

import (
	"cmp"
	"fmt"

	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
)

// Summary is what the network of a run comes to. Accuracies are in percent.
type Summary struct {
	TestSamples             int     `json:"test_samples"`
	TestAccuracy            float64 `json:"test_accuracy"`
	TestAccuracyLowestIndex float64 `json:"test_accuracy_lowest_index"`
	TestUndecided           int     `json:"test_undecided"` // samples in which no output neuron fired
	TestLoss                float64 `json:"test_loss"`      // mean over samples of ½ Σ (n*−n)²
	Digest                  string  `json:"digest"`         // of the state of all neurons
	Epochs                  int     `json:"epochs"`         // finished before the checkpoint
	Batches                 int     `json:"batches"`        // that the network has learned from
	Presented               int     `json:"presented"`      // training samples that it has learned from
	Seconds                 float64 `json:"seconds"`        // of the run, up to the checkpoint

	Best *record.Metrics `json:"best_epoch"` // chosen on the test samples; null before the first
}

func newSummary(m *material) *Summary {
	t := m.trained
	s := &Summary{
		TestSamples: len(m.outcomes), Digest: m.digest, Epochs: t.Epochs, Batches: t.Batches, Presented: t.Presented, Seconds: t.Seconds,
	}
	var score record.Score
	score.Add(m.outcomes)
	s.TestAccuracy, s.TestAccuracyLowestIndex, s.TestLoss = score.Accuracy(), score.AccuracyLowestIndex(), score.MeanLoss()
	s.TestUndecided = score.Undecided
	var best *float64
	for _, epoch := range m.metrics {
		if epoch.IsBetter(best) {
			s.Best, best = epoch, &epoch.TestAccuracy
		}
	}
	return s
}

// recorded is what the run says of itself, as the terminal shows it, or nil unless that is of the state that was tested
// again.
func (m *material) recorded() *record.Summary {
	s, err := record.ReadSummary(m.directory)
	if err != nil || s.Last == nil || s.Epochs != m.trained.Epochs || s.Digest != m.digest {
		return nil // the page has what was tested again
	}
	s.Energy, _ = runs.ReadEnergy(m.directory) // it may lack one
	s.Time, _ = record.ReadTime(m.directory)
	return s
}

// headline says in a sentence what the network comes to.
func (m *material) headline() string {
	if s := m.recorded(); s != nil {
		return s.Headline() + "."
	}
	s := newSummary(m)
	text := record.Right(s.TestAccuracy, s.TestSamples, s.TestUndecided)
	if n := len(m.metrics); n > 0 {
		last := m.metrics[n-1]
		text += fmt.Sprintf(", at %s spikes a sample", numeral.Short(last.SpikesPerNeuron*float64(last.Neurons)))
	}
	return text + "."
}

// summary is the section with what the run came to, and where.
func summary(m *material) (*content, error) {
	s, t := newSummary(m), m.trained
	c := &content{} // the numbers stand on top of report.json
	g := &grid{Caption: "The network of the newest checkpoint, tested again", Head: []string{"what", "value"}}
	row := func(name, format string, values ...any) {
		g.Rows = append(g.Rows, []cell{word(name), word(fmt.Sprintf(format, values...))})
	}
	if run := m.recorded(); run != nil {
		for _, r := range run.Rows() {
			row(r.Name, "%s", r.Text)
		}
	} else {
		row("test accuracy", "%.2f %% (%.2f %% with ties to the lowest index)", s.TestAccuracy, s.TestAccuracyLowestIndex)
		row("test samples", "%d, %d undecided (no output neuron fired)", s.TestSamples, s.TestUndecided)
		row("loss", "%s test", numeral.Rounded(s.TestLoss, 4))
		if s.Best != nil {
			row("best epoch", "%d, %.2f %% (chosen on the test samples)", s.Best.Epoch, s.Best.TestAccuracy)
		}
		row("time", "%s up to the checkpoint", numeral.Duration(t.Seconds))
	}
	row("network", "%s neurons", m.sizes())
	row("trained", "%s%s", m.progress(), resumed(t.Resumed))
	row("digest", "%s", s.Digest)
	row("machine", "%s (%d in use), %s/%s", numeral.Several(t.Machine.CPUs, "CPU core"), t.Machine.Procs, t.Machine.OS, t.Machine.Arch)
	row("version", "commit %s, %s, protoactor-go %s", cmp.Or(t.Version.Commit, "unknown"), t.Version.Go, cmp.Or(t.Version.Protoactor, "unknown"))
	row("run", "%s", m.directory)
	row("checkpoint", "%s", t.Checkpoint)
	c.grid(g)
	return c, nil
}

// progress says how far the run is.
func (m *material) progress() string {
	t := m.trained
	text := fmt.Sprintf("%d of %s, %s", t.Epochs, numeral.Several(t.Config.Epochs, "epoch"), numeral.Several(t.Batches, "batch"))
	switch {
	case t.Epochs == t.Config.Epochs:
		return text
	case len(m.metrics) > t.Epochs:
		return text + fmt.Sprintf("; not finished, and the curves go on to epoch %d", len(m.metrics))
	}
	return text + "; not finished"
}

func resumed(times int) string {
	if times == 0 {
		return ""
	}
	return fmt.Sprintf(", resumed %s", numeral.Several(times, "time"))
}
