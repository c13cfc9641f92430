package networkfile

import (
	"math"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
)

// outputName is the name of a population that is the output, unless another one is marked so.
const outputName = "output"

// longestName bounds the names of populations, in bytes.
const longestName = 64

var populationName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

func (p *parser) populations(node *yaml.Node) {
	entries := p.entries("populations", node)
	for _, e := range entries {
		if !populationName.MatchString(e.key) || len(e.key) > longestName {
			p.refuse(e.node, "population %s: a name must have a small letter, then up to %d small letters, digits, - or _", quoted(e.key), longestName-1)
		}
		p.file.Populations = append(p.file.Populations, p.population(e))
	}
	marked := slices.ContainsFunc(p.file.Populations, func(q Population) bool { return q.Output })
	if i := p.file.index(outputName); !marked && i >= 0 && p.file.Populations[i].Source == nil {
		p.file.Populations[i].Output = true
	}
}

func (p *parser) population(e entry) Population {
	what := "population " + e.key
	source := find(e.value, "source")
	if source != nil {
		return p.source(what, e, source)
	}
	values := p.mapping(what, e.value, "size", "shape", "output", "tau-syn", "tau-mem", "threshold", "refractory", "current", "spike-cap", "poisson", "source")
	q := Population{
		Name: e.key, Line: e.node.Line,
		Output: p.truth(what+": output", values["output"], false),
		Neuron: model.Parameters{
			TauSyn:     p.positive(what+": tau-syn", values["tau-syn"], duration),
			TauMem:     p.positive(what+": tau-mem", values["tau-mem"], duration),
			Threshold:  p.positive(what+": threshold", values["threshold"], number),
			Refractory: p.read(what+": refractory", values["refractory"], duration),
			Current:    p.read(what+": current", values["current"], number),
			SpikeCap:   p.whole(what+": spike-cap", values["spike-cap"], 1, model.MaxSpikeCap),
		},
		Drive: p.drive(what+": poisson", values["poisson"]),
	}
	if q.Neuron.Refractory < 0 {
		p.refuse(values["refractory"], "%s: refractory is %v s, must be at least 0", what, q.Neuron.Refractory)
	}
	p.extent(what, values, &q)
	return q
}

// find is the value of a key of a mapping, nil if there is none.
func find(node *yaml.Node, key string) *yaml.Node {
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

// sourceKeys are those of each kind of sources.
var sourceKeys = map[network.SourceKind][]string{
	network.DatasetSource: {"source", "size", "shape"},
	network.PoissonSource: {"source", "size", "shape", "rate"},
	network.FileSource:    {"source", "size", "shape", "file"},
}

func (p *parser) source(what string, e entry, source *yaml.Node) Population {
	q := Population{Name: e.key, Line: e.node.Line, Source: &network.Source{}}
	var kinds []string
	for _, k := range network.SourceKinds() {
		kinds = append(kinds, string(k))
	}
	q.Source.Kind = network.SourceKind(p.word(what+": source", source, kinds...))
	if q.Source.Kind == "" {
		return q
	}
	values := p.mapping(what, e.value, sourceKeys[q.Source.Kind]...)
	p.extent(what, values, &q)
	for _, key := range sourceKeys[q.Source.Kind][3:] {
		if values[key] == nil {
			p.refuse(e.node, "%s has no %s, which a source %s needs", what, key, q.Source.Kind)
		}
	}
	q.Source.Rate = p.positive(what+": rate", values["rate"], frequency)
	if file := values["file"]; file != nil {
		q.Source.File = p.path(what+": file", file)
	}
	return q
}

func (p *parser) drive(what string, node *yaml.Node) neuron.Drive {
	if node == nil {
		return neuron.Drive{}
	}
	values := p.mapping(what, node, "rate", "weight")
	for _, key := range []string{"rate", "weight"} {
		if values[key] == nil {
			p.refuse(node, "%s has no %s, must have rate and weight", what, key)
		}
	}
	return neuron.Drive{
		Rate:   p.positive(what+": rate", values["rate"], frequency),
		Weight: p.read(what+": weight", values["weight"], number),
	}
}

// positive reads a quantity above 0, or 0 if there is no node.
func (p *parser) positive(what string, node *yaml.Node, q quantity) float64 {
	if node == nil {
		return 0
	}
	before := len(p.faults)
	value := p.read(what, node, q)
	if len(p.faults) == before && value <= 0 {
		p.refuse(node, "%s is %s, must be above 0", what, node.Value)
	}
	return value
}

// extent reads the size of a population, or its shape.
func (p *parser) extent(what string, values map[string]*yaml.Node, q *Population) {
	q.Size = p.whole(what+": size", values["size"], 1, math.MaxInt32)
	shape := values["shape"]
	if shape == nil {
		return
	}
	if shape.Kind != yaml.SequenceNode || len(shape.Content) < 2 || len(shape.Content) > 3 {
		p.refuse(shape, "%s: shape is %s, must be a list: [rows, columns], or [maps, rows, columns]", what, kind(shape))
		return
	}
	before, size := len(p.faults), 1
	for _, length := range shape.Content {
		q.Shape = append(q.Shape, p.whole(what+": shape", length, 1, math.MaxInt32))
	}
	if len(p.faults) > before {
		q.Shape = nil
		return
	}
	for _, length := range q.Shape {
		if size *= length; size > math.MaxInt32 {
			p.refuse(shape, "%s: shape has more than %d neurons, allowed: up to that", what, math.MaxInt32)
			return
		}
	}
	if q.Size > 0 && q.Size != size {
		p.refuse(shape, "%s: shape has %d neurons, must be as many as size (%d); one of them is enough", what, size, q.Size)
	}
	q.Size = size
}

// countPopulations checks that there is one output, at most one data set, and a size where nothing else says it.
func (p *parser) countPopulations(node *yaml.Node) {
	if len(p.file.Populations) == 0 {
		p.faults = append(p.faults, errNoPopulations)
		return
	}
	outputs, datasets := 0, 0
	for i := range p.file.Populations {
		q := &p.file.Populations[i]
		if q.isDataset() {
			datasets++
		}
		if q.Output {
			outputs++
		}
		if q.Size == 0 && !q.isDataset() && (p.file.Free || !q.Output) && (q.Source == nil || q.Source.Kind != "") {
			p.refuseLine(q.Line, "population %s has no size, must have size or shape", q.Name)
		}
	}
	if last := &p.file.Populations[len(p.file.Populations)-1]; outputs == 0 && p.file.Free && last.Source == nil {
		last.Output = true
		outputs = 1
	}
	if outputs != 1 {
		p.refuse(node, "%d populations are the output, must be one: that with the name %s, or with output: true", outputs, outputName)
	}
	if datasets > 1 {
		p.refuse(node, "%d populations have the source dataset, allowed: one", datasets)
	}
}
