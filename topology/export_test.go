package topology

// Append adds the partners of other neurons, for cores in which neurons differ
// more than any rule makes them.
func (p *Partners) Append(other *Partners) {
	for i := range other.ends {
		p.all = append(p.all, other.NeuronPartners(i)...)
		p.ends = append(p.ends, len(p.all))
	}
}
