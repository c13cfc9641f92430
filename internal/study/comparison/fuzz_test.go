package comparison

import (
	"encoding/json"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Whatever stands in a comparison.json, it is refused in one line, or becomes a
// table with a line for each epoch.
func FuzzReport(f *testing.F) {
	accuracy := 50.0
	good, err := json.Marshal(&Report{Dataset: "yinyang", Seeds: 1, Rules: []Result{{
		Name: "dfa", Rule: "dfa", Config: settings.Defaults("yinyang", "dfa"),
		Runs: []Run{{Seed: 1, Curve: []record.Metrics{{Epoch: 1, TestAccuracy: 50, WeightAlignment: &accuracy}}}},
	}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"rules":[null,{"runs":[{"curve":[{"epoch":1}]}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := &Report{}
		err := json.Unmarshal(text, r)
		if err == nil {
			err = r.check()
		}
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("error of more than one line: %q", err)
			}
			return
		}
		table, err := r.csv()
		if err != nil {
			t.Fatal(err)
		}
		lines := 1
		for i := range r.Rules {
			for _, run := range r.Rules[i].Runs {
				lines += len(run.Curve)
			}
			if shown := r.Rules[i].Curve(func(m *record.Metrics) *float64 { return &m.TrainLoss }); len(shown) > lines {
				t.Fatalf("a curve of %d epochs", len(shown))
			}
		}
		if got := strings.Count(string(table), "\n"); got != lines {
			t.Fatalf("%d lines for %d epochs and a head", got, lines-1)
		}
	})
}
