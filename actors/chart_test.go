package actors_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
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
			// such as "core > neuron *messages.ErrorBroadcasts"
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

// tables reads the names in the tables of phases of the package comment, in order.
func tables(t *testing.T) (all [][]string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	open := false
	for line := range strings.Lines(file.Doc.Text()) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch row := strings.HasPrefix(line, "\t"); {
		case row && strings.HasPrefix(strings.TrimSpace(rest), "ends when"):
			all, open = append(all, nil), true
		case row && open:
			all[len(all)-1] = append(all[len(all)-1], name)
			if fields := strings.Fields(rest); len(fields) < 3 {
				t.Errorf("the line of %q says nothing of when it ends and what comes then", name)
			}
		case !row && strings.TrimSpace(line) != "":
			open = false
		}
	}
	return all
}

func names[P fmt.Stringer](phases []P) (names []string) {
	for _, phase := range phases {
		names = append(names, phase.String())
	}
	return names
}

// The tables of phases have a line for each phase, in order: of the coordinator, of a batch
// at a core, and of a neuron.
func TestTheTablesOfPhasesAreThoseOfTheMachines(t *testing.T) {
	want := [][]string{names(actors.CoordinatorPhases()), names(actors.BatchPhases()), names(actors.NeuronPhases())}
	if drawn := tables(t); !reflect.DeepEqual(drawn, want) {
		t.Errorf("phases %v in the tables, %v in the machines", drawn, want)
	}
}

// Messages that have no place in the phase of a batch at a core, or of a neuron, are
// refused.
func TestCoresAndNeuronsRefuseMessagesOutOfPhase(t *testing.T) {
	c := tiny()
	net, plan := build(t, c, actors.PacketTransport)
	s := newSimulation(t, net, plan, c.Parts, 1)
	for _, address := range []actors.Address{{Role: actors.Core}, {Role: actors.Neuron}} {
		for name, refused := range map[string]struct {
			role    actors.Role
			message any
			phase   string
		}{
			"error broadcasts of a batch that is held": {actors.Core, &messages.ErrorBroadcasts{Batch: messages.Batch{Number: 1}}, "hold"},
			"acknowledgement of a batch not broadcast": {actors.Core, &messages.Learned{}, "present"},
			"error broadcasts without a sample":        {actors.Neuron, &messages.ErrorBroadcasts{}, "rest"},
		} {
			if refused.role != address.Role {
				continue
			}
			err := s.machines[address].Step(refused.message, outbox{s, address})
			if err == nil || !strings.Contains(err.Error(), strconv.Quote(refused.phase)) {
				t.Errorf("%s: error %v, want one that names the phase %q", name, err, refused.phase)
			}
		}
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
