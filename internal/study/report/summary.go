package report

import (
	"cmp"
	"fmt"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/messages"
)

// Summary is what the network of a run comes to. Accuracies are in percent.
type Summary struct {
	TestSamples             int     `json:"test_samples"`
	TestAccuracy            float64 `json:"test_accuracy"`
	TestAccuracyLowestIndex float64 `json:"test_accuracy_lowest_index"`
	TestLoss                float64 `json:"test_loss"` // mean over samples of ½ Σ (n*−n)²
	Digest                  string  `json:"digest"`    // of the state of all neurons
	Epochs                  int     `json:"epochs"`    // finished before the checkpoint
	Batches                 int     `json:"batches"`   // that the network has learned from
	Presented               int     `json:"presented"` // training samples that it has learned from
	Seconds                 float64 `json:"seconds"`   // of the run, up to the checkpoint

	Best *record.Metrics `json:"best_epoch"` // chosen on the test samples; null before the first
}

func newSummary(m *material) *Summary {
	t := m.trained
	s := &Summary{
		TestSamples: len(m.outcomes), Digest: m.digest, Epochs: t.Epochs, Batches: t.Batches, Presented: t.Presented, Seconds: t.Seconds,
	}
	right, lowest, loss := score(m.outcomes)
	s.TestAccuracy, s.TestAccuracyLowestIndex = percent(right, s.TestSamples), percent(lowest, s.TestSamples)
	s.TestLoss = loss / float64(s.TestSamples)
	for _, epoch := range m.metrics {
		if s.Best == nil || epoch.TestAccuracy > s.Best.TestAccuracy {
			s.Best = epoch
		}
	}
	return s
}

// score counts what is right by the run's tie rule and with ties to the lowest
// index, and adds up the loss, which is exact in any order.
func score(outcomes []messages.Outcome) (right, lowest int, loss float64) {
	for i := range outcomes {
		o := &outcomes[i]
		if o.Prediction == o.Label {
			right++
		}
		if o.Lowest == o.Label {
			lowest++
		}
		loss += o.Loss
	}
	return right, lowest, loss
}

// summary is the section with what the run came to, and where.
func summary(m *material) (*content, error) {
	s, t := newSummary(m), m.trained
	c := &content{} // the numbers stand on top of report.json
	g := &grid{Caption: "The network of the newest checkpoint, tested again", Head: []string{"what", "value"}}
	row := func(name, format string, values ...any) {
		g.Rows = append(g.Rows, []cell{word(name), word(fmt.Sprintf(format, values...))})
	}
	row("test accuracy", "%.2f %% (%.2f %% with ties to the lowest index)", s.TestAccuracy, s.TestAccuracyLowestIndex)
	row("test loss", "%.4g", s.TestLoss)
	row("test samples", "%d", s.TestSamples)
	if s.Best != nil {
		row("best epoch", "%d, %.2f %% (chosen on the test samples)", s.Best.Epoch, s.Best.TestAccuracy)
	}
	row("network", "%s neurons", runs.Sizes(t.Sizes, "–"))
	row("trained", "%s", m.progress())
	if t.TrainSeconds > 0 {
		row("training", "%.4g samples a second", float64(t.Presented)/t.TrainSeconds)
	}
	row("time", "%.4g s up to the checkpoint%s", t.Seconds, resumed(t.Resumed))
	row("digest", "%s", s.Digest)
	row("machine", "%s (%d in use), %s/%s", counted(t.Machine.CPUs, "CPU core"), t.Machine.Procs, t.Machine.OS, t.Machine.Arch)
	row("version", "commit %s, %s, protoactor-go %s", cmp.Or(t.Version.Commit, "unknown"), t.Version.Go, cmp.Or(t.Version.Protoactor, "unknown"))
	row("run", "%s", m.directory)
	row("checkpoint", "%s", t.Checkpoint)
	c.grid(g)
	return c, nil
}

// progress says how far the run is.
func (m *material) progress() string {
	t := m.trained
	text := fmt.Sprintf("%d of %s, %s", t.Epochs, counted(t.Config.Epochs, "epoch"), counted(t.Batches, "batch"))
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
	return fmt.Sprintf(", resumed %s", counted(times, "time"))
}
