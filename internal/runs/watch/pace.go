package watch

import (
	"fmt"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/messages"
)

// block is the number of samples whose accuracy is told while a run goes on, and half of the most.
const block = 500

// enoughTime is how long samples of a kind have to be presented before their rate says anything.
const enoughTime = time.Second

// Pace measures how fast a run presents samples, and how long the rest of it will take.
type Pace struct {
	Now    func() time.Time
	Epochs int // 0 where there is no run

	Epoch         int
	Part          messages.Part
	Samples, Done int // of the phase
	began         time.Time
	late, earlier tally // of its last samples: of the block under way, and of the one before

	parts  map[messages.Part]int // samples of each part in an epoch
	spent  map[messages.Part]time.Duration
	passed map[messages.Part]int // samples, in phases that have ended
}

// Start begins a run of some epochs.
func (p *Pace) Start(epochs int, dataset *datasets.Dataset) {
	p.Epochs = epochs
	p.parts = map[messages.Part]int{messages.Train: dataset.Train.Len(), messages.Test: dataset.Test.Len()}
	if dataset.Validation != nil {
		p.parts[messages.Validation] = dataset.Validation.Len()
	}
	p.spent, p.passed = map[messages.Part]time.Duration{}, map[messages.Part]int{}
}

// Phase begins a pass over some samples, and ends the one before.
func (p *Pace) Phase(epoch int, part messages.Part, samples int) {
	if p.spent != nil && p.Done > 0 {
		p.spent[p.Part] += p.Now().Sub(p.began)
		p.passed[p.Part] += p.Done
	}
	p.Epoch, p.Part, p.Samples, p.Done, p.began = epoch, part, samples, 0, p.Now()
	p.late, p.earlier = tally{}, tally{}
}

// Presented counts samples that are done with.
func (p *Pace) Presented(outcomes []messages.Outcome) {
	p.Done += len(outcomes)
	if p.late.samples >= block {
		p.late, p.earlier = tally{}, p.late
	}
	p.late.add(outcomes)
}

// Accuracy says how many of the phase's last samples were right, at most some 1,000. It is empty before the first.
func (p *Pace) Accuracy() string {
	samples, right := p.late.samples+p.earlier.samples, p.late.right+p.earlier.right
	if samples == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f %% right", 100*float64(right)/float64(samples))
}

// Wait leaves a time out in which the run was paused.
func (p *Pace) Wait(paused time.Duration) { p.began = p.began.Add(paused) }

// second is how long a sample of a part takes, in seconds; 0 as long as that is not known.
func (p *Pace) second(part messages.Part) float64 {
	spent, passed := p.spent[part], p.passed[part]
	if part == p.Part {
		spent, passed = spent+p.Now().Sub(p.began), passed+p.Done
	}
	if passed == 0 || part == p.Part && p.Now().Sub(p.began) < enoughTime && p.passed[part] == 0 {
		return 0
	}
	return spent.Seconds() / float64(passed)
}

// Rate is the samples a second of the phase, 0 as long as that is not known.
func (p *Pace) Rate() float64 {
	elapsed := p.Now().Sub(p.began)
	if elapsed < enoughTime {
		return 0
	}
	return float64(p.Done) / elapsed.Seconds()
}

// Text is the rate of the phase, and the time that is left of the run, once they are known.
func (p *Pace) Text() string {
	rate := p.Rate()
	if rate == 0 {
		return ""
	}
	text := fmt.Sprintf(", %s samples/s", numeral.Short(rate))
	if left := p.Left(); left > 0 {
		text += fmt.Sprintf(", about %v left", left.Round(time.Second))
	}
	return text
}

// Share is how much of the phase is done, from 0 to 1.
func (p *Pace) Share() float64 { return min(1, float64(p.Done)/float64(max(1, p.Samples))) }

// ShareOfRun is how many of the run's samples are done, those of tests included, from 0 to 1.
func (p *Pace) ShareOfRun() float64 {
	done, all := p.Done, 0
	for part, samples := range p.parts {
		all += samples
		isOver := p.Part == messages.Test || p.Part == messages.Validation && part == messages.Train
		if isOver && part != p.Part {
			done += samples
		}
	}
	return min(1, (float64(p.Epoch-1)+float64(done)/float64(max(1, all)))/float64(max(1, p.Epochs)))
}

// OfRun says how much of the run is done, and nothing where there is none.
func (p *Pace) OfRun() string {
	if p.Epochs == 0 {
		return ""
	}
	return fmt.Sprintf(", %.0f %% of the run", 100*p.ShareOfRun())
}

// Left is the time that the rest of the run takes at the rates so far; what has not been measured yet counts as
// training. It is 0 as long as nothing is known.
func (p *Pace) Left() time.Duration {
	if p.Epochs == 0 {
		return 0
	}
	seconds := 0.0
	for part, samples := range p.parts {
		each := p.second(part)
		if each == 0 {
			each = p.second(p.Part)
		}
		waiting := float64((p.Epochs - p.Epoch) * samples)
		switch {
		case part == p.Part:
			waiting += float64(p.Samples - p.Done)
		case p.Part == messages.Train: // tests follow
			waiting += float64(samples)
		case p.Part == messages.Validation && part == messages.Test:
			waiting += float64(samples)
		}
		seconds += waiting * each
	}
	return time.Duration(seconds * float64(time.Second))
}
