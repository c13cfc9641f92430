package report

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
)

// The page has the traffic that the run wrote down, purpose by purpose, and what is
// made of it says that it is an estimate.
func TestTrafficIsThatOfTheRun(t *testing.T) {
	directory := run(t, small(), "run")
	m := &material{directory: directory}
	c, err := trafficSection(m)
	if err != nil {
		t.Fatal(err)
	}
	want, err := record.ReadTraffic(directory)
	if err != nil {
		t.Fatal(err)
	}
	g := workGrid(want)
	var names []string
	for _, row := range g.Rows {
		names = append(names, row[0].Text)
	}
	if got := strings.Join(names, ", "); !strings.HasPrefix(got, "input spikes, hidden spikes, ") || !strings.HasSuffix(got, "all forward, all learning") || strings.Contains(got, "backward") {
		t.Errorf("purposes %s, want those of sfdfa and the sums", got)
	}
	forward := g.Rows[len(g.Rows)-2]
	if packets := mustFloat(t, forward[1].Text); packets < 0.999*float64(want.Forward.Packets)/float64(want.Samples) || packets > 1.001*float64(want.Forward.Packets)/float64(want.Samples) {
		t.Errorf("%v packets forward a sample, the run wrote %d for %d samples", packets, want.Forward.Packets, want.Samples)
	}
	if len(c.blocks) != 4 || c.blocks[2].Drawing == nil {
		t.Errorf("%d blocks, want a text, two tables and a picture; nothing counted has loaded a mesh", len(c.blocks))
	}
	if c, err = energySection(m); err != nil {
		t.Fatal(err)
	}
	byPhase, byPurpose := c.blocks[1].Grid, c.blocks[2].Grid
	if !strings.Contains(c.blocks[0].Text, "estimate") || !strings.HasPrefix(byPhase.Caption, "Estimate") || !strings.Contains(byPurpose.Caption, "estimate") {
		t.Errorf("joules without the word estimate: %+v", c.blocks)
	}
	shares := 0.0
	for _, row := range byPurpose.Rows {
		shares += mustFloat(t, strings.TrimSuffix(row[3].Text, " %"))
	}
	e := c.numbers.(*energy.Estimate)
	if got := byPhase.Rows[0][3].Text; math.Abs(shares-100) > 0.05*float64(len(byPurpose.Rows)) || len(byPurpose.Rows) < 5 || got != numeral.Joules(e.PerSample.Run.Dynamic) {
		t.Errorf("purposes take %v %% of %s, the run %v J: %+v", shares, got, e.PerSample.Run.Dynamic, byPurpose.Rows)
	}
	if picture := c.blocks[3].Drawing; picture == nil || picture.name != "energy_purposes" {
		t.Errorf("no picture of energy by purpose: %+v", c.blocks[3])
	}
}

func TestARunWithoutTrafficHasNoSuchSection(t *testing.T) {
	directory := run(t, small(), "run")
	if err := os.Remove(filepath.Join(directory, record.TrafficFile)); err != nil {
		t.Fatal(err)
	}
	for _, build := range []func(*material) (*content, error){trafficSection, energySection} {
		if c, err := build(&material{directory: directory}); c != nil || err != nil {
			t.Errorf("content %+v, error %v; want neither", c, err)
		}
	}
}
