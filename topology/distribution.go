package topology

import (
	"errors"
	"fmt"
	"math"

	"sfdfa-actors/internal/rng"
)

// Distribution is what the weights of a projection's synapses are drawn from, or their delays
// in seconds.
type Distribution interface {
	// Name is that of the kind of distribution.
	Name() string
	// Validate checks the parameters. Its error lists all faults.
	Validate() error
	// Least is the lower bound of what is drawn.
	Least() float64
	// Most is the upper bound of what is drawn.
	Most() float64
	// Constant returns the value, and reports whether there is only one.
	Constant() (value float64, is bool)
	// Draw draws a value. How often it asks the stream may depend on the parameters only.
	Draw(stream *rng.Stream) float64
}

// Distributions is the table of kinds of distributions.
var Distributions = []Distribution{Constant{}, Uniform{}, Normal{}}

// DistributionNames lists the names of the kinds of distributions in the table's order.
func DistributionNames() []string {
	names := make([]string, len(Distributions))
	for i, kind := range Distributions {
		names[i] = kind.Name()
	}
	return names
}

// Constant is the same value for all synapses.
type Constant struct{ Value float64 }

// Name implements Distribution.
func (Constant) Name() string { return "constant" }

// Validate implements Distribution.
func (c Constant) Validate() error { return finite("constant", c.Value) }

// Least implements Distribution.
func (c Constant) Least() float64 { return c.Value }

// Most implements Distribution.
func (c Constant) Most() float64 { return c.Value }

// Constant implements Distribution.
func (c Constant) Constant() (value float64, is bool) { return c.Value, true }

// Draw implements Distribution, without a draw.
func (c Constant) Draw(*rng.Stream) float64 { return c.Value }

// Uniform is as likely to be anywhere from Low to High.
type Uniform struct{ Low, High float64 }

// Name implements Distribution.
func (Uniform) Name() string { return "uniform" }

// Validate implements Distribution.
func (u Uniform) Validate() error { return interval("uniform", u.Low, u.High) }

// Least implements Distribution.
func (u Uniform) Least() float64 { return u.Low }

// Most implements Distribution.
func (u Uniform) Most() float64 { return u.High }

// Constant implements Distribution.
func (u Uniform) Constant() (value float64, is bool) { return u.Low, u.Low == u.High }

// Draw implements Distribution.
func (u Uniform) Draw(stream *rng.Stream) float64 { return u.Low + (u.High-u.Low)*stream.Float64() }

// Normal is a normal distribution, of which a value below Low becomes Low and one above High
// becomes High.
type Normal struct {
	Mean, SD  float64
	Low, High float64
}

// Name implements Distribution.
func (Normal) Name() string { return "normal" }

// Validate implements Distribution.
func (n Normal) Validate() error {
	err := errors.Join(finite("mean of normal", n.Mean), interval("normal", n.Low, n.High))
	if !(n.SD >= 0 && n.SD <= math.MaxFloat64) {
		err = errors.Join(err, fmt.Errorf("topology: standard deviation of normal is %v, must be finite and at least 0", n.SD))
	}
	return err
}

// Least implements Distribution.
func (n Normal) Least() float64 { return n.Low }

// Most implements Distribution.
func (n Normal) Most() float64 { return n.High }

// Constant implements Distribution.
func (n Normal) Constant() (value float64, is bool) {
	return n.clip(n.Mean), n.SD == 0 || n.Low == n.High
}

// Draw implements Distribution.
func (n Normal) Draw(stream *rng.Stream) float64 { return n.clip(n.Mean + n.SD*stream.NormFloat64()) }

func (n Normal) clip(value float64) float64 { return min(max(value, n.Low), n.High) }

func finite(what string, value float64) error {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return fmt.Errorf("topology: %s is %v, must be finite", what, value)
	}
	return nil
}

// interval checks bounds, whose difference has to be finite too.
func interval(what string, low, high float64) error {
	if !(low <= high) || math.IsInf(high-low, 0) || math.IsInf(low, 0) {
		return fmt.Errorf("topology: %s is from %v to %v, must be finite and in ascending order", what, low, high)
	}
	return nil
}
