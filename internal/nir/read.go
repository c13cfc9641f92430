package nir

import (
	"fmt"

	"sfdfa-actors/internal/file/hdf5"
)

// Bounds on what a file may ask for.
const (
	mostNodes   = 10_000
	mostEdges   = 100_000
	deepest     = 5       // graphs in graphs
	mostNumbers = 1 << 27 // in all fields
)

// Read reads the graph of an HDF5 file as the Python package nir writes it. What is no number of a node, like
// padding by a word, is passed over: nodes that have such fields are not among those that become a network.
func Read(f *hdf5.File) (*Graph, error) {
	r := &reader{file: f, numbers: mostNumbers, nodes: mostNodes}
	if !f.Has("node") {
		return nil, fmt.Errorf("nir: the file has no group node, allowed: a file as nir.write makes it")
	}
	g, err := r.graph("node", deepest)
	if err != nil {
		return nil, fmt.Errorf("nir: %w", err)
	}
	return g, nil
}

// reader reads a graph within bounds.
type reader struct {
	file           *hdf5.File
	numbers, nodes int // that are left
}

func (r *reader) graph(path string, depth int) (*Graph, error) {
	if depth == 0 {
		return nil, fmt.Errorf("%s: a graph %d graphs deep, allowed: up to %d", path, deepest+1, deepest)
	}
	kind, err := r.word(path + "/type")
	if err != nil {
		return nil, err
	}
	if kind != graphType {
		return nil, fmt.Errorf("%s is of type %s, allowed: %s", path, kind, graphType)
	}
	names, err := r.file.Members(path + "/nodes")
	if err != nil {
		return nil, err
	}
	g := &Graph{}
	for _, name := range names {
		if r.nodes--; r.nodes < 0 {
			return nil, fmt.Errorf("%s: more than %d nodes, allowed: up to that", path, mostNodes)
		}
		n, err := r.node(path+"/nodes/"+name, name, depth)
		if err != nil {
			return nil, err
		}
		g.Nodes = append(g.Nodes, n)
	}
	ends, shape, err := r.file.Texts(path + "/edges")
	if err != nil {
		return nil, err
	}
	if len(ends) > 0 && (len(shape) != 2 || shape[1] != 2) || len(ends) > 2*mostEdges {
		return nil, fmt.Errorf("%s/edges has the shape %v, allowed: [edges 2], up to %d edges", path, shape, mostEdges)
	}
	for i := 0; i+1 < len(ends); i += 2 {
		e := Edge{ends[i], ends[i+1]}
		if g.node(e.From) == nil || g.node(e.To) == nil {
			return nil, fmt.Errorf("%s: an edge from %q to %q, allowed: between nodes that there are", path, e.From, e.To)
		}
		g.Edges = append(g.Edges, e)
	}
	g.Metadata, err = r.metadata(path)
	return g, err
}

func (r *reader) node(path, name string, depth int) (*Node, error) {
	n := &Node{Name: name, Fields: map[string]*Tensor{}}
	var err error
	if n.Type, err = r.word(path + "/type"); err != nil {
		return nil, err
	}
	if n.Type == graphType {
		n.Graph, err = r.graph(path, depth-1)
		return n, err
	}
	fields, err := r.file.Members(path)
	if err != nil {
		return nil, err
	}
	for _, field := range fields {
		at := path + "/" + field
		if field == "type" || r.file.IsGroup(at) {
			continue
		}
		if _, _, err := r.file.Texts(at); err == nil {
			continue
		}
		values, shape, err := r.file.Numbers(at)
		if err != nil {
			return nil, err
		}
		if r.numbers -= len(values); r.numbers < 0 {
			return nil, fmt.Errorf("%s: more than %d numbers in all, allowed: up to that", at, mostNumbers)
		}
		n.Fields[field] = &Tensor{shape, values}
	}
	n.Metadata, err = r.metadata(path)
	return n, err
}

// word reads a single text.
func (r *reader) word(path string) (string, error) {
	texts, _, err := r.file.Texts(path)
	if err != nil {
		return "", err
	}
	if len(texts) != 1 {
		return "", fmt.Errorf("%s has %d texts, allowed: one", path, len(texts))
	}
	return texts[0], nil
}

// metadata reads the single texts and numbers among an object's metadata, which others may fill with anything.
func (r *reader) metadata(path string) (Metadata, error) {
	m := Metadata{Texts: map[string]string{}, Numbers: map[string]float64{}}
	path += "/metadata"
	if !r.file.IsGroup(path) {
		return m, nil
	}
	names, err := r.file.Members(path)
	if err != nil {
		return m, err
	}
	for _, name := range names {
		if texts, _, err := r.file.Texts(path + "/" + name); err == nil && len(texts) == 1 {
			m.Texts[name] = texts[0]
		} else if numbers, _, err := r.file.Numbers(path + "/" + name); err == nil && len(numbers) == 1 {
			m.Numbers[name] = numbers[0]
		}
	}
	return m, nil
}
