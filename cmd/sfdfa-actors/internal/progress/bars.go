package progress

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"sfdfa-actors/internal/numeral"
)

// Columns of a terminal that does not say how many it has, and of a bar.
const (
	usualColumns = 80
	shortestBar  = 3
	roomyBar     = 8 // for which texts are left out
	longestBar   = 24
)

// bars is a line of less than a terminal's columns: a bar for the run, one for the pass under way, its rate and the
// time that is left of the run. Where columns are few, it says less.
func (d *Display) bars(columns int) string {
	wordings := d.wordings()
	for i, w := range wordings {
		texts := utf8.RuneCountInString(w.before + w.between + w.behind)
		width := min(longestBar, (columns-1-texts)/w.bars)
		if width >= roomyBar || i == len(wordings)-1 {
			return w.line(max(shortestBar, width), d.pace.ShareOfRun(), d.pace.Share())
		}
	}
	return ""
}

// wording is what stands around the bars.
type wording struct {
	bars                    int // 2 in a run, else 1
	before, between, behind string
}

func (w *wording) line(width int, ofRun, ofPass float64) string {
	if w.bars == 1 {
		return w.before + bar(width, ofPass) + w.behind
	}
	return w.before + bar(width, ofRun) + w.between + bar(width, ofPass) + w.behind
}

// bar is filled from the left.
func bar(width int, share float64) string {
	filled := int(math.Round(share * float64(width)))
	return strings.Repeat("█", filled) + strings.Repeat("░", width-filled)
}

// wordings are what there is to say, from the longest to the shortest.
func (d *Display) wordings() []wording {
	percent := fmt.Sprintf(" %3.0f %%", 100*d.pace.Share())
	accuracy, rate, left, short := "", "", "", ""
	if text := d.pace.Accuracy(); text != "" {
		accuracy = "  " + text
	}
	if r := d.pace.Rate(); r > 0 {
		rate = fmt.Sprintf("  %s samples/s", numeral.Short(r))
	}
	if l := d.pace.Left(); l > 0 {
		short = "  " + l.Round(time.Second).String()
		left = short + " left"
	}
	if d.pace.Epochs == 0 {
		return []wording{
			{bars: 1, before: d.what + " ", behind: percent + accuracy + rate},
			{bars: 1, before: d.what + " ", behind: percent + accuracy},
			{bars: 1, before: d.what + " ", behind: percent},
		}
	}
	run := fmt.Sprintf(" %3.0f %%  ", 100*d.pace.ShareOfRun())
	epoch := fmt.Sprintf("%d/%d ", d.pace.Epoch, d.pace.Epochs)
	return []wording{
		{2, "run ", run + d.what + " ", percent + accuracy + rate + left},
		{2, "run ", run + d.what + " ", percent + accuracy + left},
		{2, "run ", run + d.what + " ", percent + left},
		{2, "run ", run + epoch, percent + short},
		{2, "", "  " + epoch, short},
		{2, "", " ", ""},
	}
}
