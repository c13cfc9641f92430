package selfcheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/file/untrusted"
)

// maxFileSize bounds what is read of a file, in bytes; real cases have some
// ten thousand.
const maxFileSize = 16 << 20

// Case is one worked case. See the package documentation for the format.
type Case struct {
	Name           string        `json:"name"`
	Doc            string        `json:"doc"`
	Seed           uint64        `json:"seed"`
	TargetTrue     int           `json:"target_true"`
	TargetFalse    int           `json:"target_false"`
	Rate           float64       `json:"lr"`
	FeedbackRate   float64       `json:"lr_fb"`
	Regularisation float64       `json:"reg"`
	TargetRate     float64       `json:"fr_target"`
	Layers         []Layer       `json:"layers"`
	Feedback       [][][]float64 `json:"feedback"` // [hidden layer][neuron][output]
	Samples        []Sample      `json:"samples"`
	FeedbackAfter  [][][]float64 `json:"feedback_after"`
	WeightsAfter   [][][]float64 `json:"w_after"` // [layer][neuron][synapse]
	BackProp       [][][]float64 `json:"bp_grad"` // [layer][neuron][synapse]
}

// Layer is one population with the projection that leads to it.
type Layer struct {
	Inputs    int         `json:"n_in"`
	Neurons   int         `json:"n_out"`
	TauSyn    float64     `json:"tau_s"` // τs, seconds
	Threshold float64     `json:"theta"` // ϑ
	Duration  float64     `json:"t_max"` // seconds
	SpikeCap  int         `json:"cap"`
	Weights   [][]float64 `json:"w"`
}

// Sample is one sample of the batch with everything expected of it.
type Sample struct {
	Label         int         `json:"label"`
	Input         [][]float64 `json:"input"` // [input neuron][spike], seconds
	Perturbations [][]float64 `json:"xi"`    // [hidden layer][neuron]
	Layers        []Activity  `json:"layers"`
	Derivatives   []float64   `json:"d"`   // [output]
	Errors        []float64   `json:"err"` // [output]
	Loss          float64     `json:"loss"`
	Deltas        [][]float64 `json:"delta"` // [layer][neuron]
}

// Activity is what one sample makes of a layer, by neuron.
type Activity struct {
	Spikes   [][]float64 `json:"spikes"` // [neuron][spike], seconds
	Grades   [][]float64 `json:"grades"` // [neuron][spike]
	Exact    [][]float64 `json:"elig_exact"`
	Modified [][]float64 `json:"elig_modified"`
}

// Worked is a worked case of either form.
type Worked interface {
	// Title says what the case is.
	Title() string
	// Variants lists all ways in which the case is carried out.
	Variants() []Variant
	// Check carries out every variant with weights of the given precision and returns the
	// deviation of each quantity in each. The error is about carrying out, not about
	// deviations.
	Check(precision neuron.Precision) ([]Deviation, error)
}

var (
	_ Worked = (*Case)(nil)
	_ Worked = (*Graph)(nil)
)

// Title implements Worked.
func (c *Case) Title() string { return c.Name }

// Variants implements Worked.
func (c *Case) Variants() []Variant { return Variants() }

// Load reads a case from a file. Its error is one line that names the file and
// the field.
func Load(path string) (Worked, error) {
	data, err := untrusted.ReadGiven(path, maxFileSize)
	if err != nil {
		return nil, fmt.Errorf("selfcheck: %w", err)
	}
	c, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("selfcheck: %s: %w", path, err)
	}
	return c, nil
}

// forms are the keys that tell the forms of cases apart.
type forms struct{ Layers, Network json.RawMessage }

// Parse reads a case of either form and checks that all of its parts fit together. Its
// error names the field.
func Parse(data []byte) (Worked, error) {
	if err := untrusted.CheckObjects(data); err != nil {
		return nil, fmt.Errorf("not a worked case: %w", err)
	}
	var form forms
	if err := json.Unmarshal(data, &form); err != nil {
		if strings.Contains(err.Error(), "after top-level value") {
			return nil, errors.New("not a worked case: something follows the JSON object")
		}
		return nil, fmt.Errorf("not a worked case: %w", err)
	}
	if (form.Layers == nil) == (form.Network == nil) {
		return nil, errors.New("not a worked case: it must have either layers, as a chain, or a network, of any shape")
	}
	if form.Network != nil {
		g := &Graph{}
		if err := decode(data, &g.Case, g.Case.Validate); err != nil {
			return nil, err
		}
		return g, nil
	}
	c := &Case{}
	if err := decode(data, c, c.validate); err != nil {
		return nil, err
	}
	return c, nil
}

// decode reads a case of one form, and checks it.
func decode(data []byte, into any, validate func() error) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("not a worked case: %w", err)
	}
	return validate()
}
