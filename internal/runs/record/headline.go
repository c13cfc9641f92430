package record

import (
	"fmt"
	"strings"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/numeral"
)

// Headline says in a line what a run came to; it is empty before there is an epoch.
func (s *Summary) Headline() string {
	if s.Epochs == 0 || s.Last == nil {
		return ""
	}
	line := fmt.Sprintf("%s, at %s spikes a sample", Right(s.Last.TestAccuracy, s.Last.TestSamples, s.Last.TestUndecided),
		numeral.Short(s.Last.SpikesPerNeuron*float64(s.Last.Neurons)))
	if e := s.Energy; e != nil && e.PerSample != nil {
		line += fmt.Sprintf(" and an estimated %s", numeral.Joules(e.PerSample.Forward.Dynamic+e.PerSample.Learning.Dynamic))
	}
	return line
}

// Right says how many test samples are right, in percent, and how many of all were given to a class though no output
// neuron fired, if there are any.
func Right(accuracy float64, samples, undecided int) string {
	verb := "are"
	if samples == 1 {
		verb = "is"
	}
	line := fmt.Sprintf("%.2f %% of %s %s right", accuracy, numeral.Several(samples, "test sample"), verb)
	if undecided > 0 {
		line += fmt.Sprintf(", %d undecided", undecided)
	}
	return line
}

// Row is a line of a table: a word of the glossary, and what there is to say.
type Row struct{ Name, Text string }

// Rows are what people read first of a run: how it does, and what that takes.
func (s *Summary) Rows() (rows []Row) {
	add := func(name, format string, values ...any) {
		rows = append(rows, Row{name, fmt.Sprintf(format, values...)})
	}
	if s.Epochs == 0 || s.Last == nil {
		add("epochs", "none finished")
	} else {
		s.addLast(add)
	}
	if e := s.Energy; e != nil && e.PerSample != nil {
		add("energy", "estimate: %s a sample forward, %s learning  (dynamic, %s%s)", numeral.Joules(e.PerSample.Forward.Dynamic), numeral.Joules(e.PerSample.Learning.Dynamic), e.Profile, lacking(e))
		if e.Clocked {
			add("clocked energy", "estimate: %s a sample forward  (neurons updated every %s too)", numeral.Joules(e.PerSample.Forward.Ticking()), numeral.Seconds(e.Assumed.Timestep))
		}
	}
	if t := s.Time; t != nil {
		add("time on chip", "estimate: %s a sample; %s", numeral.Seconds(t.Forward.Seconds), t.Forward.Verdict)
	}
	add("time", "%s, training %s samples a second on %s", numeral.Duration(s.Seconds), numeral.Short(s.SamplesPerSecond), numeral.Several(s.Machine.Procs, "CPU core"))
	return rows
}

// addLast adds what the last epoch came to.
func (s *Summary) addLast(add func(name, format string, values ...any)) {
	last := s.Last
	add("test accuracy", "%.2f %%  (%.2f %% with ties to the lowest index)", last.TestAccuracy, last.TestAccuracyLowestIndex)
	add("undecided", "%d of %d test samples, %d training samples  (without an output spike)", last.TestUndecided, last.TestSamples, last.TrainUndecided)
	if s.BestEpoch > 0 && s.BestTestAccuracy != nil {
		add("best epoch", "%d, %.2f %%  (chosen on the test samples)", s.BestEpoch, *s.BestTestAccuracy)
	}
	add("train accuracy", "%.2f %%  (while learning)", last.TrainAccuracy)
	add("loss", "%s test, %s train", numeral.Rounded(last.TestLoss, 4), numeral.Rounded(last.TrainLoss, 4))
	add("spikes per neuron", "%s a sample", numeral.Rounded(last.SpikesPerNeuron, 3))
	add("silent neurons", "%d of %d", last.SilentNeurons, last.Neurons)
	if capped := last.Traffic.Capped; capped > 0 {
		add("at the spike cap", "%s %% of neurons and samples", numeral.Rounded(100*float64(capped)/float64(last.Neurons*last.Traffic.Samples), 2))
	}
	if last.WeightAlignment != nil {
		add("weight alignment", "%.1f°  (output weights to feedback weights)", *last.WeightAlignment)
	}
	if last.GradientAngles != nil {
		add("gradient angles", "%s  (to back-propagation's, by population)", degrees(last.GradientAngles.Exact))
	}
	add("messages", "%s a sample, in %s envelopes", numeral.Short(last.MessagesPerSample), numeral.Short(last.EnvelopesPerSample))
	if last.WireBytesPerSample > 0 {
		add("wire", "%sB a sample between machines", numeral.Short(last.WireBytesPerSample))
	}
	add("synaptic events", "%s a sample, %s a second", numeral.Short(last.SynapticEventsPerSample), numeral.Short(last.SynapticEventsPerSample*last.SamplesPerSecond))
}

// lacking says that an estimate is too low.
func lacking(e *energy.Estimate) string {
	if len(e.Missing) == 0 {
		return ""
	}
	return ", without " + numeral.Several(len(e.Missing), "constant")
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
