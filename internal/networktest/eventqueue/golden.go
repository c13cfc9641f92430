package eventqueue

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Golden is a worked case with everything expected of it.
type Golden struct {
	Case
	Results []Result
	Batch   Batch
}

// GoldenFiles returns the worked cases beside the repository with this root, in
// ../shared/golden-networks. Without that folder there are none.
func GoldenFiles(root string) ([]string, error) {
	return filepath.Glob(filepath.Join(root, "..", "shared", "golden-networks", "*.json"))
}

// goldenFile is the form of a file: populations by name, synapses as rows
// (pre, post, weight, delay).
type goldenFile struct {
	Rule
	Name    string `json:"name"`
	Doc     string `json:"doc"`
	Seed    uint64 `json:"seed"`
	Network struct {
		Duration    float64      `json:"t_max"`
		Output      string       `json:"output"`
		Populations []Population `json:"populations"`
		Projections []struct {
			From     string       `json:"from"`
			To       string       `json:"to"`
			Synapses [][4]float64 `json:"synapses"`
		} `json:"projections"`
	} `json:"network"`
	Samples       []goldenSample `json:"samples"`
	Feedback      byName         `json:"feedback"`
	FeedbackAfter byName         `json:"feedback_after"`
	WeightsAfter  [][]float64    `json:"w_after"`
	DelaysAfter   [][]float64    `json:"delay_after"`
}

// goldenSample is a sample of a file with what comes of it.
type goldenSample struct {
	Label         int                  `json:"label"`
	Input         [][]float64          `json:"input"` // of the one source
	Perturbations map[string][]float64 `json:"xi"`
	Spikes        byName               `json:"spikes"`
	Grades        byName               `json:"grades"`
	WeightExact   [][]float64          `json:"elig_exact"`
	Weight        [][]float64          `json:"elig_modified"`
	DelayExact    [][]float64          `json:"delay_elig_exact"`
	Delay         [][]float64          `json:"delay_elig_modified"`
	Derivatives   []float64            `json:"d"`
	Errors        []float64            `json:"err"`
	Loss          float64              `json:"loss"`
}

// byName holds rows of neurons by the names of populations.
type byName map[string][][]float64

// ordered returns the rows by index of the population.
func (m byName) ordered(populations []Population) (all [][][]float64) {
	for _, p := range populations {
		all = append(all, m[p.Name])
	}
	return all
}

// LoadGolden reads a worked case. Its error names the file.
func LoadGolden(path string) (*Golden, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file goldenFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: not a worked case: %w", path, err)
	}
	g := &Golden{Case: Case{Name: file.Name, Rule: file.Rule}}
	indices := map[string]int{}
	for i, p := range file.Network.Populations {
		indices[p.Name] = i
		if p.TauMem == 0 {
			p.TauMem = 2 * p.TauSyn
		}
		g.Network.Populations = append(g.Network.Populations, p)
	}
	g.Network.Duration, g.Network.Output = file.Network.Duration, indices[file.Network.Output]
	for _, p := range file.Network.Projections {
		projection := Projection{From: indices[p.From], To: indices[p.To]}
		for _, row := range p.Synapses {
			projection.Synapses = append(projection.Synapses, Synapse{int(row[0]), int(row[1]), row[2], row[3]})
		}
		g.Network.Projections = append(g.Network.Projections, projection)
	}
	populations := g.Network.Populations
	for _, s := range file.Samples {
		g.addSample(s)
	}
	g.Feedback = file.Feedback.ordered(populations)
	g.Batch.Feedback = file.FeedbackAfter.ordered(populations)
	g.Batch.Weights, g.Batch.Delays = file.WeightsAfter, file.DelaysAfter
	return g, nil
}

func (g *Golden) addSample(s goldenSample) {
	sample := Sample{Label: s.Label}
	for _, p := range g.Network.Populations {
		var input [][]float64
		if p.IsSource() {
			input = s.Input
		}
		sample.Input = append(sample.Input, input)
		sample.Perturbations = append(sample.Perturbations, s.Perturbations[p.Name])
	}
	g.Samples = append(g.Samples, sample)
	g.Results = append(g.Results, Result{
		Spikes:  s.Spikes.ordered(g.Network.Populations),
		Grades:  s.Grades.ordered(g.Network.Populations),
		Weights: Eligibility{s.WeightExact, s.Weight},
		Delays:  Eligibility{s.DelayExact, s.Delay},
	})
	g.Batch.Outcomes = append(g.Batch.Outcomes, Outcome{s.Derivatives, s.Errors, s.Loss})
}
