package protocol_test

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/protocol"
)

// chart reads the lines "from  Message  to" of the package comment.
func chart(t *testing.T) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	known := slices.Collect(maps.Values(roles))
	lines := map[string]bool{}
	for line := range strings.Lines(file.Doc.Text()) {
		fields := strings.Fields(line)
		if len(fields) == 3 && slices.Contains(known, fields[0]) && slices.Contains(known, fields[2]) {
			lines[strings.Join(fields, " ")] = true
		}
	}
	return lines
}

// The chart of who sends what to whom is complete, and nothing in it is made up.
func TestTheChartIsWhatANetworkSends(t *testing.T) {
	sent := map[string]bool{}
	for _, transport := range protocol.Transports() {
		c := tiny()
		net, plan := build(t, c, transport)
		s := newSimulation(t, net, plan, c.Parts, 1)
		s.run(t, c.Train)
		s.digest(t, net)
		for key := range s.sent {
			// "core > neuron *messages.Lesson"
			fields := strings.Fields(key)
			_, message, _ := strings.Cut(fields[3], ".")
			sent[strings.Join([]string{fields[0], message, fields[2]}, " ")] = true
		}
	}
	drawn := chart(t)
	for line := range sent {
		if !drawn[line] {
			t.Errorf("%q is sent but not in the chart", line)
		}
	}
	for line := range drawn {
		if !sent[line] {
			t.Errorf("%q is in the chart but never sent", line)
		}
	}
}
