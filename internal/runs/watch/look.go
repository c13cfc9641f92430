package watch

import (
	"cmp"
	"slices"
	"time"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs/alignment"
)

// look publishes what is seen at a border, if anybody wants that now: always when the run pauses, so that what is
// shown then is the state in which it stands.
func (w *Watch) look(paused bool) {
	w.mutex.Lock()
	learned := w.state.Learned
	w.mutex.Unlock()
	due := time.Since(w.looked) >= w.interval() || paused && learned != w.seen
	switch {
	case !w.isWatched() || !due:
		return
	case w.free != nil:
		w.lookFree()
		return
	}
	began := time.Now()
	if since := learned - w.seen; since > 0 && !w.looked.IsZero() {
		w.duration = time.Duration(float64(began.Sub(w.looked)) * float64(w.batch) / float64(since))
	}
	w.mutex.Lock()
	w.publishState()
	w.publishCurve()
	at := w.at(0)
	w.mutex.Unlock()
	w.lookAtHardware()
	w.lookAtAngles(at)
	if raster := w.raster.raster(); raster != nil {
		w.feed.Publish(KindRaster, raster)
	}
	if !paused { // else its workers do nothing, and what they did before still stands
		w.lookAtProcess()
	}
	w.looked, w.seen = time.Now(), learned
	w.cost = w.looked.Sub(began)
}

// lookAtHardware publishes what was sent, where, and what it would have cost.
func (w *Watch) lookAtHardware() {
	load := w.source.Epoch()
	if load == nil {
		return
	}
	account := load.Account()
	if before := w.source.Before(); before != nil {
		finished := before.Account()
		account.Add(&finished)
	}
	wire := WireOf(&account)
	wire.Bytes = w.source.WireBytes()
	w.feed.Publish(KindWire, wire)
	if w.source.Energy != nil {
		w.feed.Publish(KindEnergy, EnergyOf(&account, w.source.Energy))
	}
	if w.source.Time != nil {
		if t := w.source.Time(); t != nil {
			w.feed.Publish(KindTime, t)
		}
	}
	if load.Samples > 0 {
		w.publishMesh(load, float64(load.Samples), 0)
	}
}

// publishMesh publishes a load by core and link, in a sample or, if there are none, a second of biological time: n of them.
func (w *Watch) publishMesh(load *mesh.Load, n, seconds float64) {
	m := meshOf(w.source.Picture, load, n)
	m.Seconds = seconds
	w.feed.Publish(KindMesh, m)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.history.add(load, n)
}

// WireOf is an account by purpose.
func WireOf(account *traffic.Account) *Wire {
	wire := &Wire{Samples: account.Samples}
	for _, p := range traffic.Purposes() {
		work := p.Work(account)
		wire.Purposes = append(wire.Purposes, Purpose{
			Name: p.Name, Phase: string(p.Phase), Packets: work.Packets, Bits: work.Bits, Hops: work.Hops(), ACs: work.ACs, MACs: work.MACs,
		})
	}
	return wire
}

// EnergyOf is the energy of an account. A purpose has the dynamic energy of an account that it has to itself.
func EnergyOf(account *traffic.Account, estimate func(*traffic.Account) *energy.Estimate) *Energy {
	whole := estimate(account)
	e := &Energy{
		Estimate: true, Profile: whole.Profile, Samples: account.Samples,
		Static: whole.Run.Static, Idle: whole.Run.Decaying + whole.Run.Idle, Missing: len(whole.Missing),
	}
	for _, p := range traffic.Purposes() {
		alone := traffic.Account{}
		*p.Work(&alone) = *p.Work(account)
		e.Purposes = append(e.Purposes, PurposeEnergy{p.Name, string(p.Phase), estimate(&alone).Run.Dynamic})
	}
	return e
}

// mostCores bounds the cores of a Mesh.
const mostCores = 4096

// meshOf is a load of n samples, or seconds, by core and link.
func meshOf(picture *mesh.Picture, load *mesh.Load, n float64) *Mesh {
	grid := picture.Placement.Grid
	m := &Mesh{Width: grid.Width, Height: grid.Height, Samples: load.Samples}
	for c := range load.Cores {
		m.Cores = append(m.Cores, coreOf(c, &picture.Placement.Cores[c], &load.Cores[c], n))
	}
	m.Links = linksOf(&load.Links, n)
	m.HostIn, m.HostOut = float64(load.Links.In.Total().Packets)/n, float64(load.Links.Out.Total().Packets)/n
	m.Weigh()
	return m
}

// Weigh compares the busiest core and link with the mean of all, and leaves out what is too much to show.
func (m *Mesh) Weigh() {
	m.CoreImbalance = imbalance(m.Cores, func(c *MeshCore) float64 { return c.Operations })
	m.LinkImbalance = imbalance(m.Links, func(l *MeshLink) float64 { return l.Forward + l.Learning })
	if m.Omitted = max(0, len(m.Cores)-mostCores); m.Omitted > 0 {
		slices.SortStableFunc(m.Cores, func(a, b MeshCore) int { return cmp.Compare(b.Operations, a.Operations) })
		m.Cores, m.Links = m.Cores[:mostCores], nil
	}
}

func coreOf(number int, core *placement.MeshCore, account *traffic.Account, samples float64) MeshCore {
	total := account.Total()
	c := MeshCore{
		Core: number, X: core.Position.X, Y: core.Position.Y, Neurons: core.Neurons(),
		Operations: float64(total.SynapticOperations()) / samples,
		PacketsIn:  float64(total.Deliveries) / samples, PacketsOut: float64(total.Packets) / samples,
	}
	if len(core.Groups) > 0 {
		c.Population = core.Groups[0].Population
	}
	return c
}

func linksOf(links *mesh.Links, samples float64) (all []MeshLink) {
	links.Each(func(from placement.Position, d mesh.Direction, link *mesh.Link) {
		all = append(all, MeshLink{
			X: from.X, Y: from.Y, Direction: d.String(),
			Forward: float64(link.Forward.Packets) / samples, Learning: float64(link.Learning.Packets) / samples,
		})
	})
	return all
}

// imbalance is the largest by the mean, 0 where all are 0.
func imbalance[T any](all []T, of func(*T) float64) float64 {
	sum, most := 0.0, 0.0
	for i := range all {
		sum, most = sum+of(&all[i]), max(most, of(&all[i]))
	}
	if sum == 0 {
		return 0
	}
	return most * float64(len(all)) / sum
}

// lookAtAngles publishes the angle between weights and feedback weights.
func (w *Watch) lookAtAngles(at float64) {
	angle, err := alignment.Weights(w.source.Network, w.source.Engine)
	if err != nil || angle == nil {
		return // the next batch says what is wrong
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.angles.Weights = appendBounded(w.angles.Weights, AnglePoint{at, *angle})
	angles := w.angles
	w.feed.Publish(KindAngles, &angles)
}
