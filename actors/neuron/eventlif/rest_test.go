package eventlif_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/model"
)

// population is some neurons that share a random neuron's spike train, of which each gets a part.
type population struct {
	random
	weights []float32
	drives  *model.Drives
	windows []float64 // their ends, s
}

func randomPopulation(t *testing.T, seed uint64) population {
	p := population{random: randomNeuron(t, seed)}
	r := rand.New(rand.NewPCG(seed, 0x4e57))
	scale := []float64{0.02, 0.3, 1}[r.IntN(3)]
	for _, weight := range p.random.weights {
		p.weights = append(p.weights, float32(scale*weight))
	}
	if r.IntN(2) == 0 {
		drive := p.randomDrive(r)
		p.drives = &model.Drives{Rate: drive.Rate, Weight: scale * drive.Weight}
		for range 8 {
			p.drives.Gaps = append(p.drives.Gaps, p.randomDrive(r).Gaps)
		}
	}
	length := p.model.Duration / float64(1+r.IntN(300))
	for end := length; end < p.model.Duration; end += length {
		p.windows = append(p.windows, end)
	}
	p.windows = append(p.windows, math.Inf(1))
	return p
}

// arrivalsOf returns what arrives in a window, with which arrivals reach which neuron.
func (p *population) arrivalsOf(r *rand.Rand, from, until float64, neurons int) (train model.SpikeTrain, parts []model.Input) {
	reach := make([][]model.SynapticEvent, neurons)
	for i := range p.spikes {
		if p.spikes[i].Time < from || p.spikes[i].Time >= until || p.spikes[i].Time > p.model.Duration {
			continue
		}
		n := int32(len(train.Arrivals))
		train.Append(&p.spikes[i], p.spikes[i].Source, p.model.End())
		for k := range reach {
			if r.IntN(3) > 0 {
				reach[k] = append(reach[k], model.SynapticEvent{Arrival: n, Synapse: n})
			}
		}
	}
	p.model.Prepare(&train, false)
	for _, events := range reach {
		start := len(train.SynapticEvents)
		train.SynapticEvents = append(train.SynapticEvents, events...)
		parts = append(parts, model.Part(&train, int32(start), int32(len(train.SynapticEvents))))
	}
	for i := range parts {
		parts[i].SpikeTrain = &train
	}
	return train, parts
}

// Neurons whose states a core takes through windows have the spikes and the states of those that go through each
// window themselves.
func TestRestingChangesNoBits(t *testing.T) {
	rested, awoken, late, released, fired := 0, 0, 0, 0, 0
	for seed := range uint64(600) {
		p := randomPopulation(t, seed)
		r := rand.New(rand.NewPCG(seed, 0x9e57))
		const neurons = 8
		states, sums := make([]model.State, neurons), make([]model.Sums, neurons)
		for i := range states {
			states[i] = p.model.Start(p.drive(i))
			sums[i] = model.SumsOf(&states[i])
		}
		plain := slices.Clone(states)
		from := 0.0
		for _, until := range p.windows {
			train, parts := p.arrivalsOf(r, from, until, neurons)
			weights := make([]float32, len(train.Arrivals))
			for n := range weights {
				weights[n] = p.weights[train.Arrivals[n].Synapse]
			}
			contributions := p.model.AppendContributions(nil, &train, weights)
			window := coreWindow(&train, from, until, 1+r.IntN(model.MostParts), sums)
			for k := range window.Parts {
				addUp(window, k, sums, parts, contributions)
			}
			woken := p.model.Rest(states, p.drives, window, model.Woken{From: make([]uint8, neurons)})
			start := int32(0)
			for i := range states {
				want := eventlif.Advance(p.model, &plain[i], weights, &parts[i], p.drive(i), until, nil)
				var got []model.OwnSpike
				switch isReleased := slices.Contains(woken.Released, int32(i)); {
				case isReleased || slices.Contains(woken.Awake, int32(i)):
					if woken.From[i] > 0 {
						late++
					}
					left := model.Part(&train, start+skipped(window, int(woken.From[i]), &parts[i]), start+int32(parts[i].Len()))
					got = eventlif.Advance(p.model, &states[i], weights, &left, p.drive(i), until, nil)
					sums[i] = model.SumsOf(&states[i])
					if !isReleased {
						awoken++
					} else if released++; len(got) > 0 {
						t.Fatalf("seed %d: a neuron fires in the window to %v s that should not", seed, until)
					}
				default:
					rested++
				}
				start += int32(parts[i].Len())
				fired += len(want)
				p.compare(t, seed, &states[i], plain[i], got, want)
			}
			from = until
		}
	}
	t.Logf("%d windows rested, %d awake, %d released, %d of both from a later part on, %d spikes", rested, awoken, released, late, fired)
	if rested < 100_000 || awoken < 50_000 || released < 1000 || late < 5000 || fired < 20_000 {
		t.Error("the comparison says little")
	}
}

// coreWindow is a window in some parts.
func coreWindow(train *model.SpikeTrain, from, until float64, parts int, sums []model.Sums) *model.CoreWindow {
	w := &model.CoreWindow{From: from, Train: train}
	arrivals := 0
	for k := 1; k < parts; k++ {
		end := from + (until-from)*float64(k)/float64(parts)
		for arrivals < len(train.Arrivals) && train.Arrivals[arrivals].Q < end {
			arrivals++
		}
		w.Parts = append(w.Parts, model.WindowPart{Until: end, Arrivals: arrivals, Sums: make([]model.Sums, len(sums))})
	}
	w.Parts = append(w.Parts, model.WindowPart{Until: until, Arrivals: len(train.Arrivals), Sums: sums})
	return w
}

// addUp adds what arrives in a part of a window.
func addUp(w *model.CoreWindow, part int, sums []model.Sums, inputs []model.Input, contributions []model.Contribution) {
	first := 0
	if part > 0 {
		first = w.Parts[part-1].Arrivals
	}
	for i := range inputs {
		for _, event := range inputs[i].Events() {
			if n := int(event.Arrival); n < first || n >= w.Parts[part].Arrivals {
				continue
			}
			c := contributions[event.Arrival]
			sums[i].Mem += c.Mem
			sums[i].Syn += c.Syn
			sums[i].Excitation += c.Excitation
			sums[i].Arrivals = event.Arrival + 1
		}
	}
	copy(w.Parts[part].Sums, sums)
}

// skipped is the number of a neuron's synaptic events that come before a part of a window.
func skipped(w *model.CoreWindow, part int, in *model.Input) (count int32) {
	if part == 0 {
		return 0
	}
	for _, event := range in.Events() {
		if int(event.Arrival) < w.Parts[part-1].Arrivals {
			count++
		}
	}
	return count
}

func (p *population) drive(i int) *model.Drive {
	if p.drives == nil {
		return nil
	}
	drive := p.drives.Of(i)
	return &drive
}

// compare compares spikes and states, but for what resting may leave otherwise.
func (p *population) compare(t *testing.T, seed uint64, state *model.State, want model.State, spikes, wanted []model.OwnSpike) {
	t.Helper()
	if len(spikes) != len(wanted) {
		t.Fatalf("seed %d: %d spikes, want %d", seed, len(spikes), len(wanted))
	}
	for k := range spikes {
		if spikes[k].Time != wanted[k].Time || spikes[k].Current != wanted[k].Current {
			t.Fatalf("seed %d: spike %+v, want %+v", seed, spikes[k], wanted[k])
		}
	}
	if state.Fired == p.model.SpikeCap && want.Fired == state.Fired {
		return // nothing happens any more
	}
	got := *state
	got.Next, got.Applied, want.Next, want.Applied = 0, 0, 0, 0
	if got != want {
		t.Fatalf("seed %d: state %+v, want %+v", seed, got, want)
	}
}
