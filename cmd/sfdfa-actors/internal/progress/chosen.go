package progress

import (
	"fmt"
	"strings"

	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/settings"
)

// Chosen implements runs.Observer.
func (d *Display) Chosen(c *settings.Config, r *calibration.Report) {
	d.endBuilding()
	data := r.Data
	late := ""
	if data.Late > 0 {
		late = fmt.Sprintf(", %s %% of them after T_max, %s", numeral.Rounded(100*data.Late, 2), numeral.Seconds(c.Duration))
	}
	fmt.Fprintf(d.out, "%s: %s spikes a sample on %s of %d inputs, from %s to %s%s\n",
		c.Dataset, numeral.Short(data.Spikes), numeral.Short(data.Active), data.Inputs, numeral.Seconds(data.First), numeral.Seconds(data.Last), late)
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
		fmt.Fprintf(d.out, "population %d: threshold %v, %.0f %% of neurons active in a sample, mean spike count %s\n", i+1, p.Threshold, 100*p.Active, numeral.Short(p.Spikes))
	}
}
