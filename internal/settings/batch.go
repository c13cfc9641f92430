package settings

import (
	"math"
	"strconv"
)

// ForBatch returns a learning rate or feedback rate for batches of another size than those,
// of from samples, that it was chosen for: times √(batch/from), as befits Adam, whose steps
// have a size of their own however noisy the gradient is (Malladi et al. 2022, arXiv
// 2205.10287). It was measured on MNIST, 20,000 samples: with batches of 1, 10, 50 and 200
// samples the best of rates a factor of about 2 apart are 2e-3, 4e-3, 1e-2 and 2e-2, where
// the law has 1.4e-3, 4.5e-3, 1e-2 and 2e-2. Half and twice of it cost half a point; in
// proportion to the batch, 2e-4, networks of a batch of 1 are a point and a half behind.
func ForBatch(rate float64, batch, from int) float64 {
	return rounded(rate * math.Sqrt(float64(batch)/float64(from)))
}

// DecayForBatch returns a decay, a batch, that forgets as much in as many samples with
// batches of another size than those, of from samples, that it was chosen for.
func DecayForBatch(decay float64, batch, from int) float64 {
	return 1 - rounded(1-math.Pow(decay, float64(batch)/float64(from)))
}

// rounded leaves three digits, so that what derives from a batch reads well in config files.
func rounded(x float64) float64 {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	return x
}

// Below smallBatch samples the mean rate of a batch says too little of a neuron, and runs
// over averagedSamples instead.
const (
	smallBatch      = 20
	averagedSamples = 500
)

// setBatch changes the number of samples a batch, and what depends on it: the rates, the
// decays a batch, and what the mean rate runs over. Adam's β1 stays, since a longer memory
// of gradients does not serve smaller batches. Plain gradient descent moves in proportion to
// the gradient, so that its rate is in proportion to the batch.
func (c *Config) setBatch(batch int) {
	from := c.Batch
	if batch == from {
		return
	}
	c.Batch = batch
	c.LearningRate = ForBatch(c.LearningRate, batch, from)
	c.FeedbackRate = min(ForBatch(c.FeedbackRate, batch, from), 1)
	c.Beta2 = DecayForBatch(c.Beta2, batch, from)
	c.WeightAverage = DecayForBatch(c.WeightAverage, batch, from)
	if batch < smallBatch && c.RateAverage == 0 {
		c.RateAverage = averagedSamples
	}
}
