// Package summary prints what a run came to, for people, and how to go on from it.
package summary

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Print prints what a run came to as a table.
func Print(w io.Writer, s *record.Summary) error {
	last := s.Last
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, format string, values ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", name, fmt.Sprintf(format, values...))
	}
	fmt.Fprintf(table, "\n%s\n%s\n", title(s), headline(s))
	if s.Epochs == 0 {
		row("epochs", "none finished")
	} else {
		row("test accuracy", "%.2f %%  (%.2f %% with ties to the lowest index)", last.TestAccuracy, last.TestAccuracyLowestIndex)
		row("undecided", "%d of %d test samples, %d training samples  (without an output spike)", last.TestUndecided, last.TestSamples, last.TrainUndecided)
		if s.BestEpoch > 0 {
			row("best epoch", "%d, %.2f %%  (chosen on the test samples)", s.BestEpoch, *s.BestTestAccuracy)
		}
		row("train accuracy", "%.2f %%  (while learning)", last.TrainAccuracy)
		row("loss", "%.4g test, %.4g train", last.TestLoss, last.TrainLoss)
		row("spikes per neuron", "%.3g a sample", last.SpikesPerNeuron)
		row("silent neurons", "%d of %d", last.SilentNeurons, last.Neurons)
		if capped := last.Traffic.Capped; capped > 0 {
			row("at the spike cap", "%.2g %% of neurons and samples", 100*float64(capped)/float64(last.Neurons*last.Traffic.Samples))
		}
		if last.WeightAlignment != nil {
			row("weight alignment", "%.1f°  (output weights to feedback weights)", *last.WeightAlignment)
		}
		if last.GradientAngles != nil {
			row("gradient angles", "%s  (to back-propagation's, by population)", degrees(last.GradientAngles.Exact))
		}
		row("messages", "%s a sample, in %s envelopes", figure.Short(last.MessagesPerSample), figure.Short(last.EnvelopesPerSample))
		if last.WireBytesPerSample > 0 {
			row("wire", "%sB a sample between machines", figure.Short(last.WireBytesPerSample))
		}
		row("synaptic events", "%s a sample, %s a second", figure.Short(last.SynapticEventsPerSample), figure.Short(last.SynapticEventsPerSample*last.SamplesPerSecond))
	}
	if e := s.Energy; e != nil && e.PerSample != nil {
		row("energy", "estimate: %s a sample forward, %s learning  (dynamic, %s%s)", figure.Joules(e.PerSample.Forward.Dynamic), figure.Joules(e.PerSample.Learning.Dynamic), e.Profile, lacking(e))
		if e.Clocked {
			row("clocked energy", "estimate: %s a sample forward  (neurons updated every %s too)", figure.Joules(e.PerSample.Forward.Ticking()), figure.Seconds(e.Assumed.Timestep))
		}
	}
	if t := s.Time; t != nil {
		row("time on chip", "estimate: %s a sample; %s", figure.Seconds(t.Forward.Seconds), t.Forward.Verdict)
	}
	row("time", "%s, training %s samples a second on %s", figure.Duration(s.Seconds), figure.Short(s.SamplesPerSecond), figure.Several(s.Machine.Procs, "CPU core"))
	row("digest", "%s", s.Digest[:16])
	row("files", "%s", s.Directory)
	row("next step", "%s", NextStep(s))
	return table.Flush()
}

// headline says in a line what a run came to; it is empty before there is an epoch.
func headline(s *record.Summary) string {
	if s.Epochs == 0 {
		return ""
	}
	line := fmt.Sprintf("%.2f %% of %s are right, at %s spikes a sample", s.Last.TestAccuracy, figure.Several(s.Last.TestSamples, "test sample"),
		figure.Short(s.Last.SpikesPerNeuron*float64(s.Last.Neurons)))
	if e := s.Energy; e != nil && e.PerSample != nil {
		line += fmt.Sprintf(" and an estimated %s", figure.Joules(e.PerSample.Forward.Dynamic+e.PerSample.Learning.Dynamic))
	}
	return line + "\n"
}

// lacking says that an estimate is too low.
func lacking(e *energy.Estimate) string {
	if len(e.Missing) == 0 {
		return ""
	}
	return ", without " + figure.Several(len(e.Missing), "constant")
}

// degrees lists angles, with a dash for one that there is not.
func degrees(angles []*float64) string {
	texts := make([]string, len(angles))
	for i, angle := range angles {
		texts[i] = "–"
		if angle != nil {
			texts[i] = fmt.Sprintf("%.1f°", *angle)
		}
	}
	return strings.Join(texts, ", ")
}

func title(s *record.Summary) string {
	c := &s.Config
	state := figure.Several(s.Epochs, "epoch")
	if s.Interrupted {
		state = fmt.Sprintf("interrupted after %d of %s", s.Epochs, figure.Several(c.Epochs, "epoch"))
	}
	return fmt.Sprintf("%s, seed %d, %s", NetworkName(c), c.Seed, state)
}

// NetworkName names a network by its task, rule and sizes.
func NetworkName(c *settings.Config) string {
	return fmt.Sprintf("%s with %s, %s hidden neurons", c.Dataset, c.Rule, figure.Sizes(c.Layers, "-"))
}
