package watch

import "fmt"

// publishVerdict says what binds, by what was last seen.
func (w *Watch) publishVerdict() {
	process, _ := w.feed.Latest(KindProcess).(*Process)
	mesh, _ := w.feed.Latest(KindMesh).(*Mesh)
	w.feed.Publish(KindVerdict, verdictOf(process, mesh))
}

// causes are what may bind a process, with the sentence that says so.
var causes = []struct {
	word, sentence string
	share          func(*Shares) float64
}{
	{"integration", "Neurons that take in spikes are what this run waits for: fewer spikes or synapses make it faster.", func(s *Shares) float64 { return s.Integrate }},
	{"learning", "Neurons that learn are what this run waits for: larger batches make fewer steps of it.", func(s *Shares) float64 { return s.Learn }},
	{"routing", "Handing spikes on is what this run waits for: other sizes of cores share it out differently.", func(s *Shares) float64 { return s.Route }},
	{"mailboxes", "Bringing messages to neurons is what this run waits for: larger batches, or --coalesce, carry more in one.", func(s *Shares) float64 { return s.Mailbox }},
	{"waiting", "Workers wait for each other: larger batches or more neurons would keep them busy.", func(s *Shares) float64 { return s.Idle }},
}

// Shares above which something is worth a sentence.
const (
	muchMemory = 0.9 // of the limit
	muchMore   = 2   // of the busiest core or link, by the mean
)

func verdictOf(process *Process, mesh *Mesh) *Verdict {
	v := &Verdict{Binds: "nothing known yet", Text: []string{}}
	if process != nil && process.Shares != nil {
		most := 0.0
		for _, c := range causes {
			if share := c.share(process.Shares); share > most {
				most, v.Binds = share, c.word
				v.Text = []string{fmt.Sprintf("%s It takes %.0f %% of the workers' time.", c.sentence, 100*share)}
			}
		}
	}
	if process != nil && process.LimitBytes > 0 && float64(process.SystemBytes) > muchMemory*float64(process.LimitBytes) {
		v.Binds = "memory"
		v.Text = append(v.Text, "Memory is near its limit: the run stops there, and can go on later.")
	}
	if mesh != nil && mesh.CoreImbalance > muchMore {
		v.Text = append(v.Text, fmt.Sprintf("On a chip the busiest core would bind: it does %.2g times the mean of all cores.", mesh.CoreImbalance))
	}
	if mesh != nil && mesh.LinkImbalance > muchMore {
		v.Text = append(v.Text, fmt.Sprintf("The busiest link carries %.2g times the mean of all links.", mesh.LinkImbalance))
	}
	return v
}
