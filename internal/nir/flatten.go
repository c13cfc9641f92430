package nir

import "fmt"

// passType is the type of a node that passes on what arrives: an end of a graph in another one.
const passType = "pass"

// flatten takes apart nodes that are graphs: their nodes get names with that of the graph before a dot.
func (g *Graph) flatten() (*Graph, error) {
	flat := &Graph{Metadata: g.Metadata}
	entrances, exits := map[string]string{}, map[string]string{} // of graphs, by name
	for _, n := range g.Nodes {
		if n.Graph == nil {
			flat.Nodes = append(flat.Nodes, n)
			continue
		}
		below, err := n.Graph.flatten()
		if err != nil {
			return nil, err
		}
		for _, end := range []struct {
			kind string
			of   map[string]string
		}{{inputType, entrances}, {outputType, exits}} {
			ends := 0
			for _, m := range below.Nodes {
				if m.Type == end.kind {
					ends++
					m.Type, end.of[n.Name] = passType, n.Name+"."+m.Name
				}
			}
			if ends != 1 {
				return nil, fmt.Errorf("node %s: a graph with %d nodes of type %s, allowed: one in a graph that is a node", n.Name, ends, end.kind)
			}
		}
		for _, m := range below.Nodes {
			m.Name = n.Name + "." + m.Name
			flat.Nodes = append(flat.Nodes, m)
		}
		for _, e := range below.Edges {
			flat.Edges = append(flat.Edges, Edge{n.Name + "." + e.From, n.Name + "." + e.To})
		}
	}
	for _, e := range g.Edges {
		if exit, is := exits[e.From]; is {
			e.From = exit
		}
		if entrance, is := entrances[e.To]; is {
			e.To = entrance
		}
		flat.Edges = append(flat.Edges, e)
	}
	seen := map[string]bool{}
	for _, n := range flat.Nodes {
		if seen[n.Name] {
			return nil, fmt.Errorf("two nodes have the name %s, allowed: names of their own", n.Name)
		}
		seen[n.Name] = true
	}
	return flat, nil
}
