package actors_test

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/messages"
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
	for _, transport := range actors.Transports() {
		c := tiny()
		net, plan := build(t, c, transport)
		s := newSimulation(t, net, plan, c.Parts, 1)
		s.run(t, c.Train)
		s.digest(t, net)
		s.assign(t, net.Cores[0], s.states(t, net.Cores[0]))
		for key := range s.sent {
			// "core > neuron *messages.ErrorBroadcasts"
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

// The table of phases has a line for each phase, in order.
func TestTheTableOfPhasesIsThatOfTheCoordinator(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(file.Doc.Text(), "phase  ends when")
	if !found {
		t.Fatal("no table of phases in doc.go")
	}
	var drawn, want []string
	for line := range strings.Lines(table) {
		if name, rest, tabbed := strings.Cut(strings.TrimSpace(line), " "); tabbed && strings.HasPrefix(line, "\t") {
			drawn = append(drawn, name)
			if !strings.Contains(rest, "  ") {
				t.Errorf("the line of %q says nothing of what comes then", name)
			}
		}
	}
	for _, phase := range actors.Phases() {
		want = append(want, phase.String())
	}
	if !slices.Equal(drawn, want) {
		t.Errorf("phases %v in the table, %v in the coordinator", drawn, want)
	}
}

// Messages that have no place in a phase are refused.
func TestTheCoordinatorRefusesMessagesOutOfPhase(t *testing.T) {
	c := tiny()
	_, plan := build(t, c, actors.PacketTransport)
	s := &simulation{waiting: map[channel][]any{}, sent: map[string]int{}}
	out := outbox{s, actors.Address{Role: actors.Coordinator}}
	for name, message := range map[string]any{
		"outcomes while idle": &messages.Outcomes{Envelope: &messages.Envelope{}},
		"learned while idle":  &messages.Learned{},
		"a tally while idle":  &messages.TallyReport{},
	} {
		if err := actors.NewCoordinator(plan).Step(message, out); err == nil || !strings.Contains(err.Error(), `"idle"`) {
			t.Errorf("%s: error %v, want one that names the phase", name, err)
		}
	}
	coordinator := actors.NewCoordinator(plan)
	if err := coordinator.Step(&c.Train, out); err != nil {
		t.Fatal(err)
	}
	for name, message := range map[string]any{
		"a second assignment": &c.Train,
		"a tally too early":   &messages.TallyReport{},
	} {
		if err := coordinator.Step(message, out); err == nil || !strings.Contains(err.Error(), `"run"`) {
			t.Errorf("%s: error %v, want one that names the phase", name, err)
		}
	}
}
