package scaling

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/study/bench"
	"sfdfa-actors/internal/study/machine"
	"sfdfa-actors/messages"
)

// mostAtOnce is the number of synapses, of all networks of one kind of scaling
// together, up to which all of them stay in memory and take turns.
const mostAtOnce = 30_000_000

// subject is the network of one point.
type subject struct {
	study  *Study
	kind   Kind
	net    *network.Network
	engine *system.Engine
	task   messages.Assignment
	bare   *machine.BareLoop
	first  uint64 // presentation number of the next training sample
	point  Point
}

// measure carries out one kind of scaling. Its networks take turns, so that a
// machine that gets slower or faster does so for all of them; networks that are
// too large to be in memory at once come one after the other.
func (s *Study) measure(ctx context.Context, setup *bench.Setup, p plan) (*Series, error) {
	subjects, bare := make([]*subject, len(p.networks)), machine.Synthetic()
	for i, net := range p.networks {
		subjects[i] = &subject{study: s, kind: p.kind, net: net, bare: bare, task: setup.Assignment(s.Samples)}
		subjects[i].point = newPoint(setup, net, s.Procs[i])
	}
	turns := turnsOf(subjects)
	for _, together := range turns {
		if err := takeTurns(ctx, setup, together); err != nil {
			return nil, err
		}
	}
	series := &Series{Kind: p.kind, Growth: growth[p.kind], TakingTurns: len(turns) == 1, RelativeTo: s.Procs[0]}
	for _, subject := range subjects {
		series.Points = append(series.Points, subject.point)
	}
	series.derive()
	series.project()
	return series, series.check()
}

// turnsOf says which networks are in memory together.
func turnsOf(subjects []*subject) [][]*subject {
	synapses := 0.0
	for _, one := range subjects {
		synapses += one.point.Synapses
	}
	if synapses <= mostAtOnce {
		return [][]*subject{subjects}
	}
	return slices.Collect(slices.Chunk(subjects, 1))
}

// takeTurns measures some networks in turn, from the first to the last and back.
func takeTurns(ctx context.Context, setup *bench.Setup, subjects []*subject) (err error) {
	defer func() {
		for _, one := range subjects {
			err = errors.Join(err, one.close())
		}
	}()
	for _, one := range subjects {
		if err := one.build(setup); err != nil {
			return err
		}
	}
	repeats := subjects[0].study.Repeats
	for round := range 1 + repeats + 1 {
		for i := range subjects {
			one := subjects[i]
			if round%2 == 1 {
				one = subjects[len(subjects)-1-i]
			}
			var err error
			switch round {
			case 0:
				err = one.warmUp(ctx)
			case 1 + repeats:
				err = one.profile(ctx)
			default:
				err = one.repeat(ctx, fmt.Sprintf("repeat %d/%d", round, repeats))
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *subject) done(what string, seconds float64) {
	if s.study.Progress != nil {
		s.study.Progress(Step{Kind: s.kind, CPUCores: s.point.CPUCores, What: what, Seconds: seconds})
	}
}

// timed does work on the point's CPU cores and returns what it took.
func (s *subject) timed(work func() error) (used machine.Usage, err error) {
	err = bench.Conduct(s.net, s.point.CPUCores, func() error {
		watch := machine.Start()
		err := work()
		used = watch.Stop()
		return err
	})
	return used, err
}

// bareSpeedUp is what the machine gives at this moment.
func (s *subject) bareSpeedUp() (speedUp float64, err error) {
	_, err = s.timed(func() error {
		speedUp = s.bare.SpeedUp(s.point.CPUCores)
		return nil
	})
	return speedUp, err
}

func (s *subject) build(setup *bench.Setup) (err error) {
	used, err := s.timed(func() (err error) {
		s.engine, err = setup.Actors(s.net, s.point.CPUCores)
		return err
	})
	s.point.BuildSeconds = used.Seconds
	s.done("build", s.point.BuildSeconds)
	return err
}

func (s *subject) warmUp(ctx context.Context) error {
	learned, err := s.run(ctx, true)
	s.point.WarmUpSeconds = learned.Seconds
	s.done("warm-up", learned.Seconds)
	return err
}

// repeat measures learning and presenting once.
func (s *subject) repeat(ctx context.Context, what string) error {
	bare, err := s.bareSpeedUp()
	if err != nil {
		return err
	}
	learned, err := s.run(ctx, true)
	if err != nil {
		return err
	}
	presented, err := s.run(ctx, false)
	if err != nil {
		return err
	}
	tally := &learned.finished.Tally
	s.point.Repeats = append(s.point.Repeats, Repeat{
		Samples: learned.finished.Presented, Seconds: learned.Seconds, PresentSeconds: presented.Seconds,
		BareSpeedUp: bare, CPUSeconds: learned.CPUSeconds, Others: learned.Others,
		Messages: tally.Messages(), Envelopes: tally.Envelopes, SynapticEvents: tally.SynapticEvents,
	})
	s.done(what, learned.Seconds)
	return nil
}

// profile measures where the time goes, and takes the digest of what the network
// has become.
func (s *subject) profile(ctx context.Context) error {
	var profile system.Profile
	began := time.Now()
	clock := func() time.Duration { return time.Since(began) }
	used, err := s.timed(func() (err error) {
		profile, err = s.engine.Profile(clock, func() error {
			_, err := s.carryOut(ctx, true)
			return err
		})
		return err
	})
	if err != nil {
		return err
	}
	s.point.Profile = newBreakdown(profile)
	s.done("profile", used.Seconds)
	digest, err := s.engine.Digest()
	s.point.Digest = digest.String()
	return err
}

// ran is an assignment carried out.
type ran struct {
	machine.Usage
	finished *messages.Finished
}

// run carries out the assignment and measures how long that takes.
func (s *subject) run(ctx context.Context, learn bool) (r ran, err error) {
	r.Usage, err = s.timed(func() (err error) {
		r.finished, err = s.carryOut(ctx, learn)
		return err
	})
	return r, err
}

// carryOut carries out the assignment, with learning or without.
func (s *subject) carryOut(ctx context.Context, learn bool) (*messages.Finished, error) {
	a := s.task
	a.Learn, a.First = learn, s.first
	if learn {
		s.first += uint64(len(a.Indices))
	}
	finished, err := s.engine.Run(ctx, &a, func([]messages.Outcome) {})
	if err == nil {
		err = ctx.Err() // what was cut short measures nothing
	}
	return finished, err
}

func (s *subject) close() error {
	if s.engine == nil {
		return nil
	}
	engine := s.engine
	s.engine = nil
	return engine.Close()
}
