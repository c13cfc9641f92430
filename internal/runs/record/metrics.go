package record

import "sfdfa-actors/messages"

// Metrics is the record of one epoch, a line of metrics.jsonl. Accuracies are
// in percent. Training figures are taken while the weights move; activity and
// traffic are those of the training samples.
type Metrics struct {
	Epoch        int     `json:"epoch"` // from 1
	LearningRate float64 `json:"learning_rate"`

	TrainAccuracy       float64  `json:"train_accuracy"`
	TrainUndecided      int      `json:"train_undecided"` // samples in which no output neuron fired; their prediction is a tie of nothing
	TrainLoss           float64  `json:"train_loss"`      // mean over samples of ½ Σ (n*−n)²
	ValidationAccuracy  *float64 `json:"validation_accuracy,omitempty"`
	ValidationUndecided *int     `json:"validation_undecided,omitempty"`
	TestSamples         int      `json:"test_samples"`
	TestAccuracy        float64  `json:"test_accuracy"`
	TestUndecided       int      `json:"test_undecided"`
	TestLoss            float64  `json:"test_loss"`
	// With ties given to the lowest index, as the authors report.
	TestAccuracyLowestIndex float64 `json:"test_accuracy_lowest_index"`

	SpikesPerNeuron         float64         `json:"spikes_per_neuron"` // hidden and output, per sample
	SilentNeurons           int64           `json:"silent_neurons"`    // hidden and output, never fired in the epoch
	Neurons                 int64           `json:"neurons"`           // hidden and output
	WeightAlignment         *float64        `json:"weight_alignment_degrees"`
	GradientAngles          *GradientAngles `json:"gradient_angles_degrees,omitempty"` // with the setting gradient-angles only
	MessagesPerSample       float64         `json:"messages_per_sample"`               // logical: spike packets and broadcasts
	SynapticEventsPerSample float64         `json:"synaptic_events_per_sample"`
	EnvelopesPerSample      float64         `json:"envelopes_per_sample"`            // physical
	WireBytesPerSample      float64         `json:"wire_bytes_per_sample,omitempty"` // of numbered messages between machines, with workers only
	TrainSeconds            float64         `json:"train_seconds"`
	TestSeconds             float64         `json:"test_seconds"`
	SamplesPerSecond        float64         `json:"samples_per_second"` // training

	Traffic  messages.Tally   `json:"traffic"`
	Hardware *HardwareMetrics `json:"hardware,omitempty"`
}

// Score counts the outcomes of a run of samples.
type Score struct {
	Samples   int     `json:"samples"`
	Right     int     `json:"right"`
	Lowest    int     `json:"lowest"`    // right with ties to the lowest index
	Undecided int     `json:"undecided"` // without an output spike
	Loss      float64 `json:"loss"`      // a sum of halves of whole numbers: exact in any order
}

// Add counts outcomes.
func (s *Score) Add(outcomes []messages.Outcome) {
	for i := range outcomes {
		s.Samples++
		if outcomes[i].Prediction == outcomes[i].Label {
			s.Right++
		}
		if outcomes[i].Lowest == outcomes[i].Label {
			s.Lowest++
		}
		if outcomes[i].Undecided {
			s.Undecided++
		}
		s.Loss += outcomes[i].Loss
	}
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// Accuracy is the share of samples that are right, in percent; 0 without samples.
func (s *Score) Accuracy() float64 { return percent(s.Right, s.Samples) }

// AccuracyLowestIndex is Accuracy with ties given to the lowest index.
func (s *Score) AccuracyLowestIndex() float64 { return percent(s.Lowest, s.Samples) }

// MeanLoss is the mean loss of a sample; 0 without samples.
func (s *Score) MeanLoss() float64 {
	if s.Samples == 0 {
		return 0
	}
	return s.Loss / float64(s.Samples)
}

// AddTest fills in what the test samples give.
func (m *Metrics) AddTest(s *Score) {
	m.TestSamples, m.TestUndecided = s.Samples, s.Undecided
	m.TestAccuracy, m.TestAccuracyLowestIndex, m.TestLoss = s.Accuracy(), s.AccuracyLowestIndex(), s.MeanLoss()
}

// IsBetter reports whether the epoch's test accuracy is better than another one's, or than none. An epoch in
// which no output neuron fired in any test is never better, whatever accuracy its ties give it.
func (m *Metrics) IsBetter(than *float64) bool {
	isDead := m.TestSamples > 0 && m.TestUndecided == m.TestSamples
	return !isDead && (than == nil || m.TestAccuracy > *than)
}

// AddTraining fills in what a training pass gives.
func (m *Metrics) AddTraining(s *Score, tally messages.Tally, seconds float64, wireBytes int64) {
	m.TrainAccuracy, m.TrainUndecided, m.TrainLoss = s.Accuracy(), s.Undecided, s.MeanLoss()
	m.Traffic = tally
	m.SpikesPerNeuron = tally.SpikesPerNeuron()
	m.SilentNeurons, m.Neurons = tally.Silent, tally.Neurons
	m.TrainSeconds = seconds
	m.SamplesPerSecond = float64(tally.Samples) / seconds
	if samples := float64(tally.Samples); samples > 0 {
		m.MessagesPerSample = float64(tally.Messages()) / samples
		m.SynapticEventsPerSample = float64(tally.SynapticEvents) / samples
		m.EnvelopesPerSample = float64(tally.Envelopes) / samples
		m.WireBytesPerSample = float64(wireBytes) / samples
	}
}

// GradientAngles say how far the gradient that a rule gives is from that of
// back-propagation, at the same weights and on the same batch (Fig. 9): angles
// between flattened gradients in degrees, as means over batches, for each
// population from the first hidden one to the output. An angle is null where one
// of the gradients is 0 in every batch. The rate regulariser, which is no part
// of the loss, is in none of them.
type GradientAngles struct {
	// Exact are the angles to the gradient of the loss (Eq. 5).
	Exact []*float64 `json:"exact"`
	// Same are those to what back-propagation gives with the run's own local
	// gradient, bounded or not: what is left is due to the errors alone, and
	// output neurons, which have the same error under all rules, are at 0.
	Same []*float64 `json:"same_local_gradient"`
}
