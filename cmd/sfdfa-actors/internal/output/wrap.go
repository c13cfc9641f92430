package output

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// Width is the number of columns that lines for people have at most.
const Width = 100

// Wrap returns a writer that breaks longer lines at spaces. What follows is indented as the last column of the line,
// so that tables stay readable; a word that fits nowhere stays whole.
func Wrap(w io.Writer) io.Writer { return &wrapping{w: w} }

type wrapping struct {
	w    io.Writer
	line []byte // begun, without its end
}

// Write implements io.Writer. It passes on what has no end of a line yet if that fits.
func (w *wrapping) Write(text []byte) (int, error) {
	n := len(text)
	var out bytes.Buffer
	for {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		w.line = append(w.line, line...)
		if !ended {
			_, err := w.w.Write(out.Bytes())
			return n, err
		}
		out.WriteString(wrap(string(w.line)))
		out.WriteByte('\n')
		w.line, text = w.line[:0], rest
	}
}

// wrap breaks one line.
func wrap(line string) string {
	var broken strings.Builder
	indent := lastColumn(line)
	for utf8.RuneCountInString(line) > Width {
		at := breakOf(line, indent)
		if at < 0 {
			break
		}
		broken.WriteString(strings.TrimRight(line[:at], " "))
		broken.WriteByte('\n')
		line = strings.Repeat(" ", indent) + strings.TrimLeft(line[at:], " ")
	}
	broken.WriteString(line)
	return broken.String()
}

// lastColumn is where the last column of a line starts, in runes; 0 where less than a third of the line would be
// left for it.
func lastColumn(line string) int {
	gap := strings.LastIndex(strings.TrimRight(line, " "), "  ")
	if gap < 0 {
		return 0
	}
	if start := utf8.RuneCountInString(line[:gap+2]); start < 2*Width/3 {
		return start
	}
	return 4
}

// breakOf is the index of the last space behind the indentation that leaves a line of Width columns, or else the first
// one beyond, or -1.
func breakOf(line string, indent int) int {
	at, column := -1, 0
	for i, r := range line {
		if r == ' ' && column > indent {
			if column > Width && at >= 0 {
				break
			}
			at = i
		}
		if column > Width && at >= 0 {
			break
		}
		column++
	}
	return at
}
