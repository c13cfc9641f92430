package watch

import (
	"fmt"

	"sfdfa-actors/internal/numeral"
)

// publishVerdict says what binds, by what was last seen.
func (w *Watch) publishVerdict() {
	process, _ := w.feed.Latest(KindProcess).(*Process)
	mesh, _ := w.feed.Latest(KindMesh).(*Mesh)
	w.feed.Publish(KindVerdict, verdictOf(process, mesh, w.free != nil))
}

// causes are what may bind a process, with the sentence that says so, and what would help a run with samples, or a free one.
var causes = []struct {
	word, sentence, help, free string
	share                      func(*Shares) float64
}{
	{"integration", "Neurons that take in spikes", fewer, fewer, func(s *Shares) float64 { return s.Integrate }},
	{"learning", "Neurons that learn", "larger batches make fewer steps of it", "", func(s *Shares) float64 { return s.Learn }},
	{"routing", "Handing spikes on", otherCores, otherCores, func(s *Shares) float64 { return s.Route }},
	{"mailboxes", "Bringing messages to neurons", "larger batches, or --coalesce, carry more in one", "longer delays make longer windows, with more in a message", func(s *Shares) float64 { return s.Mailbox }},
	{"waiting", "Workers that wait for each other", "larger batches or more neurons would keep them busy", "more neurons or longer delays would keep them busy", func(s *Shares) float64 { return s.Idle }},
}

const (
	fewer      = "fewer spikes or synapses make it faster"
	otherCores = "other sizes of cores (--neurons-per-core) share it out differently"
)

// Shares above which something is worth a sentence.
const (
	muchMemory = 0.9 // of the limit
	muchMore   = 2   // of the busiest core or link, by the mean
)

func verdictOf(process *Process, mesh *Mesh, free bool) *Verdict {
	v := &Verdict{Binds: "nothing known yet", Text: []string{}}
	if process != nil && process.Shares != nil {
		most := 0.0
		for _, c := range causes {
			if share := c.share(process.Shares); share > most {
				most, v.Binds = share, c.word
				help := c.help
				if free {
					help = c.free
				}
				v.Text = []string{fmt.Sprintf("%s: %.0f %% of the workers' time. What would help: %s.", c.sentence, 100*share, help)}
			}
		}
	}
	if process != nil && process.LimitBytes > 0 && float64(process.SystemBytes) > muchMemory*float64(process.LimitBytes) {
		v.Binds = "memory"
		v.Text = append(v.Text, "Memory is near its limit: the run stops there, and can go on later.")
	}
	if mesh != nil && mesh.CoreImbalance > muchMore {
		v.Text = append(v.Text, fmt.Sprintf("On a chip the busiest core would bind: it does %s times the mean of all cores.", numeral.Rounded(mesh.CoreImbalance, 2)))
	}
	if mesh != nil && mesh.LinkImbalance > muchMore {
		v.Text = append(v.Text, fmt.Sprintf("The busiest link carries %s times the mean of all links.", numeral.Rounded(mesh.LinkImbalance, 2)))
	}
	return v
}
