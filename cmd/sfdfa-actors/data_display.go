package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// fetchDisplay shows a download: a bar on a terminal, a line now and then
// elsewhere.
type fetchDisplay struct {
	out      io.Writer
	terminal bool
	file     string
	done     int64
	next     int64                    // bytes at which the next plain line is due
	bar      *progressbar.ProgressBar // nil between files
}

// plainStep is the least number of bytes between two plain lines of progress.
const plainStep = 4 << 20

func newFetchDisplay(out io.Writer) *fetchDisplay {
	file, ok := out.(*os.File)
	return &fetchDisplay{out: out, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

func (d *fetchDisplay) notice(line string) {
	d.clear()
	fmt.Fprintln(d.out, line)
}

func (d *fetchDisplay) progress(file string, done, total int64) {
	if file != d.file || done < d.done { // another file, or this one from its start
		d.clear()
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

func (d *fetchDisplay) draw(total int64) {
	if d.bar == nil {
		d.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(d.out), progressbar.OptionSetDescription(d.file),
			progressbar.OptionShowBytes(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	d.bar.Set64(d.done)
}

// clear takes the bar off the terminal.
func (d *fetchDisplay) clear() {
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
