package progress

import (
	"fmt"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/messages"
)

// enoughTime is how long samples of a kind have to be presented before their rate says anything.
const enoughTime = time.Second

// pace measures how fast a run presents samples, and how long the rest of it will take.
type pace struct {
	now    func() time.Time
	epochs int // 0 where there is no run

	epoch         int
	part          messages.Part
	samples, done int // of the phase
	began         time.Time

	parts  map[messages.Part]int // samples of each part in an epoch
	spent  map[messages.Part]time.Duration
	passed map[messages.Part]int // samples, in phases that have ended
}

func (p *pace) start(epochs int, dataset *datasets.Dataset) {
	p.epochs = epochs
	p.parts = map[messages.Part]int{messages.Train: dataset.Train.Len(), messages.Test: dataset.Test.Len()}
	if dataset.Validation != nil {
		p.parts[messages.Validation] = dataset.Validation.Len()
	}
	p.spent, p.passed = map[messages.Part]time.Duration{}, map[messages.Part]int{}
}

// phase begins a pass over some samples, and ends the one before.
func (p *pace) phase(epoch int, part messages.Part, samples int) {
	if p.spent != nil && p.done > 0 {
		p.spent[p.part] += p.now().Sub(p.began)
		p.passed[p.part] += p.done
	}
	p.epoch, p.part, p.samples, p.done, p.began = epoch, part, samples, 0, p.now()
}

func (p *pace) presented(samples int) { p.done += samples }

// second is how long a sample of a part takes, in seconds; 0 as long as that is not known.
func (p *pace) second(part messages.Part) float64 {
	spent, passed := p.spent[part], p.passed[part]
	if part == p.part {
		spent, passed = spent+p.now().Sub(p.began), passed+p.done
	}
	if passed == 0 || part == p.part && p.now().Sub(p.began) < enoughTime && p.passed[part] == 0 {
		return 0
	}
	return spent.Seconds() / float64(passed)
}

// text is the rate of the phase, and the time that is left of the run, once they are known.
func (p *pace) text() string {
	elapsed := p.now().Sub(p.began)
	if elapsed < enoughTime || p.done == 0 {
		return ""
	}
	text := fmt.Sprintf(", %s samples/s", figure.Short(float64(p.done)/elapsed.Seconds()))
	if left := p.left(); left > 0 {
		text += fmt.Sprintf(", about %v left", left.Round(time.Second))
	}
	return text
}

// left is the time that the rest of the run takes at the rates so far; what has not been measured yet counts as
// training.
func (p *pace) left() time.Duration {
	if p.epochs == 0 {
		return 0
	}
	seconds := 0.0
	for part, samples := range p.parts {
		each := p.second(part)
		if each == 0 {
			each = p.second(p.part)
		}
		waiting := float64((p.epochs - p.epoch) * samples)
		switch {
		case part == p.part:
			waiting += float64(p.samples - p.done)
		case p.part == messages.Train: // tests follow
			waiting += float64(samples)
		case p.part == messages.Validation && part == messages.Test:
			waiting += float64(samples)
		}
		seconds += waiting * each
	}
	return time.Duration(seconds * float64(time.Second))
}
