package report

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// handMade is a sample of class 1, taken for class 0, of a network of 12,000 inputs
// that each fire once, 3 hidden neurons and 2 outputs.
func handMade() *material {
	inputs := make([]messages.Spike, 12000)
	for i := range inputs {
		inputs[i] = messages.Spike{Time: float64(i) * 1e-6, Source: int32(i)}
	}
	c := settings.Defaults("mnist", "sfdfa")
	c.Duration = 0.2
	return &material{
		trained: &runs.Trained{Config: c, Sizes: []int{12000, 3, 2}},
		dataset: &datasets.Dataset{Name: "mnist", Classes: 2},
		part:    messages.Test, index: 42,
		sample: &runs.PresentedSample{
			Outcome: messages.Outcome{Label: 1, Prediction: 0},
			Spikes: [][]messages.Spike{
				inputs,
				{{Time: 0.05, Source: 2, Grade: -0.25}, {Time: 0.06, Source: 2}, {Time: 0.1, Source: 0, Grade: 1e-9}},
				{{Time: 0.1, Source: 0}, {Time: 0.11, Source: 0}, {Time: 0.15, Source: 1, Grade: 2}},
			},
		},
	}
}

func TestASampleByHand(t *testing.T) {
	m := handMade()
	s := newSample(m)
	want := []SamplePopulation{{"input", 12000, 12000, 12000, 3}, {"hidden 1", 3, 2, 3, 1}, {"output", 2, 2, 3, 1}}
	if !slices.Equal(s.Populations, want) || s.Label != 1 || s.Prediction != 0 {
		t.Errorf("sample %+v, want the populations %+v", s, want)
	}
	if got := s.leftOut(); got != "For want of room only one of every 3 neurons of input is drawn; spikes.csv has them all." {
		t.Errorf("left out: %s", got)
	}
	if got := m.sampleTitle(); got != "test sample 42: label 1, prediction 0, wrong" {
		t.Errorf("title %q", got)
	}
	text, err := m.spikes().CSV()
	if err != nil {
		t.Fatal(err)
	}
	const head, tail = "time_s,population,neuron,grade,population_name\n0,0,0,0,input\n0.000001,0,1,0,input\n", `0.05,1,2,-0.25,hidden 1
0.06,1,2,0,hidden 1
0.1,1,0,1e-09,hidden 1
0.1,2,0,0,output
0.11,2,0,0,output
0.15,2,1,2,output
`
	if !bytes.HasPrefix(text, []byte(head)) || !bytes.HasSuffix(text, []byte(tail)) || bytes.Count(text, []byte("\n")) != 1+12000+6 {
		t.Errorf("spikes\n%.200s …\n%s", text, text[len(text)-300:])
	}
}

func TestDrawnEveryByHand(t *testing.T) {
	for spikes, want := range map[int]int{0: 1, 1: 1, 5000: 1, 5001: 2, 100_000: 20} {
		if got := drawnEvery(spikes); got != want {
			t.Errorf("%d spikes: one of every %d neurons, want %d", spikes, got, want)
		}
	}
}

// The picture has a stroke for each spike of a neuron that is drawn, in the colour of its grade: of the hidden ones the
// largest negative one is blue and two are about 0, of the output's the largest is positive and two are 0.
func TestTheRasterHasEverySpike(t *testing.T) {
	m := handMade()
	d, err := m.raster(newSample(m))
	if err != nil {
		t.Fatal(err)
	}
	files, err := d.files(figure.Form{})
	if err != nil {
		t.Fatal(err)
	}
	svg := files[0].content
	if err := xml.Unmarshal(svg, new(struct{})); err != nil {
		t.Error(err)
	}
	for colour, want := range map[string]int{"0072B2": 4000 + 1, "D55E00": 1, "A5A5A5": 2 + 2} {
		strokes := 0
		for _, path := range regexp.MustCompile(`<path d="([^"]*)" style="fill:none;stroke:#`+colour).FindAllSubmatch(svg, -1) {
			strokes += bytes.Count(path[1], []byte("M"))
		}
		if strokes != want {
			t.Errorf("%d strokes in #%s, want %d", strokes, colour, want)
		}
	}
	for _, part := range []string{"label 1, prediction 0, wrong", "time (ms)", "hidden 1"} {
		if !bytes.Contains(svg, []byte(part)) {
			t.Errorf("the picture lacks %q", part)
		}
	}
	if !strings.Contains(d.Alt, "hidden 1: 3 spikes of 2 among 3 neurons") {
		t.Errorf("described as %q", d.Alt)
	}
}
