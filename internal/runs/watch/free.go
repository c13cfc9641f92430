package watch

import (
	"context"
	"time"

	"sfdfa-actors/messages"
)

// free is what a watch knows of a network that runs freely: it has no epochs, and nothing to be right about.
type free struct {
	duration, reached float64 // biological time in seconds
	shown             float64 // until when the window before the last was
	window            Raster  // spikes of the last window
	since             time.Time
	before            float64 // biological time then
}

// BeginFree is called by a network that runs freely, for some biological time in seconds, once it stands.
func (w *Watch) BeginFree(s Source, about About, reached, duration float64) {
	if w == nil {
		return
	}
	w.Begin(s)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	about.Controls = Actions()
	about.addNetwork(s.Network)
	w.about = about
	w.feed.Publish(KindAbout, &about)
	w.free = &free{duration: duration, reached: reached, shown: reached, since: time.Now(), before: reached}
	w.state.State = Running
	w.publishState()
}

// Fired is called with what a population fired in the last window.
func (w *Watch) Fired(population int, spikes []messages.Spike) {
	if w == nil || w.readers.Load() == 0 {
		return
	}
	p := RasterPopulation{Population: population, Neurons: []int32{}, Times: []float32{}, Grades: []float32{}}
	for i, spike := range spikes {
		if i == mostDrawn {
			w.free.window.Omitted += len(spikes) - mostDrawn
			break
		}
		p.Neurons = append(p.Neurons, spike.Source)
		p.Times = append(p.Times, float32(spike.Time-w.free.reached))
		p.Grades = append(p.Grades, 0)
	}
	w.free.window.Populations = append(w.free.window.Populations, p)
}

// Reached is called after each window, with the biological time in seconds. It is a border, as that of a batch.
func (w *Watch) Reached(ctx context.Context, biological float64) error {
	if w == nil {
		return nil
	}
	w.mutex.Lock()
	f := w.free
	f.shown, f.reached = f.reached, biological
	w.mutex.Unlock()
	_, _, release := w.Segment(ctx) // a window is never cut
	release()
	err := w.Border(ctx)
	f.window = Raster{}
	return err
}

// lookFree publishes what is seen of a network that runs freely.
func (w *Watch) lookFree() {
	f := w.free
	w.mutex.Lock()
	w.publishState()
	w.mutex.Unlock()
	if len(f.window.Populations) > 0 {
		raster := f.window
		raster.Begin, raster.End = f.shown, f.reached-f.shown
		w.feed.Publish(KindRaster, &raster)
	}
	w.lookAtFreeHardware()
	w.lookAtProcess()
	w.looked = time.Now()
}

// lookAtFreeHardware publishes what was sent since the run began, and where in the last moments.
func (w *Watch) lookAtFreeHardware() {
	reached := w.free.reached
	if w.source.Recent == nil || reached == 0 {
		return
	}
	account := w.source.Before().Account()
	wire := WireOf(&account)
	wire.Seconds = reached
	w.feed.Publish(KindWire, wire)
	energy := EnergyOf(&account, w.source.Energy)
	energy.Seconds = reached
	w.feed.Publish(KindEnergy, energy)
	if load, seconds := w.source.Recent(); seconds > 0 {
		w.publishMesh(load, seconds, seconds)
	}
}

// addTo adds how far the network is to a state. The watch's mutex is held.
func (f *free) addTo(s *State) {
	reached, duration := f.reached, f.duration // which go on
	s.Biological, s.OfBiological = &reached, &duration
	now := time.Now()
	if passed := now.Sub(f.since).Seconds(); passed >= stateInterval.Seconds() && f.reached > f.before {
		s.SamplesPerSecond = (f.reached - f.before) / passed
		left := (f.duration - f.reached) / s.SamplesPerSecond
		s.SecondsLeft = &left
	}
}
