package report

import (
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/messages"
)

// Sample is what happens in one sample.
type Sample struct {
	Part        string             `json:"part"`
	Sample      int                `json:"sample"` // index in the part
	Label       int                `json:"label"`
	Prediction  int                `json:"prediction"`
	Populations []SamplePopulation `json:"populations"` // the input first
}

// SamplePopulation is what a population fires in the sample.
type SamplePopulation struct {
	Name    string `json:"population"`
	Neurons int    `json:"neurons"`
	Active  int    `json:"active_neurons"` // that fire
	Spikes  int    `json:"spikes"`
	Every   int    `json:"drawn_every"` // neurons of which one is drawn
}

func newSample(m *material) *Sample {
	o := &m.sample.Outcome
	s := &Sample{Part: m.part.String(), Sample: m.index, Label: o.Label, Prediction: o.Prediction}
	for population, spikes := range m.sample.Spikes {
		active := map[int32]bool{}
		for i := range spikes {
			active[spikes[i].Source] = true
		}
		s.Populations = append(s.Populations, SamplePopulation{
			Name: m.population(population), Neurons: m.trained.Sizes[population], Active: len(active), Spikes: len(spikes),
			Every: drawnEvery(len(spikes)),
		})
	}
	return s
}

// mostStrokes is about how many spikes of a population can be told apart in a
// raster. Neurons may be as many as they want: a stroke covers rows beside its own.
const mostStrokes = 5000

// drawnEvery is how many neurons there are for each one that is drawn: one, unless
// there is no room for all their spikes.
func drawnEvery(spikes int) int { return max(1, (spikes+mostStrokes-1)/mostStrokes) }

// spikes are all spikes of the sample by population and time.
func (m *material) spikes() *table.Table {
	t := table.New("time_s", "population", "neuron", "grade", "population_name")
	for population, spikes := range m.sample.Spikes {
		for _, spike := range spikes {
			t.Add(spike.Time, population, spike.Source, spike.Grade, m.population(population))
		}
	}
	return t
}

// sampleSection is the section with the raster plot of one sample.
func sampleSection(m *material) (*content, error) {
	s := newSample(m)
	c := &content{numbers: s}
	if err := c.table("spikes.csv", "all spikes of the sample: time, population (0 is the input), neuron, grade", m.spikes()); err != nil {
		return nil, err
	}
	c.text("Every stroke is a spike. %s %s The arrow points at the right class.", s.leftOut(), m.colours())
	drawing, err := m.raster(s)
	if err != nil {
		return nil, err
	}
	c.draw(drawing)
	c.grid(s.grid())
	return c, nil
}

// sampleTitle names the sample and what it is taken for.
func (m *material) sampleTitle() string {
	o := &m.sample.Outcome
	verdict := "wrong"
	if o.Undecided {
		return fmt.Sprintf("%s sample %d: label %s, undecided: no output neuron fires", m.part, m.index, m.class(o.Label))
	}
	if o.Label == o.Prediction {
		verdict = "right"
	}
	return fmt.Sprintf("%s sample %d: label %s, prediction %s, %s", m.part, m.index, m.class(o.Label), m.class(o.Prediction), verdict)
}

// leftOut says which neurons are not drawn.
func (s *Sample) leftOut() string {
	var thinned []string
	for i := range s.Populations {
		if p := &s.Populations[i]; p.Every > 1 {
			thinned = append(thinned, fmt.Sprintf("one of every %d neurons of %s", p.Every, p.Name))
		}
	}
	if len(thinned) == 0 {
		return "All neurons are drawn."
	}
	return "For want of room only " + strings.Join(thinned, ", and ") + " is drawn; spikes.csv has them all."
}

// colours says what the colours of strokes mean.
func (m *material) colours() string {
	if m.graded() {
		return "Its colour is its grade, from blue (negative) through grey (0) to vermilion (positive); blue alone where spikes carry none."
	}
	return fmt.Sprintf("The spikes carry no grades: the rule %s does not learn its feedback weights. In the output, spikes of the right class are vermilion.", m.trained.Config.Rule)
}

// graded reports whether any spike carries a grade.
func (m *material) graded() bool {
	return slices.ContainsFunc(slices.Concat(m.sample.Spikes...), func(s messages.Spike) bool { return s.Grade != 0 })
}

func (s *Sample) grid() *grid {
	g := &grid{Caption: "What each population fires in the sample", Head: []string{"population", "neurons", "neurons that fire", "spikes"}}
	for i := range s.Populations {
		p := &s.Populations[i]
		g.Rows = append(g.Rows, []cell{word(p.Name), whole(p.Neurons), whole(p.Active), whole(p.Spikes)})
	}
	return g
}
