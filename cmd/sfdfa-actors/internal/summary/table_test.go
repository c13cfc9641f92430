package summary

import (
	"regexp"
	"strings"
	"testing"

	"sfdfa-actors/cmd/sfdfa-actors/internal/explain"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/runs/record"
)

var label = regexp.MustCompile(`(?m)^  (\S+(?: \S+)*)  `)

// Every label that the table can have is a word of the glossary.
func TestEveryLabelIsExplained(t *testing.T) {
	one := 1.0
	s := &record.Summary{
		Epochs: 3, BestEpoch: 2, BestTestAccuracy: &one, Digest: strings.Repeat("0", 64), Directory: "somewhere",
		Last:   &record.Metrics{Neurons: 1, WeightAlignment: &one, GradientAngles: &record.GradientAngles{Exact: []*float64{&one, nil}}, WireBytesPerSample: 1},
		Energy: &energy.Estimate{PerSample: &energy.PerSample{Forward: energy.Sum{Idle: 1}}},
	}
	s.Last.Traffic.Capped, s.Last.Traffic.Samples = 1, 1
	labels := 0
	for _, epochs := range []int{3, 0} {
		s.Epochs = epochs
		var table strings.Builder
		if err := Print(&table, s); err != nil {
			t.Fatal(err)
		}
		for _, found := range label.FindAllStringSubmatch(table.String(), -1) {
			labels++
			if _, err := explain.Find(found[1]); err != nil {
				t.Errorf("%v: add a line to docs/GLOSSARY.md", err)
			}
		}
		if text := strings.TrimRight(table.String(), "\n"); !strings.Contains(text[strings.LastIndexByte(text, '\n'):], "  next step ") {
			t.Errorf("the last line is no next step:\n%s", text)
		}
	}
	if labels < 20 {
		t.Errorf("%d labels, want at least 20", labels)
	}
}
