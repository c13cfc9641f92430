package watch

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Observer is told how a run goes on.
type Observer interface {
	// Chosen is called when settings were chosen from the data.
	Chosen(c *settings.Config, what *calibration.Report)
	// Started is called once the network stands.
	Started(c *settings.Config, dataset *datasets.Dataset, directory string)
	// Phase is called before each pass over some samples.
	Phase(epoch int, part messages.Part, samples int)
	// Presented is called as samples are done with.
	Presented(outcomes []messages.Outcome)
	// Epoch is called after each epoch.
	Epoch(m *record.Metrics)
}

// Source is what a watch sees of a run. Its functions are called between two assignments only.
type Source struct {
	Network *network.Network
	Engine  network.Engine
	Picture *mesh.Picture // the network on simulated hardware, or nil

	// Epoch is what the epoch under way came to on the mesh, Before what the finished ones did, or nil.
	Epoch, Before func() *mesh.Load
	// Recent is what a network that runs freely has just come to on the mesh, and the biological time in seconds that took; nil without
	// a mesh. Before is all it came to then, and there are no epochs.
	Recent func() (*mesh.Load, float64)
	// Energy estimates the energy of an account.
	Energy func(*traffic.Account) *energy.Estimate
	// Time is how long hardware would take for a sample by the last test, or nil.
	Time func() *timing.Report
	// Save writes a checkpoint.
	Save func() error
	// WireBytes is what machines have sent each other since the network was built.
	WireBytes func() int64
	// Memory is the limit of the run's memory in bytes, 0 for none.
	Memory uint64
	// Machines is the number of workers, 0 for one process.
	Machines int
}

// Watch is one run as others see it while it goes on. A nil one does nothing, and costs nothing. What the run calls is
// for one goroutine; the rest is safe for concurrent use.
type Watch struct {
	feed *Feed

	interrupt func() // ends the run as a signal does
	readers   atomic.Int32
	scraped   atomic.Int64 // when its metrics were last asked for, in seconds since 1970
	raster    recorder
	profiling atomic.Bool
	memory    atomic.Uint64 // limit in bytes

	mutex   sync.Mutex
	control control
	pace    Pace
	speed   speed
	state   State
	batch   int   // samples of a batch
	samples int   // training samples of an epoch
	train   curve // of training samples
	test    []Point
	angles  Angles
	about   About
	said    time.Time // when the state was last published

	// Of the run's goroutine alone.
	source   Source
	free     *free         // of a network that runs freely, or nil; guarded by mutex
	looked   time.Time     // when the border was last looked at
	cost     time.Duration // of that look
	duration time.Duration // of a batch, roughly
	seen     int64         // samples learned from, at the last look
	history  history       // guarded by mutex
}

// New returns the watch of a run with a name. interrupt ends the run as a signal does.
func New(name string, interrupt func()) *Watch {
	w := &Watch{feed: NewFeed(name), interrupt: interrupt, pace: Pace{Now: time.Now}}
	w.control = control{began: time.Now(), changed: parallel.NewSignal(), over: make(chan struct{})}
	w.state = State{State: Building}
	return w
}

// Events is where the run is to be seen.
func (w *Watch) Events() *Feed { return w.feed }

// lease is how long a run counts as looked at after somebody has asked for its metrics.
const lease = time.Minute

// isWatched reports whether anybody looks.
func (w *Watch) isWatched() bool {
	return w.readers.Load() > 0 || time.Now().Unix()-w.scraped.Load() < int64(lease/time.Second)
}

// Read says that somebody reads the feed, until done is called. The first reader makes the run look at itself.
func (w *Watch) Read() (done func()) {
	if w.readers.Add(1) == 1 {
		w.cut()
	}
	var once sync.Once
	return func() { once.Do(func() { w.readers.Add(-1) }) }
}

// Scrape says that somebody asks for metrics.
func (w *Watch) Scrape() {
	now := time.Now().Unix()
	if now-w.scraped.Swap(now) >= int64(lease/time.Second) {
		w.cut()
	}
}

// Begin is called by the run once its network stands.
func (w *Watch) Begin(s Source) {
	if w == nil {
		return
	}
	w.memory.Store(s.Memory)
	w.mutex.Lock()
	w.source = s
	w.mutex.Unlock()
	w.raster.start(s.Network, &w.readers)
}

// Record is a network.Record: it keeps the spikes of the last sample.
func (w *Watch) Record() network.Record {
	if w == nil {
		return nil
	}
	return w.raster.record
}

// Outcomes is called with what became of samples. A run whose watch is nil need not.
func (w *Watch) Outcomes(outcomes []messages.Outcome) {
	if w == nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.pace.Part == messages.Train {
		w.state.Learned += int64(len(outcomes))
		w.train.add(outcomes, w.batch, w.at(len(outcomes)))
	}
}

// at is the time in epochs once some more samples of the phase are presented.
func (w *Watch) at(more int) float64 {
	done := w.samples - w.pace.Samples + w.pace.Done + more
	return float64(w.pace.Epoch-1) + float64(done)/float64(max(1, w.samples))
}

// stateInterval is the time between two states of a run that goes on.
const stateInterval = 500 * time.Millisecond

// Segment gives the context under which the run presents its next samples to learn from: it ends when the border of a
// batch is to be looked at. batches is how many may be presented at most, 0 for any number. release is to be called
// after them.
func (w *Watch) Segment(ctx context.Context) (_ context.Context, batches int, release func()) {
	if w == nil {
		return ctx, 0, func() {}
	}
	watched, next := w.isWatched(), w.interval()
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var stop context.CancelFunc
	if watched {
		ctx, stop = context.WithTimeout(ctx, next)
	} else {
		ctx, stop = context.WithCancel(ctx)
	}
	w.control.cut = stop
	if w.control.pending() {
		stop()
	}
	if w.control.steps > 0 {
		w.control.steps--
		batches = 1
	}
	return ctx, batches, stop
}

// Bounds of the time between two looks: what a look costs, and batches of which two are under way at a time, which a
// look makes wait for each other.
const (
	leastInterval    = time.Second
	intervalOfCosts  = 100
	intervalOfBatchs = 20
)

func (w *Watch) interval() time.Duration {
	return max(leastInterval, intervalOfCosts*w.cost, intervalOfBatchs*w.duration)
}

// Border is called by the run at the border of a batch, with nothing in flight. It looks at the run if anybody wants
// that, does what was asked for, and returns once the run may go on: when it is not paused, or the context has ended.
func (w *Watch) Border(ctx context.Context) error {
	if w == nil {
		return nil
	}
	var waited time.Duration
	for {
		paused, err := w.obey()
		if err != nil {
			return err
		}
		w.look(paused)
		if !paused || ctx.Err() != nil {
			break
		}
		began := time.Now()
		select {
		case <-w.control.changed:
		case <-ctx.Done():
		}
		waited += time.Since(began)
	}
	w.mutex.Lock()
	w.pace.Wait(waited)
	w.speed.since = w.speed.since.Add(waited)
	w.mutex.Unlock()
	return nil
}

// speed measures samples a second over the last moments, whatever part they are of.
type speed struct {
	since     time.Time
	presented int
	rate      float64
}

// measure takes a rate, unless the last one was taken just before.
func (s *speed) measure(now time.Time) {
	if passed := now.Sub(s.since); passed >= stateInterval && s.presented > 0 {
		if !s.since.IsZero() {
			s.rate = float64(s.presented) / passed.Seconds()
		}
		s.since, s.presented = now, 0
	}
}

// publishState publishes how far the run is. The mutex is held.
func (w *Watch) publishState() {
	w.said = time.Now()
	w.speed.measure(w.said)
	s := w.now()
	w.feed.Publish(KindState, &s)
}

// now is how far the run is. The mutex is held.
func (w *Watch) now() State {
	s := w.state
	s.Epoch, s.Part = w.pace.Epoch, w.pace.Part.String()
	s.AllSamples, s.Samples = w.pace.Samples, w.pace.Done
	if w.pace.Part == messages.Train { // of the whole epoch, also after a run was resumed in the middle of one
		s.AllSamples, s.Samples = w.samples, w.samples-w.pace.Samples+w.pace.Done
	}
	if w.batch > 0 {
		s.Batch, s.Batches = (s.Samples+w.batch-1)/w.batch, (s.AllSamples+w.batch-1)/w.batch
	}
	s.SamplesPerSecond = w.speed.rate
	if left := w.pace.Left(); left > 0 {
		seconds := left.Seconds()
		s.SecondsLeft = &seconds
	}
	s.Seconds = time.Since(w.control.began).Seconds()
	if w.free != nil {
		w.free.addTo(&s)
		return s
	}
	if n := len(w.train.points); n > 0 {
		last := w.train.points[n-1]
		s.TrainAccuracy, s.TrainLoss = &last.Accuracy, &last.Loss
	}
	if n := len(w.test); n > 0 {
		last := w.test[n-1]
		s.TestAccuracy, s.TestLoss = &last.Accuracy, &last.Loss
	}
	return s
}

// State is how far the run is now.
func (w *Watch) State() State {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.now()
}

// End is called once the run has ended, with its error if it failed.
func (w *Watch) End(interrupted bool, err error) {
	if w == nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch {
	case err != nil:
		w.state.State, w.state.Reason = Failed, err.Error()
	case interrupted:
		w.state.State = Interrupted
	default:
		w.state.State = Finished
	}
	w.control.end()
	w.publishState()
	w.source = Source{} // what is shown from now on has been published
	w.raster.cores = nil
}
