package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Fetch shows a download: a bar on a terminal, a line now and then
// elsewhere.
type Fetch struct {
	out      io.Writer
	terminal bool
	file     string
	done     int64
	next     int64                    // bytes at which the next plain line is due
	bar      *progressbar.ProgressBar // nil between files
}

// plainStep is the least number of bytes between two plain lines of progress.
const plainStep = 4 << 20

// NewFetch returns a display on out.
func NewFetch(out io.Writer) *Fetch {
	file, ok := out.(*os.File)
	return &Fetch{out: out, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

// Notice shows a line.
func (d *Fetch) Notice(line string) {
	d.Clear()
	fmt.Fprintln(d.out, line)
}

// Progress shows how many bytes of a file are there; a total of 0 is not known.
func (d *Fetch) Progress(file string, done, total int64) {
	if file != d.file || done < d.done { // another file, or this one from its start
		d.Clear()
		d.file, d.next = file, done+plainStep
	}
	d.done = done
	if d.terminal {
		d.draw(total)
		return
	}
	if done >= d.next {
		d.next = done + max(plainStep, total/10)
		fmt.Fprintf(d.out, "%s: %s\n", file, megabytes(done, total))
	}
}

func (d *Fetch) draw(total int64) {
	if d.bar == nil {
		d.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(d.out), progressbar.OptionSetDescription(d.file),
			progressbar.OptionShowBytes(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	d.bar.Set64(d.done)
}

// Clear takes the bar off the terminal.
func (d *Fetch) Clear() {
	if d.bar != nil {
		d.bar.Clear()
		d.bar.Exit()
		d.bar = nil
	}
}

func megabytes(done, total int64) string {
	text := fmt.Sprintf("%.1f MB", float64(done)/1e6)
	if total > 0 {
		text = fmt.Sprintf("%s of %.1f MB", strings.TrimSuffix(text, " MB"), float64(total)/1e6)
	}
	return text
}
