package mesh

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/traffic"
)

// Report is what a run of training samples came to on the mesh.
type Report struct {
	Rule      string         `json:"rule"`
	Samples   int64          `json:"samples"` // learned from
	Batches   int64          `json:"batches"`
	Placement string         `json:"placement"`
	Grid      string         `json:"cores_grid"`
	Cores     int            `json:"cores"` // of the grid's, those with neurons
	Format    traffic.Format `json:"format"`

	Purposes traffic.Account `json:"purposes"`
	Forward  traffic.Work    `json:"forward"`
	Learning traffic.Work    `json:"learning"`
	Total    traffic.Work    `json:"total"`

	// PerCore and PerLink describe the columns of cores.csv and links.csv: over
	// the cores with neurons, and over all links between two positions.
	PerCore map[string]Distribution `json:"per_core"`
	PerLink map[string]Distribution `json:"per_link"`
	HostIn  Flow                    `json:"host_in"`  // over the host's link to the mesh
	HostOut Flow                    `json:"host_out"` // and over the one back

	// Synchronisation is what the simulator sends besides where populations form a cycle, or nil. None of the figures
	// above has it.
	Synchronisation *network.Synchronisation `json:"simulator_synchronisation,omitempty"`
}

// Report sums up a load.
func (p *Picture) Report(load *Load) *Report {
	account := load.Account()
	return &Report{
		Rule:      p.net.Learning.Rule.Name(),
		Samples:   load.Samples,
		Batches:   load.Batches,
		Placement: p.Placement.Rule.Name(),
		Grid:      p.Placement.Grid.String(),
		Cores:     len(p.Placement.Cores),
		Format:    p.Format,
		Purposes:  account,
		Forward:   account.PhaseWork(traffic.Forward),
		Learning:  account.PhaseWork(traffic.Learning),
		Total:     account.Total(),
		PerCore:   distributions(coreQuantities, p.coreRows(load)),
		PerLink:   distributions(linkQuantities, load.Links.rows()),
		HostIn:    load.Links.In.Total(),
		HostOut:   load.Links.Out.Total(),

		Synchronisation: p.net.Synchronisation(&network.Setup{}),
	}
}
