package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"sfdfa-actors/internal/file/untrusted"
)

// errSilent is why a request is given up on after Fetcher.Patience.
var errSilent = errors.New("the server went silent")

// transfer sends one request for what the part still lacks. A nil error means
// that the part is as long as it should be.
func (f *Fetcher) transfer(ctx context.Context, file remote, url string, part *partial) error {
	have, err := part.length()
	if err != nil {
		return err
	}
	if file.size > 0 && have == file.size {
		part.resumed = true
		return nil
	}
	if have > file.limit {
		have = 0
	}

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(f.Patience, func() { cancel(errSilent) })
	defer watch.Stop()

	response, err := f.request(ctx, url, have, part.validator)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if isWhole(response, have) {
		part.resumed = true
		return nil
	}
	have, total, err := part.accept(response, have)
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	if file.size > 0 && total >= 0 && total != file.size || total > file.limit {
		return fmt.Errorf("%s: %d bytes, want %d", url, total, file.limit)
	}
	body := &watchedBody{ctx, response.Body, watch, f.Patience}
	report := func(done int64) { f.progress(file.name, done, total) }
	have, err = part.write(body, have, file.limit, report)
	if err == nil && have < max(file.size, total) {
		err = &transientError{fmt.Errorf("ended after %d of %d bytes", have, max(file.size, total))}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	return nil
}

// request asks for the bytes from offset on.
func (f *Fetcher) request(ctx context.Context, url string, offset int64, validator string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	// Otherwise Go would unpack a .gz file that a server labels as encoded by gzip.
	request.Header.Set("Accept-Encoding", "identity")
	if offset > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", offset))
		if validator != "" {
			request.Header.Set("If-Range", validator)
		}
	}
	response, err := f.Client.Do(request)
	if err != nil && errors.Is(context.Cause(ctx), errSilent) {
		return nil, &transientError{fmt.Errorf("%s: %w", url, errSilent)}
	}
	return response, err
}

// length is that of the part, 0 if there is none. What is no file, which a
// symbolic link in a directory of others might lead out of, is refused.
func (p *partial) length() (int64, error) {
	info, err := os.Lstat(p.path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, &os.PathError{Op: "open", Path: p.path, Err: fmt.Errorf("%w, allowed: a file, or nothing", untrusted.ErrNoFile)}
	}
	return info.Size(), nil
}

// isWhole reports whether a server has nothing to add because the part is as long
// as its file, which happens where the size is not published.
func isWhole(response *http.Response, have int64) bool {
	_, total := contentRange(response.Header.Get("Content-Range"))
	return response.StatusCode == http.StatusRequestedRangeNotSatisfiable && have > 0 && total == have
}

// accept decides by the status where the body belongs: behind the bytes there
// are (206) or at the start (200, also from a server that ignores Range or whose
// file has changed). total is the size of the whole file, -1 if it is not known.
func (p *partial) accept(response *http.Response, have int64) (offset, total int64, err error) {
	switch status := response.StatusCode; {
	case status == http.StatusPartialContent:
		header := response.Header.Get("Content-Range")
		start, total := contentRange(header)
		if start != have {
			return 0, 0, p.restart(fmt.Errorf("range %q, want one from byte %d", header, have))
		}
		p.resumed = true
		return start, total, nil
	case status == http.StatusOK:
		p.resumed = false
		p.validator = strongTag(response.Header.Get("ETag"))
		return 0, response.ContentLength, nil
	case status == http.StatusRequestedRangeNotSatisfiable:
		return 0, 0, p.restart(statusError(response))
	case status == http.StatusTooManyRequests || status >= 500:
		return 0, 0, &transientError{statusError(response)}
	default:
		return 0, 0, statusError(response)
	}
}

// statusError is a status as an error; a server may write anything into it.
func statusError(response *http.Response) error {
	return errors.New(untrusted.Line(response.Status, longestStatus))
}

// longestStatus bounds a status in an error, in bytes.
const longestStatus = 100

// restart gives up the bytes there are so that the next try begins anew.
func (p *partial) restart(cause error) error {
	if err := os.Remove(p.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return &transientError{cause}
}

// contentRange reads "bytes START-END/TOTAL"; -1 stands for what it cannot read.
func contentRange(header string) (start, total int64) {
	span, size, _ := strings.Cut(strings.TrimPrefix(header, "bytes "), "/")
	first, _, _ := strings.Cut(span, "-")
	return number(first), number(size)
}

func number(digits string) int64 {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// strongTag returns an ETag that promises equal bytes, or nothing.
func strongTag(tag string) string {
	if strings.HasPrefix(tag, `"`) {
		return tag
	}
	return ""
}

// write puts a body at an offset of the part, cuts off what was behind it and
// returns the new length. More than limit bytes are an error, and are deleted.
func (p *partial) write(body io.Reader, offset, limit int64, report func(done int64)) (int64, error) {
	file, err := os.OpenFile(p.path, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return offset, err
	}
	defer file.Close()
	if err := file.Truncate(offset); err != nil {
		return offset, err
	}
	report(offset)
	counted := &counter{io.NewOffsetWriter(file, offset), offset, report}
	if _, err := io.Copy(counted, io.LimitReader(body, limit-offset+1)); err != nil {
		return counted.done, err
	}
	if counted.done > limit {
		return counted.done, joined(fmt.Errorf("more than %d bytes", limit), os.Remove(p.path))
	}
	return counted.done, file.Close()
}

// counter reports how far a file has got.
type counter struct {
	io.Writer
	done   int64
	report func(done int64)
}

func (c *counter) Write(chunk []byte) (int, error) {
	n, err := c.Writer.Write(chunk)
	c.done += int64(n)
	c.report(c.done)
	return n, err
}

// watchedBody reads a response, winds up the watch with each chunk, and marks
// failures of the network as worth another try.
type watchedBody struct {
	ctx      context.Context
	body     io.Reader
	watch    *time.Timer
	patience time.Duration
}

func (w *watchedBody) Read(chunk []byte) (int, error) {
	n, err := w.body.Read(chunk)
	w.watch.Reset(w.patience)
	if err == nil || err == io.EOF {
		return n, err
	}
	if errors.Is(context.Cause(w.ctx), errSilent) {
		err = errSilent
	}
	return n, &transientError{err}
}
