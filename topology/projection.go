package topology

import (
	"errors"
	"fmt"
	"strings"
)

// Projection is the synapses from one population to another, which may be the same.
type Projection struct {
	From, To int // populations
	Rule     Rule
	NoSelf   bool         // no synapse from a neuron to itself
	Weights  Distribution // initial weights
	Delays   Delays

	FixedWeights bool // weights are not learned
	LearnsDelays bool // delays are learned

	LeastWeight, MostWeight float64 // between which weights that are learned stay; both 0 without bounds
}

// IsBounded reports whether the weights stay within bounds when they learn.
func (p *Projection) IsBounded() bool { return p.LeastWeight != 0 || p.MostWeight != 0 }

// Chain returns the projections of a chain of populations, each to the next one.
func Chain(rules ...Rule) []Projection {
	projections := make([]Projection, len(rules))
	for l, rule := range rules {
		projections[l] = Projection{From: l, To: l + 1, Rule: rule}
	}
	return projections
}

// Append adds the projection to the next population of a chain, by a rule, with initial weights.
func Append(chain []Projection, rule Rule, weights Distribution) []Projection {
	return append(chain, Projection{From: len(chain), To: len(chain) + 1, Rule: rule, Weights: weights})
}

// Weighted gives projections their initial weights, to the last ones those of the last
// distribution, and returns them.
func Weighted(projections []Projection, weights ...Distribution) []Projection {
	for k := range projections {
		projections[k].Weights = weights[min(k, len(weights)-1)]
	}
	return projections
}

// between says what the projection joins.
func (n *Network) between(p *Projection) Between {
	between := Between{Presynaptic: n.Sizes[p.From], Postsynaptic: max(1, n.Sizes[p.To]), Same: p.From == p.To}
	if between.Same && p.NoSelf {
		between.NoSelf = true
		between.Presynaptic--
		between.Postsynaptic--
	}
	return between
}

// Afferent is a projection into a population, together with where its presynaptic
// neurons stand among all of the population: those of one projection follow those of
// the one declared before it.
type Afferent struct {
	Index  int // in Network.Projections
	Offset int // of its first presynaptic neuron
	Projection
}

// Afferents lists the projections into a population in the order in which they are declared.
func (n *Network) Afferents(population int) []Afferent {
	var afferents []Afferent
	offset := 0
	for k, p := range n.Projections {
		if p.To == population {
			afferents = append(afferents, Afferent{k, offset, p})
			offset += n.Sizes[p.From]
		}
	}
	return afferents
}

// Connection names the connection rules of the projections into a population.
func (n *Network) Connection(population int) string {
	var names []string
	for _, afferent := range n.Afferents(population) {
		names = append(names, afferent.Rule.Name())
	}
	return strings.Join(names, ", ")
}

// Efferents lists the populations that a population has projections to, each once and in
// ascending order.
func (n *Network) Efferents(population int) []int {
	reached := make([]bool, len(n.Sizes))
	for _, p := range n.Projections {
		if p.From == population {
			reached[p.To] = true
		}
	}
	var efferents []int
	for to, is := range reached {
		if is {
			efferents = append(efferents, to)
		}
	}
	return efferents
}

// PresynapticCount is the number of presynaptic neurons of a population: a neuron from
// which two projections come counts twice.
func (n *Network) PresynapticCount(population int) int {
	count := 0
	for _, p := range n.Projections {
		if p.To == population {
			count += n.Sizes[p.From]
		}
	}
	return count
}

// joins reports whether the projection leads between populations that there are, and to none
// that is a source.
func (n *Network) joins(p *Projection) bool {
	return p.From >= 0 && p.From < len(n.Sizes) && p.To >= n.sources() && p.To < len(n.Sizes)
}

// ValidateProjection checks one projection, as Validate does all. Its error lists all faults.
func (n *Network) ValidateProjection(k int) error {
	p := &n.Projections[k]
	if !n.joins(p) {
		return fmt.Errorf("topology: projection %d leads from population %d to %d, must be from one of 0 to %d to one of %d to %d",
			k, p.From, p.To, len(n.Sizes)-1, n.sources(), len(n.Sizes)-1)
	}
	if n.Sizes[p.From] < 1 {
		return nil // said already
	}
	from, to := n.Name(p.From), n.Name(p.To)
	if p.Rule == nil {
		return fmt.Errorf("topology: projection from population %s to %s is missing, allowed: %s", from, to, strings.Join(RuleNames(), ", "))
	}
	var faults []error
	switch p.Rule.(type) {
	case PresynapticRule, PostsynapticRule:
	default:
		faults = append(faults, fmt.Errorf("topology: connection rule %s gives neither postsynaptic nor presynaptic neurons their partners", p.Rule.Name()))
	}
	for _, err := range []error{p.Rule.Validate(n.between(p)), p.validateWeights(), p.Delays.Validate(), p.validateLearning()} {
		if err != nil {
			faults = append(faults, fmt.Errorf("projection from population %s to %s: %w", from, to, err))
		}
	}
	return errors.Join(faults...)
}

func (p *Projection) validateWeights() error {
	if p.Weights == nil {
		return nil // nobody asks for them
	}
	if err := p.Weights.Validate(); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return nil
}

func (p *Projection) validateLearning() error {
	if p.LearnsDelays && p.Delays.PerAxon {
		return errors.New("topology: delays per axon can't be learned: a synapse learns its own, allowed: delays per synapse")
	}
	if p.IsBounded() && !(p.LeastWeight < p.MostWeight) {
		return fmt.Errorf("topology: bounds are %v and %v, the first one must be less", p.LeastWeight, p.MostWeight)
	}
	if p.IsBounded() && p.FixedWeights {
		return errors.New("topology: weights have bounds and are not learned, allowed: one of both")
	}
	return nil
}
