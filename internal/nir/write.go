package nir

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"sfdfa-actors/internal/file/hdf5"
)

// formatVersion is the version of the Python package whose layout the files have.
const formatVersion = "1.0.7"

// Write writes a graph into an HDF5 file. Weights are float32 if single is set, which is exact where the network's
// are; all other fields are float64, and shapes integers.
func Write(w io.Writer, g *Graph, single bool) error {
	root := &hdf5.Group{}
	root.AddText("version", formatVersion)
	g.write(root.AddGroup("node"), single)
	if err := hdf5.Write(w, root); err != nil {
		return fmt.Errorf("nir: %w", err)
	}
	return nil
}

func (g *Graph) write(group *hdf5.Group, single bool) {
	group.AddText("type", graphType)
	nodes := group.AddGroup("nodes")
	for _, n := range g.Nodes {
		n.write(nodes.AddGroup(n.Name), single)
	}
	var ends []string
	for _, e := range g.Edges {
		ends = append(ends, e.From, e.To)
	}
	group.AddTexts("edges", []int{len(g.Edges), 2}, ends...)
	g.Metadata.write(group)
}

func (n *Node) write(group *hdf5.Group, single bool) {
	group.AddText("type", n.Type)
	for _, name := range slices.Sorted(maps.Keys(n.Fields)) {
		kind := hdf5.Float64
		switch {
		case name == "shape":
			kind = hdf5.Int64
		case single && n.Type == linearType:
			kind = hdf5.Float32
		}
		group.AddNumbers(name, kind, n.Fields[name].Shape, n.Fields[name].Values...)
	}
	n.Metadata.write(group)
}

func (m Metadata) write(group *hdf5.Group) {
	if len(m.Texts)+len(m.Numbers) == 0 {
		return
	}
	group = group.AddGroup("metadata")
	for _, name := range slices.Sorted(maps.Keys(m.Texts)) {
		group.AddText(name, m.Texts[name])
	}
	for _, name := range slices.Sorted(maps.Keys(m.Numbers)) {
		group.AddNumbers(name, hdf5.Float64, nil, m.Numbers[name])
	}
}
