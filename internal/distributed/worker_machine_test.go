package distributed

import (
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
)

// machineTest is a worker's machine and one coordinator, which knows the token.
type machineTest struct {
	machine *workerMachine
	header  wire.Header
	hello   wire.Hello
}

func newMachineTest() *machineTest {
	return &machineTest{
		machine: newWorkerMachine(terms.Identity{Build: "test", Architecture: "test"}, Security{Token: "secret"}),
		header:  wire.Header{Session: wire.SessionID{1}, Generation: 1},
		hello:   wire.Hello{Machine: 1, Address: "coordinator:1", Build: "test", Architecture: "test"},
	}
}

func (m *machineTest) greet() any {
	return m.machine.hello(m.header, &m.hello, []byte("challenge")).answer
}

// statement is what the coordinator proves with an order.
func (m *machineTest) statement(order *wire.Build) statement {
	return statement{byCoordinator, wire.Header{Session: m.header.Session, Generation: m.header.Generation, From: m.hello.Machine}, []byte("challenge"), order.Digest()}
}

// order sends a Build with the proof that somebody makes who knows a token.
func (m *machineTest) order(token string) any {
	order := &wire.Build{Addresses: []string{m.hello.Address, "worker:1"}}
	order.Proof = (&Security{Token: token}).proof(m.statement(order))
	r, _ := m.machine.build(m.header, order, func(challenge) error { return nil })
	return r.answer
}

// workerEvents are the events in the table of doc.go. Each returns the answer.
var workerEvents = map[string]func(m *machineTest) any{
	"Hello": (*machineTest).greet,
	"Hello of the next generation": func(m *machineTest) any {
		m.header.Generation++
		return m.greet()
	},
	"Hello of another build": func(m *machineTest) any {
		m.hello.Build = "another"
		return m.greet()
	},
	"Build":                   func(m *machineTest) any { return m.order("secret") },
	"Build without the token": func(m *machineTest) any { return m.order("guess") },
	"end of the network": func(m *machineTest) any {
		m.machine.end()
		return nil
	},
	"its actors have stopped": func(m *machineTest) any {
		m.machine.stopped()
		return nil
	},
}

// enter brings a machine into a phase.
func enter(p phase) *machineTest {
	m := newMachineTest()
	for _, event := range []string{"Hello", "Build", "end of the network"}[:p] {
		workerEvents[event](m)
	}
	return m
}

// workerTable reads the table of doc.go: answer and next phase by phase and event.
func workerTable(t *testing.T) map[[2]string][2]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(file.Doc.Text(), "phase       event")
	if !found {
		t.Fatal("no table of phases in doc.go")
	}
	columns := regexp.MustCompile(`\s{2,}`)
	rows := map[[2]string][2]string{}
	for _, line := range strings.Split(table, "\n")[1:] {
		if !strings.HasPrefix(line, "\t") {
			break
		}
		row := columns.Split(strings.TrimSpace(line), -1)
		if len(row) != 4 {
			t.Fatalf("%q has %d columns, want phase, event, answer, then", line, len(row))
		}
		if workerEvents[row[1]] == nil {
			t.Errorf("no worker knows the event %q", row[1])
		}
		rows[[2]string{row[0], row[1]}] = [2]string{row[2], row[3]}
	}
	return rows
}

// The table of phases in doc.go is what the machine does with each event in each phase.
func TestTheTableOfPhasesIsThatOfTheWorker(t *testing.T) {
	table := workerTable(t)
	for p := idle; p <= ending; p++ {
		for name, event := range workerEvents {
			m := enter(p)
			if m.machine.phase != p {
				t.Fatalf("the machine is %v, want %v", m.machine.phase, p)
			}
			answer := "none"
			switch event(m).(type) {
			case *wire.Welcome:
				answer = "Welcome"
			case *wire.Refusal:
				answer = "Refusal"
			case *wire.Failure:
				answer = "Failure"
			}
			want, listed := table[[2]string{p.String(), name}]
			if !listed {
				want = [2]string{"none", p.String()}
			}
			if got := [2]string{answer, m.machine.phase.String()}; got != want {
				t.Errorf("%s, %s: answer and next phase are %v, in doc.go %v", p, name, got, want)
			}
			delete(table, [2]string{p.String(), name})
		}
	}
	for row := range table {
		t.Errorf("the table has a line for %v, which is no phase and event", row)
	}
}

// Of two coordinators with a challenge the first one gets the worker. The second is told
// that it may try again, and gets the worker once it is free.
func TestAWorkerWorksForOneCoordinatorAtATime(t *testing.T) {
	first, second := newMachineTest(), newMachineTest()
	second.machine, second.header.Session, second.hello.Address = first.machine, wire.SessionID{2}, "another:1"
	first.greet()
	second.greet()
	if answer := first.order("secret"); answer != nil {
		t.Fatalf("the first is answered %+v, want nothing", answer)
	}
	if failure, ok := second.order("secret").(*wire.Failure); !ok || !failure.Lost || failure.Reason != "it works for coordinator:1 by now" {
		t.Errorf("the second is answered %+v, want that the worker works for the first", failure)
	}
	if refusal, ok := second.greet().(*wire.Refusal); !ok || !refusal.Later {
		t.Errorf("the second is answered %+v, want that it may ask later", refusal)
	}
	first.machine.end()
	first.machine.stopped()
	second.greet()
	if answer := second.order("secret"); answer != nil || first.machine.coordinator != "another:1" {
		t.Errorf("the second is answered %+v by a worker of %s, want nothing by its own", answer, first.machine.coordinator)
	}
}

// A challenge is answered once, and a stranger can't make the worker remember more than
// some.
func TestChallengesAreBoundedAndUsedOnce(t *testing.T) {
	m := newMachineTest()
	for i := range 10 * maxChallenges {
		m.header.Session = wire.SessionID{byte(i), byte(i >> 8), 1}
		m.greet()
		if open := len(m.machine.challenges); open > maxChallenges {
			t.Fatalf("%d challenges are open, allowed: %d", open, maxChallenges)
		}
	}
	m.order("secret")
	m.machine.end()
	m.machine.stopped()
	if m.machine.phase != challenged {
		t.Errorf("the worker is %v with %d open challenges, want challenged", m.machine.phase, len(m.machine.challenges))
	}
	if m.order("secret"); m.machine.phase != challenged {
		t.Errorf("a used challenge is answered again: the worker is %v", m.machine.phase)
	}
}

// A worker that is being stopped begins no network.
func TestAWorkerThatIsStoppedBeginsNothing(t *testing.T) {
	m := enter(challenged)
	m.machine.close()
	if m.greet(); m.order("secret") != nil || m.machine.phase == working {
		t.Errorf("the worker is %v", m.machine.phase)
	}
}
