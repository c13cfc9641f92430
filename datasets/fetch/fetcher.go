package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sfdfa-actors/datasets"
)

// Fetcher downloads data sets. New returns one with sensible settings. It is
// not for concurrent use, and no two should write to one directory at a time.
type Fetcher struct {
	// Client sends the requests.
	Client *http.Client
	// Mirror is a base URL to use in place of the published ones, or empty.
	Mirror string
	// Tries is how often a file is asked of one mirror, at least 1.
	Tries int
	// Pause is the wait before another try.
	Pause time.Duration
	// Patience is how long a mirror may send nothing before it counts as dead.
	Patience time.Duration
	// Progress, if not nil, is told how many bytes of a file are there, out of
	// how many (-1 if not known): once at the start and after each chunk.
	Progress func(file string, done, total int64)
	// Notice, if not nil, is told what happens, one line at a time.
	Notice func(line string)
}

// New returns a Fetcher that tries each mirror five times, two seconds apart,
// and gives up on one that is silent for half a minute.
func New() *Fetcher {
	return &Fetcher{Client: &http.Client{}, Tries: 5, Pause: 2 * time.Second, Patience: 30 * time.Second}
}

// Dataset downloads the files of the named data set to its folder below dir,
// except those that are there with the published checksum. Errors wrap
// datasets.ErrUnknown, datasets.ErrMissing if the set cannot be downloaded,
// ErrChecksum, or the cause of a failure, and say how to do it by hand. When ctx
// ends, what has been read stays in a .part file for the next call.
func (f *Fetcher) Dataset(ctx context.Context, name, dir string) error {
	d, err := datasets.Describe(name)
	if err != nil {
		return err
	}
	return f.described(ctx, d, dir)
}

func (f *Fetcher) described(ctx context.Context, d datasets.Description, dir string) error {
	if len(d.Files) == 0 {
		f.notice("%s is generated: there is nothing to fetch", d.Name)
		return nil
	}
	if folder, files := d.Locate(dir); allVerified(files) {
		f.notice("%s is complete in %s", d.Name, folder)
		return nil
	}
	folder := filepath.Join(dir, filepath.FromSlash(d.Folders[0]))
	if len(f.mirrors(d)) == 0 {
		return fmt.Errorf("fetch: %s: %w and no download is known; %s", d.Name, datasets.ErrMissing, byHand(d, folder))
	}
	if err := f.files(ctx, d, folder); err != nil {
		return explain(ctx, d, folder, err)
	}
	f.notice("%s is complete in %s", d.Name, folder)
	return nil
}

func (f *Fetcher) files(ctx context.Context, d datasets.Description, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	defer os.Remove(folder) // succeeds only where nothing has come
	wanted := unverified(d, folder)
	if d.Archive != nil {
		return f.archive(ctx, d, folder, wanted)
	}
	for _, file := range wanted {
		if err := f.download(ctx, f.remoteFile(d, file), filepath.Join(folder, file.Name)); err != nil {
			return err
		}
	}
	return nil
}

// unknownSizeLimit bounds a file in bytes whose size is not published.
const unknownSizeLimit = 1 << 30

func (f *Fetcher) remoteFile(d datasets.Description, file datasets.File) remote {
	limit := file.Size
	if limit == 0 {
		limit = unknownSizeLimit
	}
	return remote{name: file.Name, size: file.Size, limit: limit, sum: published(file), mirrors: f.mirrors(d)}
}

// mirrors returns the base URLs to try, each with its final slash.
func (f *Fetcher) mirrors(d datasets.Description) []string {
	if f.Mirror != "" {
		return []string{strings.TrimRight(f.Mirror, "/") + "/"}
	}
	return d.Mirrors
}

func allVerified(files []datasets.Located) bool {
	for _, file := range files {
		if !verified(file) {
			return false
		}
	}
	return true
}

// unverified returns the files that folder lacks or has with other content.
func unverified(d datasets.Description, folder string) (wanted []datasets.File) {
	for _, file := range d.Files {
		if !verified(datasets.Located{File: file, Path: filepath.Join(folder, file.Name)}) {
			wanted = append(wanted, file)
		}
	}
	return wanted
}

// explain makes one line of a failure and says what can be done about it.
func explain(ctx context.Context, d datasets.Description, folder string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("fetch: %s: stopped: %w; the same command goes on from the .part files in %s", d.Name, ctx.Err(), folder)
	}
	var local *os.PathError
	if errors.As(err, &local) {
		return fmt.Errorf("fetch: %s: %w", d.Name, err)
	}
	return fmt.Errorf("fetch: %s: %w; %s", d.Name, err, byHand(d, folder))
}

// byHand tells which files to put where, and their checksums, or what else to do.
func byHand(d datasets.Description, folder string) string {
	if d.Repository != "" {
		return fmt.Sprintf("by hand: git clone %s %s", d.Repository, folder)
	}
	files := make([]string, len(d.Files))
	for i, file := range d.Files {
		files[i] = file.Name
		if sum := published(file); sum.digest != "" {
			files[i] = fmt.Sprintf("%s (%s %s)", file.Name, sum.algorithm, sum.digest)
		}
	}
	line := fmt.Sprintf("by hand: put into %s the files %s", folder, strings.Join(files, ", "))
	if d.Archive != nil {
		line += fmt.Sprintf(", or %s (md5 %s) and fetch again", d.Archive.Name, d.Archive.MD5)
	}
	return line
}

func (f *Fetcher) notice(format string, arguments ...any) {
	if f.Notice != nil {
		f.Notice(fmt.Sprintf(format, arguments...))
	}
}

func (f *Fetcher) progress(file string, done, total int64) {
	if f.Progress != nil {
		f.Progress(file, done, total)
	}
}
