package report

import (
	"errors"
	"io/fs"
	"strings"

	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
)

// timeSection is how long hardware would take for a sample, and what binds it.
func timeSection(m *material) (*content, error) {
	t, err := record.ReadTime(m.directory)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := &content{numbers: t}
	c.text("An estimate by the latencies of the profile %s, for %s of the last test with %s each of %s. Nothing was measured on a chip.",
		t.Profile, numeral.Several(t.Samples, "sample"), numeral.Several(t.Steps, "time step"), numeral.Seconds(t.Timestep))
	g := &grid{Caption: "Estimate of a sample, by what all wait for", Head: []string{"phase", "barrier", "cores", "links", "all (estimate)", "links alone"}}
	row := func(name string, p *timing.Phase) {
		g.Rows = append(g.Rows, []cell{word(name), seconds(p.Barrier), seconds(p.Cores), seconds(p.Links), seconds(p.Seconds), seconds(p.LinksAlone)})
	}
	row("forward", &t.Forward)
	if t.Learning != nil {
		row("learning", t.Learning)
	}
	c.grid(g)
	c.text("Forward: %s. What would help: %s.", t.Forward.Verdict, t.Forward.Advice)
	if t.Learning != nil {
		c.text("Learning: %s. What would help: %s.", t.Learning.Verdict, t.Learning.Advice)
	}
	for _, faster := range t.Faster {
		c.text("The same spikes with %s: an estimated %s, on %s.", faster.Setting, numeral.Seconds(faster.Seconds), numeral.Several(faster.Cores, "core"))
	}
	if t.Static != nil {
		c.text("In that time the chips that are on draw an estimated %s.", numeral.Joules(*t.Static))
	}
	if len(t.Missing) > 0 {
		c.text("The profile has no latency of %s: times are too short by that.", strings.Join(t.Missing, ", "))
	}
	return c, nil
}

func seconds(x float64) cell { return cell{Text: numeral.Seconds(x), Number: true} }
