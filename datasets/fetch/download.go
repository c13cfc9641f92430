package fetch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// remote is one file to download.
type remote struct {
	name    string
	size    int64 // exact number of bytes, 0 if not published
	limit   int64 // most bytes ever written to disk
	sum     checksum
	mirrors []string // base URLs with their final slash
}

// partial is what has been read of a file so far.
type partial struct {
	path string
	// validator is the strong ETag of the bytes read from the present mirror in
	// this call; bytes from earlier have none, the checksum settles whether they fit.
	validator string
	// resumed tells that the bytes come from more than one response.
	resumed bool
}

// download reads a file from the first mirror that has it whole and puts it at
// target. Its error joins what went wrong with each mirror.
func (f *Fetcher) download(ctx context.Context, file remote, target string) error {
	var failures []error
	for i, mirror := range file.mirrors {
		part := &partial{path: target + ".part"}
		err := f.fromMirror(ctx, file, mirror+file.name, part)
		if err == nil {
			f.notice("%s: %s verified", file.name, file.sum.algorithm)
			return publish(part.path, target)
		}
		failures = append(failures, err)
		if ctx.Err() != nil {
			break
		}
		if i+1 < len(file.mirrors) {
			f.notice("%s: %v; trying the next mirror", file.name, err)
		}
	}
	return fmt.Errorf("%s: %w", file.name, joined(failures...))
}

// fromMirror reads a file into its part and verifies it, again and again while
// there is hope.
func (f *Fetcher) fromMirror(ctx context.Context, file remote, url string, part *partial) error {
	for try := 1; ; try++ {
		err := f.transfer(ctx, file, url, part)
		if err == nil {
			err = file.verify(part)
		}
		var again *transientError
		if err == nil || ctx.Err() != nil || try >= f.Tries || !errors.As(err, &again) {
			return err
		}
		f.notice("%s: %v; trying again", file.name, err)
		if err := wait(ctx, f.Pause); err != nil {
			return err
		}
	}
}

// verify checks a whole part and deletes it if it is wrong. It is worth another
// try if it was put together from pieces that may not belong to each other.
func (r remote) verify(part *partial) error {
	err := r.sum.check(part.path)
	if !errors.Is(err, ErrChecksum) {
		return err
	}
	if removeErr := os.Remove(part.path); removeErr != nil {
		return removeErr
	}
	if part.resumed {
		return &transientError{err}
	}
	return err
}

// transientError is a failure that may not happen again.
type transientError struct{ cause error }

func (e *transientError) Error() string { return e.cause.Error() }
func (e *transientError) Unwrap() error { return e.cause }

// wait returns after a pause, or at once with an error if ctx ends before.
func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
