package paper

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/settings"
)

func expectSettingError(t *testing.T, err error, part string) {
	t.Helper()
	var setting *settings.ConfigError
	if !errors.As(err, &setting) || !strings.Contains(err.Error(), part) {
		t.Errorf("error %v, want a ConfigError with %q", err, part)
	}
}

// numbers are the columns of a table by name.
func numbers(t *testing.T, table *table.Table) map[string][]float64 {
	t.Helper()
	columns := map[string][]float64{}
	for _, row := range table.Rows {
		for i, name := range table.Columns {
			switch value := row[i].(type) {
			case float64:
				columns[name] = append(columns[name], value)
			case int:
				columns[name] = append(columns[name], float64(value))
			case *float64:
				number := math.NaN()
				if value != nil {
					number = *value
				}
				columns[name] = append(columns[name], number)
			}
		}
	}
	return columns
}

// "The last post-synaptic spike fired by the neuron narrowly crosses the threshold
// (i.e. hair trigger) due to a low input current. This low current leads to the
// factor becoming large"; "the modified factor exhibits a significantly lower
// value", and the spike's contribution to the modified gradient is small
// (Section 3.1).
func TestTheTraceAtACriticalPoint(t *testing.T) {
	n := mustNeuron(t, newToyNeuron())
	p := marked(n.criticalPoints(n.survey(), exactOf))
	last := len(p.ownSpikes) - 1
	if current := p.ownSpikes[last].Current / n.model.C; last < 1 || mostNarrow(p.ownSpikes) != last || current > 1.1 {
		t.Fatalf("%d spikes, the last with a current of %v c", last+1, current)
	}
	d, err := newTrace().Draw()
	if err != nil {
		t.Fatal(err)
	}
	c := numbers(t, &d.Table)
	spikes := 0
	for i := range c["time_s"] {
		if c["potential_per_s"][i] > n.model.C+1e-9 {
			t.Errorf("potential %v above the threshold at %v s", c["potential_per_s"][i], c["time_s"][i])
		}
		for k := range p.ownSpikes {
			if c["time_s"][i] == p.ownSpikes[k].Time && (c["own_spikes"][i] != float64(k+1) || !near(c["current_per_s"][i], p.ownSpikes[k].Current)) {
				t.Errorf("at spike %d: %v own spikes, I = %v, want %v", k+1, c["own_spikes"][i], c["current_per_s"][i], p.ownSpikes[k].Current)
			}
		}
		if i == len(c["time_s"])-1 || c["own_spikes"][i] > float64(spikes) {
			steps := math.Hypot(c["exact_w1_s"][i], c["exact_w2_s"][i])
			bounded := math.Hypot(c["modified_w1_s"][i], c["modified_w2_s"][i])
			exact, modified := c["factor_exact_s2"][i], c["factor_modified_s2"][i]
			switch spikes {
			case last: // the gradient jumps with the last spike
				if exact < 20*modified || modified > n.model.TauMem/n.model.C || steps < 20*bounded {
					t.Errorf("at the last spike: factors %v and %v, gradients %v and %v", exact, modified, steps, bounded)
				}
			case last + 1: // the end
				if !near(steps, p.exact.norm()) || !near(bounded, p.modified.norm()) {
					t.Errorf("gradients %v and %v at the end, want %v and %v", steps, bounded, p.exact.norm(), p.modified.norm())
				}
			default:
				if steps > 5*bounded {
					t.Errorf("gradients %v and %v already at spike %d", steps, bounded, spikes+1)
				}
			}
			spikes++
		}
	}
	if spikes != last+2 {
		t.Errorf("%d spikes in the table, want %d", spikes-1, last+1)
	}
}

func TestTracesAreChecked(t *testing.T) {
	for part, at := range map[string][]float64{"at has 1": {1}, "at has 3": {1, 2, 3}, "at is": {math.Inf(1), 0}} {
		_, err := (&Trace{ToyNeuron: newToyNeuron(), Points: 10, Weights: at}).Draw()
		expectSettingError(t, err, part)
	}
	_, err := (&Trace{ToyNeuron: newToyNeuron(), Points: 1}).Draw()
	expectSettingError(t, err, "points is 1")
	_, err = (&Factor{TauSyn: 1, Threshold: 1, Highest: 5, Points: 1}).Draw()
	expectSettingError(t, err, "points is 1")
	_, err = (&Factor{TauSyn: 1, Threshold: 1, Highest: 1, Points: 5}).Draw()
	expectSettingError(t, err, "highest-current is 1")
	_, err = (&Factor{TauSyn: -1, Threshold: 1, Highest: 2, Points: 5}).Draw()
	expectSettingError(t, err, "-1")
}

// The same settings give the same numbers, byte for byte.
func TestCalculatedFiguresAreDeterministic(t *testing.T) {
	for i := range Figures {
		f := &Figures[i]
		if f.Calculated == nil {
			continue
		}
		var first []byte
		for range 2 {
			d, err := f.Calculated().Draw()
			if err != nil {
				t.Fatal(err)
			}
			text, err := d.Table.CSV()
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = text
			}
			if !bytes.Equal(text, first) || bytes.Count(text, []byte("\n")) != 1+len(d.Table.Rows) {
				t.Errorf("figure %d: two tables differ", f.Number)
			}
		}
	}
}
