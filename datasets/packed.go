package datasets

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// gzipMagic is what a gzip frame begins with.
const gzipMagic = "\x1f\x8b"

// sniffed is how much of a file tells what it is, in bytes.
const sniffed = 512

// errBehindGzip tells of bytes that belong to no gzip frame.
var errBehindGzip = errors.New("goes on behind the end of its gzip frame, want the end of the file or another frame")

// uncompressed undoes gzip if the content, whatever its name, begins like it. A text
// is refused: servers send a page about an error in place of a file.
func uncompressed(r io.Reader) (io.Reader, error) {
	content := bufio.NewReader(r)
	start, err := content.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if err := refuseText(start); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(string(start), gzipMagic) {
		return content, nil
	}
	frame, err := gzip.NewReader(content)
	if isEnd(err) {
		return nil, errEarlyEnd
	}
	if err != nil {
		return nil, err
	}
	frame.Multistream(false)
	return &gzipFrames{frame, content}, nil
}

// gzipFrames reads one gzip frame after the other, up to the end of the content.
type gzipFrames struct {
	frame   *gzip.Reader
	content *bufio.Reader
}

func (g *gzipFrames) Read(p []byte) (int, error) {
	n, err := g.frame.Read(p)
	if err != io.EOF {
		return n, err
	}
	switch start, err := g.content.Peek(len(gzipMagic)); {
	case len(start) == 0:
		return n, err
	case string(start) != gzipMagic:
		return n, errBehindGzip
	}
	if err := g.frame.Reset(g.content); err != nil {
		return n, err
	}
	g.frame.Multistream(false)
	return n, nil
}

// refuseText returns an error if a file, of which this is the start, is a page from
// a server, or what git leaves in place of a large file.
func refuseText(start []byte) error {
	kind, _, _ := strings.Cut(http.DetectContentType(start), ";")
	if kind != "text/html" && kind != "text/xml" && !strings.HasPrefix(string(start), "version https://git-lfs") {
		return nil
	}
	return fmt.Errorf("is a text (%s) that begins with %.40q, want the data themselves: download the file again", kind, start)
}
