package eventqueue

// Rule holds the constants of one SFDFA step with plain gradient descent.
type Rule struct {
	TargetTrue     int     `json:"target_true"`  // spikes asked of the right output
	TargetFalse    int     `json:"target_false"` // and of every other
	Rate           float64 `json:"lr"`           // step size of weights
	FeedbackRate   float64 `json:"lr_fb"`        // of feedback weights
	DelayRate      float64 `json:"lr_delay"`     // of delays
	DelayMin       float64 `json:"delay_min"`    // seconds
	DelayMax       float64 `json:"delay_max"`    // seconds
	Regularisation float64 `json:"reg"`          // λ
	TargetRate     float64 `json:"fr_target"`    // r*, spikes of a hidden neuron in a sample
}

// Case is a network with a batch to learn from.
type Case struct {
	Name     string
	Network  Network
	Samples  []Sample
	Rule     Rule
	Feedback [][][]float64 // B by [population][neuron][output]; none for sources and the output
}

// Batch is what becomes of a case when the network has learned from its samples, with
// the modified gradient.
type Batch struct {
	Outcomes []Outcome     // of each sample
	Feedback [][][]float64 // [population][neuron][output]
	Weights  [][]float64   // [projection][synapse]
	Delays   [][]float64   // [projection][synapse], seconds
}

// Outcome is what the output makes of one sample.
type Outcome struct {
	Derivatives []float64 // d_o, by output neuron
	Errors      []float64 // e_o
	Loss        float64
}

// Simulate presents all samples of the case to the network as it is at first.
func (c *Case) Simulate() []Result {
	var results []Result
	for _, sample := range c.Samples {
		results = append(results, c.Network.Simulate(sample))
	}
	return results
}

// Learn takes one step from the results of all samples: feedback weights first, then
// weights and delays by the errors that the new feedback weights project.
func (c *Case) Learn(results []Result) Batch {
	b := Batch{}
	for s, r := range results {
		b.Outcomes = append(b.Outcomes, c.outcome(c.Samples[s].Label, r))
	}
	errors := make([][][]float64, len(c.Network.Populations)) // δ by [population][neuron][sample]
	for p, population := range c.Network.Populations {
		var rows [][]float64
		for i := range population.Size {
			if p == c.Network.Output {
				errors[p] = append(errors[p], ownErrors(b.Outcomes, i))
			} else if !population.IsSource() {
				row := c.feedback(p, i, results, b.Outcomes)
				rows = append(rows, row)
				errors[p] = append(errors[p], c.projectedErrors(p, i, row, results, b.Outcomes))
			}
		}
		b.Feedback = append(b.Feedback, rows)
	}
	for k, projection := range c.Network.Projections {
		var weights, delays []float64
		for j, synapse := range projection.Synapses {
			byWeight, byDelay := 0.0, 0.0
			for s, r := range results {
				delta := errors[projection.To][synapse.Post][s] / float64(len(results))
				byWeight += delta * r.Weights.Modified[k][j]
				byDelay += delta * r.Delays.Modified[k][j]
			}
			weight, delay := synapse.Weight, synapse.Delay
			if !projection.FixedWeights {
				weight -= c.Rule.Rate * byWeight
			}
			if !projection.FixedDelays {
				delay = min(max(delay-c.Rule.DelayRate*byDelay, c.Rule.DelayMin), c.Rule.DelayMax)
			}
			weights, delays = append(weights, weight), append(delays, delay)
		}
		b.Weights, b.Delays = append(b.Weights, weights), append(b.Delays, delays)
	}
	return b
}

func (c *Case) outcome(label int, r Result) Outcome {
	o := Outcome{}
	for i, grades := range r.Grades[c.Network.Output] {
		derivative, target := 0.0, c.Rule.TargetFalse
		for _, grade := range grades {
			derivative += grade
		}
		if i == label {
			target = c.Rule.TargetTrue
		}
		e := float64(target - len(grades))
		o.Derivatives, o.Errors = append(o.Derivatives, derivative), append(o.Errors, e)
		o.Loss += e * e / 2
	}
	return o
}

// ownErrors are the errors of an output neuron by sample.
func ownErrors(outcomes []Outcome, output int) []float64 {
	var errors []float64
	for _, o := range outcomes {
		errors = append(errors, o.Errors[output])
	}
	return errors
}

// feedback returns a hidden neuron's feedback weights after the batch: each moves towards
// the mean of d_o·ξ_i over the samples in which the neuron fired.
func (c *Case) feedback(p, i int, results []Result, outcomes []Outcome) []float64 {
	var row []float64
	for o, weight := range c.Feedback[p][i] {
		sum, fired := 0.0, 0.0
		for s, r := range results {
			if len(r.Spikes[p][i]) > 0 {
				sum += weight - outcomes[s].Derivatives[o]*c.Samples[s].Perturbations[p][i]
				fired++
			}
		}
		row = append(row, weight-c.Rule.FeedbackRate*sum/max(fired, 1))
	}
	return row
}

// projectedErrors returns a hidden neuron's δ by sample.
func (c *Case) projectedErrors(p, i int, feedback []float64, results []Result, outcomes []Outcome) []float64 {
	rate := 0.0
	for _, r := range results {
		rate += float64(len(r.Spikes[p][i])) / float64(len(results))
	}
	var errors []float64
	for _, outcome := range outcomes {
		e := c.Rule.Regularisation * (c.Rule.TargetRate - rate)
		for o, weight := range feedback {
			e += weight * outcome.Errors[o]
		}
		errors = append(errors, e)
	}
	return errors
}
