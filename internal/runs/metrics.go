package runs

import "sfdfa-actors/messages"

// Metrics is the record of one epoch, a line of metrics.jsonl. Accuracies are
// in percent. Training figures are taken while the weights move; activity and
// traffic are those of the training samples.
type Metrics struct {
	Epoch        int     `json:"epoch"` // from 1
	LearningRate float64 `json:"learning_rate"`

	TrainAccuracy      float64  `json:"train_accuracy"`
	TrainLoss          float64  `json:"train_loss"` // mean over samples of ½ Σ (n*−n)²
	ValidationAccuracy *float64 `json:"validation_accuracy,omitempty"`
	TestAccuracy       float64  `json:"test_accuracy"`
	TestLoss           float64  `json:"test_loss"`
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
	WireBytesPerSample      float64         `json:"wire_bytes_per_sample,omitempty"` // that machines send each other, with workers only, to within a second
	TrainSeconds            float64         `json:"train_seconds"`
	TestSeconds             float64         `json:"test_seconds"`
	SamplesPerSecond        float64         `json:"samples_per_second"` // training

	Traffic  messages.Tally   `json:"traffic"`
	Hardware *HardwareMetrics `json:"hardware,omitempty"`
}

// score gathers the outcomes of a run of samples.
type score struct {
	Samples int     `json:"samples"`
	Right   int     `json:"right"`
	Lowest  int     `json:"lowest"` // right with ties to the lowest index
	Loss    float64 `json:"loss"`   // a sum of halves of whole numbers: exact in any order
}

func (s *score) add(outcomes []messages.Outcome) {
	for i := range outcomes {
		s.Samples++
		if outcomes[i].Prediction == outcomes[i].Label {
			s.Right++
		}
		if outcomes[i].Lowest == outcomes[i].Label {
			s.Lowest++
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

func (s *score) accuracy() float64            { return percent(s.Right, s.Samples) }
func (s *score) accuracyLowestIndex() float64 { return percent(s.Lowest, s.Samples) }

func (s *score) meanLoss() float64 {
	if s.Samples == 0 {
		return 0
	}
	return s.Loss / float64(s.Samples)
}

// addTraining fills in what a training pass gives.
func (m *Metrics) addTraining(s *score, tally messages.Tally, seconds float64, wireBytes int64) {
	m.TrainAccuracy, m.TrainLoss = s.accuracy(), s.meanLoss()
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
