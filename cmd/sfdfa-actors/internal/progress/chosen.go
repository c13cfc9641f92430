package progress

import (
	"fmt"
	"strings"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/settings"
)

// Chosen implements runs.Observer.
func (d *Display) Chosen(c *settings.Config, r *calibration.Report) {
	d.endBuilding()
	data := r.Data
	late := ""
	if data.Late > 0 {
		late = fmt.Sprintf(", %.2g %% of them after T_max, %s", 100*data.Late, figure.Seconds(c.Duration))
	}
	fmt.Fprintf(d.out, "%s: %s spikes a sample on %s of %d inputs, from %s to %s%s\n",
		c.Dataset, figure.Short(data.Spikes), figure.Short(data.Active), data.Inputs, figure.Seconds(data.First), figure.Seconds(data.Last), late)
	if len(r.Chosen) == 0 {
		return
	}
	values := map[string]string{}
	for _, s := range settings.All(c) {
		values[s.Name] = s.Text()
	}
	var chosen []string
	for _, name := range r.Chosen {
		chosen = append(chosen, name+" "+values[name])
	}
	fmt.Fprintf(d.out, "chosen: %s\n", strings.Join(chosen, ", "))
	for i, p := range r.Populations {
		fmt.Fprintf(d.out, "population %d: threshold %v, %.0f %% of neurons active in a sample, %s spikes each\n", i+1, p.Threshold, 100*p.Active, figure.Short(p.Spikes))
	}
}
