package mesh

import (
	"fmt"

	"sfdfa-actors/internal/hardware/traffic"
)

// Load is what a run of samples put on each part of the hardware. The work of all
// cores and of the host adds up to the network's.
type Load struct {
	Samples int64
	Batches int64
	Host    traffic.Account   // its packets carry input spikes and errors
	Cores   []traffic.Account // by core
	Links   Links
}

// samples is their number, 1 if there are none.
func (l *Load) samples() float64 { return float64(max(1, l.Samples)) }

// Nothing returns the load of no samples.
func (p *Picture) Nothing() *Load {
	return &Load{Cores: make([]traffic.Account, len(p.Placement.Cores)), Links: newLinks(p.Placement.Grid)}
}

// Fits returns an error for a load, of a file for example, that is not of this mesh.
func (p *Picture) Fits(l *Load) error {
	if cores, links := len(p.Placement.Cores), p.Placement.Grid.Size()*int(directions); len(l.Cores) != cores || len(l.Links.Mesh) != links {
		return fmt.Errorf("its load is of %d cores and %d links, the mesh has %d and %d", len(l.Cores), len(l.Links.Mesh), cores, links)
	}
	return nil
}

// Add adds the load of other samples on the same network and mesh.
func (l *Load) Add(other *Load) {
	l.Samples += other.Samples
	l.Batches += other.Batches
	l.Host.Add(&other.Host)
	for c := range l.Cores {
		l.Cores[c].Add(&other.Cores[c])
	}
	l.Links.Add(&other.Links)
}

// Account is the work of the whole network by purpose.
func (l *Load) Account() traffic.Account {
	sum := l.Host
	for c := range l.Cores {
		sum.Add(&l.Cores[c])
	}
	sum.Samples, sum.Batches = l.Samples, l.Batches
	return sum
}
