//go:build unix

package distributed

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/messages"
)

// faultSeed is a case with enough batches for a fault to come amidst them.
const faultSeed = 3

// trial is a network on two workers, to which something happens.
type trial struct {
	t       *testing.T
	seed    uint64 // of the case
	workers []*process
	c       *Coordinator
	e       *Engine
	states  map[int][]messages.State // by population, at the last border of a batch
	at      int                      // assignments done before it
	looking func()                   // called once while states are read, or nil
}

// assignments are what a trial consists of: after each of them its states are kept.
func assignments(seed uint64) (all []messages.Assignment) {
	c := caseOf(seed)
	for epoch := range 6 {
		a := c.Train
		a.First = uint64(epoch * len(a.Indices))
		all = append(all, a)
	}
	return all
}

func (r *trial) build() error {
	r.t.Helper()
	spec := []byte(fmt.Sprint(r.seed))
	net, transport, err := buildCase(spec)
	if err != nil {
		r.t.Fatal(err)
	}
	setup := network.Setup{Parts: caseOf(r.seed).Parts}
	if r.states != nil {
		setup.Initial = func(population, index int) (messages.State, bool) { return r.states[population][index], true }
	}
	e, err := r.c.Build(r.t.Context(), net, setup, transport, spec)
	r.e, _ = e.(*Engine) // none with an error
	return err
}

// keep keeps the states of all neurons, as a checkpoint does.
func (r *trial) keep(at int, net *network.Network) error {
	states := map[int][]messages.State{}
	for population := 1; population < len(net.Populations); population++ {
		err := r.e.States(population, func(part []messages.State) error {
			states[population] = append(states[population], messages.CloneStates(part)...)
			if looking := r.looking; looking != nil {
				r.looking = nil
				looking()
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	r.states, r.at = states, at
	return nil
}

// run does what is left; before calls something at the start of an assignment, amidst
// at its first outcomes.
func (r *trial) run(before, amidst func(at int)) (string, error) {
	all := assignments(r.seed)
	for at := r.at; at < len(all); at++ {
		before(at)
		seen := false
		_, err := r.e.Run(context.Background(), &all[at], func([]messages.Outcome) {
			if !seen {
				seen = true
				amidst(at)
			}
		})
		if err != nil {
			return "", err
		}
		if err := r.keep(at+1, r.e.session.router.net); err != nil {
			return "", err
		}
	}
	digest, err := r.e.Digest()
	return digest.String(), err
}

// faults are what may happen to a worker, and how it comes back.
var faults = []struct {
	name string
	do   func(t *testing.T, w *process)
	mend func(t *testing.T, w *process) *process
}{
	{"killed and started again",
		func(t *testing.T, w *process) { w.signal(t, syscall.SIGKILL) },
		func(t *testing.T, w *process) *process { return w.restart(t) }},
	{"told to stop, and started again",
		func(t *testing.T, w *process) { w.signal(t, syscall.SIGINT) },
		func(t *testing.T, w *process) *process { return w.restart(t) }},
	{"frozen, and thawed",
		func(t *testing.T, w *process) { w.signal(t, syscall.SIGSTOP) },
		func(t *testing.T, w *process) *process {
			w.signal(t, syscall.SIGCONT)
			return w
		}},
}

// Whatever happens to a worker, and whenever, is noticed as a loss; built again from the
// last states, the network ends with the bits of one to which nothing happened.
func TestLostWorkersAreNoticedAndMadeGood(t *testing.T) {
	want := digestWithoutFaults(t, faultSeed)
	for _, fault := range faults {
		for _, phase := range []string{"building", "before an assignment", "amidst an assignment", "amidst a checkpoint"} {
			t.Run(fault.name+", "+phase, func(t *testing.T) {
				t.Parallel()
				s := testSettings()
				s.Patience = 3 * time.Second
				r := &trial{t: t, seed: faultSeed, workers: startWorkers(t, 2)}
				r.c = coordinateWith(t, s, r.workers...)
				err := r.suffer(phase, func() { fault.do(t, r.workers[1]) })
				r.makeGood(err, want, func() { r.workers[1] = fault.mend(t, r.workers[1]) })
			})
		}
	}
}

// So is a worker that is lost amidst the windows of a network with cycles.
func TestAWorkerIsLostAmidstWindows(t *testing.T) {
	t.Parallel()
	s := testSettings()
	s.Patience = 3 * time.Second
	r := &trial{t: t, seed: recurrent + 1, workers: startWorkers(t, 2)}
	r.c = coordinateWith(t, s, r.workers...)
	err := r.suffer("amidst an assignment", func() { r.workers[1].signal(t, syscall.SIGKILL) })
	r.makeGood(err, digestWithoutFaults(t, r.seed), func() { r.workers[1] = r.workers[1].restart(t) })
}

// suffer lets a fault happen in a phase of the third assignment, or of the building.
func (r *trial) suffer(phase string, fault func()) error {
	if phase == "building" {
		r.c.joinTimeout = 1500 * time.Millisecond
		defer func() { r.c.joinTimeout = testJoin }()
		fault()
		return r.build()
	}
	if err := r.build(); err != nil {
		return err
	}
	at := func(moment string) func(int) {
		return func(at int) {
			switch {
			case at != 2 || moment != phase && phase != "amidst a checkpoint":
			case moment == phase:
				fault()
			case r.looking == nil:
				r.looking = fault
			}
		}
	}
	_, err := r.run(at("before an assignment"), at("amidst an assignment"))
	return err
}

// makeGood expects the error of a loss. It builds the network again from the last states
// after somebody has mended what was lost, and expects a digest at the end.
func (r *trial) makeGood(err error, want string, mend func()) {
	r.t.Helper()
	if !terms.IsLost(err) {
		r.t.Fatalf("error %v, want one about a loss", err)
	}
	if err := r.close(); err != nil {
		r.t.Fatal(err)
	}
	mend()
	if err := r.build(); err != nil {
		r.t.Fatal(err)
	}
	got, err := r.run(func(int) {}, func(int) {})
	if err != nil {
		r.t.Fatal(err)
	}
	if got != want {
		r.t.Errorf("digest %s, want %s", got, want)
	}
	if err := r.close(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *trial) close() error {
	if r.e == nil {
		return nil
	}
	return r.e.Close()
}

// digestWithoutFaults is what the reference engine makes of the assignments.
func digestWithoutFaults(t *testing.T, seed uint64) string {
	t.Helper()
	plain := newReference(t, seed)
	for _, a := range assignments(seed) {
		if _, err := plain.Run(t.Context(), &a, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
	}
	digest, err := plain.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return digest.String()
}

// A worker whose coordinator is gone is free for another after the patience.
func TestAWorkerOutlivesItsCoordinator(t *testing.T) {
	t.Parallel()
	workers := startWorkers(t, 1)
	s := testSettings()
	s.Patience = 3 * time.Second
	first := coordinateWith(t, s, workers...)
	e, err := buildOn(t, first, faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	second := coordinateWith(t, s, workers...)
	second.joinTimeout = 600 * time.Millisecond
	if _, err := buildOn(t, second, faultSeed); err == nil || !strings.Contains(err.Error(), "it works for "+first.endpoint.address) {
		t.Errorf("error %v of a second coordinator, want one that says for whom the worker works", err)
	}
	e.session.end(errReleased) // without a word to the worker: it falls silent
	second.joinTimeout = testJoin
	after, err := buildOn(t, second, faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	if err := after.Close(); err != nil {
		t.Fatal(err)
	}
}

// With fewer workers than all, a network is built on those that are there.
func TestEnoughWorkersAreEnough(t *testing.T) {
	t.Parallel()
	workers := startWorkers(t, 2)
	workers[0].signal(t, syscall.SIGKILL)
	c := coordinate(t, workers...)
	c.minWorkers, c.joinTimeout = 1, 1500*time.Millisecond
	e, err := buildOn(t, c, faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	expectReference(t, e)
}

// A worker that gives up its part says why: that is the error of the run, and no loss. The worker is free after it.
func TestAWorkerMayGiveUpItsPart(t *testing.T) {
	w := start(t, workerOptions{Settings: testSettings(), Identity: same, Fails: "it takes too much"})
	c := coordinate(t, w)
	for range 2 {
		e, err := buildOn(t, c, faultSeed)
		if err == nil { // it stood before the worker gave up
			_, err = e.Run(t.Context(), &assignments(faultSeed)[0], func([]messages.Outcome) {})
			_ = e.Close()
		}
		if err == nil || terms.IsLost(err) || !strings.Contains(err.Error(), "worker "+w.address+": it takes too much") {
			t.Errorf("error %v, want the worker's", err)
		}
	}
}

// An error of the network on a worker is the run's, and no loss; the workers are free
// after it.
func TestAnErrorOnAWorkerEndsTheRun(t *testing.T) {
	c := coordinate(t, startWorkers(t, 2)...)
	e, err := buildOn(t, c, faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	core := e.session.router.net.Cores[0]
	e.SetStates(core, 0, make([]messages.State, core.Count))
	all := assignments(faultSeed)
	if _, err := e.Run(context.Background(), &all[0], func([]messages.Outcome) {}); err == nil || terms.IsLost(err) || !strings.Contains(err.Error(), "worker ") || !strings.Contains(err.Error(), "must have") {
		t.Errorf("error %v, want one of the worker about a state that does not fit", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := buildOn(t, c, faultSeed) // on workers that are free, and not only once they miss heartbeats
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}
