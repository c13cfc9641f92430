package distributed

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
)

// invitation is the question to all workers whether they take part in a generation of a
// network, and their answers so far. It is pure: who asks, and when, is the coordinator's
// business.
type invitation struct {
	workers    []string // addresses; machine 1 is the first
	minWorkers int      // that are enough at the deadline
	joined     map[int]candidate
	reasons    map[int]string // why others have not joined yet
}

// candidate is a worker that would take part.
type candidate struct {
	machine   int
	address   string
	challenge []byte
}

func newInvitation(workers []string, minWorkers int) *invitation {
	return &invitation{workers: workers, minWorkers: minWorkers, joined: map[int]candidate{}, reasons: map[int]string{}}
}

// pending are the machines that have not joined yet.
func (i *invitation) pending() (machines []int) {
	for machine := 1; machine <= len(i.workers); machine++ {
		if _, joined := i.joined[machine]; !joined {
			machines = append(machines, machine)
		}
	}
	return machines
}

// answered notes what a machine answers. A refusal that will stay one is an error.
func (i *invitation) answered(machine int, message any) error {
	if machine < 1 || machine > len(i.workers) {
		return nil // nobody that was asked
	}
	address := i.workers[machine-1]
	switch message := message.(type) {
	case *wire.Welcome:
		i.joined[machine] = candidate{machine, address, message.Challenge}
	case *wire.Refusal:
		if !message.Later {
			return fmt.Errorf("distributed: worker %s refuses: %s", address, message.Reason)
		}
		i.reasons[machine] = message.Reason
	}
	return nil
}

// candidates are the workers that have joined, by machine.
func (i *invitation) candidates() []candidate {
	return slices.SortedFunc(maps.Values(i.joined), func(x, y candidate) int { return cmp.Compare(x.machine, y.machine) })
}

// expired is the error of too few workers at the deadline, or nil if there are enough.
func (i *invitation) expired(waited time.Duration) error {
	if len(i.joined) >= i.minWorkers {
		return nil
	}
	var missing []string
	for _, machine := range i.pending() {
		missing = append(missing, fmt.Sprintf("%s (%s)", i.workers[machine-1], cmp.Or(i.reasons[machine], "no answer")))
	}
	return terms.TooFew(fmt.Errorf("%d of %d workers are there after %v, at least %d are needed: %s",
		len(i.joined), len(i.workers), waited, i.minWorkers, strings.Join(missing, ", ")))
}
