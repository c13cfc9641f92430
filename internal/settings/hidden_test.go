package settings

import (
	"slices"
	"testing"
)

// Sources are no hidden neurons, and populations with names go by them.
func TestHiddenNeuronsAreNamed(t *testing.T) {
	const named = `network:
  populations:
    input: {source: dataset}
    left: {size: 30}
    noise: {source: poisson, size: 5, rate: 20Hz}
    right: {size: 20}
    output: {}
  projections:
    - {from: input, to: left, connect: all-to-all}
    - {from: noise, to: right, connect: all-to-all}
    - {from: left, to: output, connect: all-to-all}
    - {from: right, to: output, connect: all-to-all}
`
	for text, want := range map[string]struct {
		sentence      string
		hidden, inner []int
	}{
		"layers: [400, 300]\n": {"400-300 hidden neurons", []int{400, 300}, []int{400, 300}},
		named:                  {"30-20 hidden neurons (left, right), source noise of 5", []int{30, 20}, []int{5, 30, 20}},
	} {
		c, err := resolveText(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.HiddenNeurons(); got != want.sentence || !slices.Equal(c.HiddenSizes(), want.hidden) || !slices.Equal(c.Layers, want.inner) {
			t.Errorf("%s with hidden %v and layers %v, want %+v", got, c.HiddenSizes(), c.Layers, want)
		}
	}
}
