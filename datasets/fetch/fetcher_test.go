package fetch

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/datasets"
)

// TestFetch lists what a mirror may do and what must come of it.
func TestFetch(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers []answer
		part    string // what an earlier call left behind
		ranges  []string
	}{
		{"at once", nil, "", []string{""}},
		{"interrupted and resumed", []answer{cut}, "", []string{"", "bytes=13-"}},
		{"interrupted twice", []answer{cut, status(503)}, "", []string{"", "bytes=13-", "bytes=13-"}},
		{"silent", []answer{stall}, "", []string{"", "bytes=13-"}},
		{"ended early without a length", []answer{shortly}, "", []string{"", "bytes=13-"}},
		{"resumed from an earlier call", nil, letters[:5], []string{"bytes=5-"}},
		{"whole since an earlier call", nil, letters, nil},
		{"range ignored", []answer{ignoringRange}, "wrong", []string{"bytes=5-"}},
		{"pieces that do not fit", nil, "wrong", []string{"bytes=5-", ""}},
		{"whole but wrong since an earlier call", nil, strings.ToUpper(letters), []string{""}},
		{"too long since an earlier call", nil, letters + letters, []string{""}},
		{"range refused", []answer{status(416)}, letters[:5], []string{"bytes=5-", ""}},
		{"other range", []answer{otherRange}, letters[:5], []string{"bytes=5-", ""}},
		{"changed meanwhile", []answer{cutOther}, "", []string{"", "bytes=13-"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMirror(t, lettersFile(), test.answers...)
			dir := t.TempDir()
			folder := filepath.Join(dir, "letters")
			if test.part != "" {
				writeFile(t, filepath.Join(folder, fileName+".part"), test.part)
			}
			f := testFetcher()
			f.Patience = patienceFor(test.name)
			if err := f.described(t.Context(), lettersSet(m), dir); err != nil {
				t.Fatal(err)
			}
			requireContent(t, filepath.Join(folder, fileName), letters)
			requireFiles(t, folder, fileName)
			m.requireRanges(t, test.ranges...)
		})
	}
}

// patienceFor is short only where a server is meant to go silent, so that a busy
// machine does not fail the other tests.
func patienceFor(name string) time.Duration {
	if name == "silent" {
		return 200 * time.Millisecond
	}
	return time.Minute
}

func otherRange(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.Header().Set("Content-Range", "bytes 7-25/26")
	w.WriteHeader(http.StatusPartialContent)
	w.Write(content[7:])
}

// cutOther sends half of another version, which If-Range then tells apart.
func cutOther(w http.ResponseWriter, r *http.Request, content []byte) {
	cut(w, r, []byte(strings.ToUpper(string(content))))
}

// TestFetchFails lists what cannot succeed, and what is left behind.
func TestFetchFails(t *testing.T) {
	byHand := "by hand: put into "
	for _, test := range []struct {
		name    string
		answers []answer
		left    []string
		want    []string
	}{
		{"not found", []answer{status(404)}, nil, []string{"404 Not Found", byHand, fileName, hexSHA256([]byte(letters))}},
		{"always busy", []answer{status(503), status(503), status(503)}, nil, []string{"503 Service Unavailable", byHand}},
		{"always truncated", []answer{cut, cut, cut}, []string{fileName + ".part"}, []string{"unexpected EOF", byHand}},
		{"wrong content", []answer{sending(strings.ToUpper(letters))}, nil,
			[]string{"wrong checksum: sha256 " + hexSHA256([]byte(strings.ToUpper(letters))) + ", want " + hexSHA256([]byte(letters)), byHand}},
		{"a page in its place", []answer{status(200)}, nil, []string{"27 bytes, want 26", byHand}},
		{"longer than promised", []answer{endless}, nil, []string{"more than 26 bytes", byHand}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := newMirror(t, lettersFile(), test.answers...)
			dir := t.TempDir()
			err := testFetcher().described(t.Context(), lettersSet(m), dir)
			requireError(t, err, append(test.want, "fetch: letters: ", filepath.Join(dir, "letters"))...)
			requireFiles(t, filepath.Join(dir, "letters"), test.left...)
			if got := errors.Is(err, ErrChecksum); got != (test.name == "wrong content") {
				t.Errorf("error %q: wraps ErrChecksum: %v", err, got)
			}
			if got := len(m.ranges); got != len(test.answers) {
				t.Errorf("%d requests, want %d", got, len(test.answers))
			}
		})
	}
}

func TestFetchFallsBackToNextMirror(t *testing.T) {
	gone := newMirror(t, nil)
	wrong := newMirror(t, lettersFile(), sending(strings.ToUpper(letters)))
	broken := newMirror(t, lettersFile(), cut, status(404))
	good := newMirror(t, lettersFile())
	dir := t.TempDir()
	if err := testFetcher().described(t.Context(), lettersSet(gone, wrong, broken, good), dir); err != nil {
		t.Fatal(err)
	}
	requireContent(t, filepath.Join(dir, "letters", fileName), letters)
	good.requireRanges(t, "bytes=13-") // goes on where the broken one stopped
}

func TestFetchWithoutNetwork(t *testing.T) {
	m := newMirror(t, lettersFile())
	m.Close()
	dir := t.TempDir()
	err := testFetcher().described(t.Context(), lettersSet(m), dir)
	requireError(t, err, "fetch: letters: ", "refused", "by hand: put into "+filepath.Join(dir, "letters"), fileName)
}

func TestFetchCancelledAndResumed(t *testing.T) {
	m := newMirror(t, lettersFile(), stall)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	f := testFetcher()
	f.Progress = func(_ string, done, _ int64) {
		if done == 13 {
			cancel()
		}
	}
	err := f.described(ctx, lettersSet(m), dir)
	requireError(t, err, "fetch: letters: stopped: context canceled", filepath.Join(dir, "letters"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %q does not wrap context.Canceled", err)
	}
	part := filepath.Join(dir, "letters", fileName+".part")
	requireContent(t, part, letters[:13])

	if err := testFetcher().described(t.Context(), lettersSet(m), dir); err != nil {
		t.Fatal(err)
	}
	requireFiles(t, filepath.Join(dir, "letters"), fileName)
	m.requireRanges(t, "", "bytes=13-")
}

func TestFetchReportsProgress(t *testing.T) {
	m := newMirror(t, lettersFile(), cut)
	f := testFetcher()
	var reports []int64
	f.Progress = func(file string, done, total int64) {
		if file != fileName || total != int64(len(letters)) {
			t.Errorf("progress of %s to %d, want %s to %d", file, total, fileName, len(letters))
		}
		reports = append(reports, done)
	}
	if err := f.described(t.Context(), lettersSet(m), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if first, last := reports[0], reports[len(reports)-1]; first != 0 || last != int64(len(letters)) {
		t.Errorf("progress %v, want from 0 to %d", reports, len(letters))
	}
}

func TestFetchKeepsWhatIsThere(t *testing.T) {
	m := newMirror(t, lettersFile())
	for _, folder := range lettersSet().Folders {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, folder, fileName), letters)
		if err := testFetcher().described(t.Context(), lettersSet(m), dir); err != nil {
			t.Fatal(err)
		}
	}
	m.requireRanges(t)
}

func TestFetchReplacesWrongFile(t *testing.T) {
	m := newMirror(t, lettersFile())
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "letters", fileName), "damaged")
	if err := testFetcher().described(t.Context(), lettersSet(m), dir); err != nil {
		t.Fatal(err)
	}
	requireContent(t, filepath.Join(dir, "letters", fileName), letters)
}

func TestFetchIntoNoFolder(t *testing.T) {
	m := newMirror(t, lettersFile())
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "letters"), "a file in the folder's place")
	err := testFetcher().described(t.Context(), lettersSet(m), dir)
	requireError(t, err, "fetch: letters: mkdir ", "not a directory")
	m.requireRanges(t)
}

func TestDatasetByName(t *testing.T) {
	f, dir := testFetcher(), t.TempDir()
	if err := f.Dataset(t.Context(), "yinyang", dir); err != nil {
		t.Errorf("yinyang: %v", err)
	}
	if err := f.Dataset(t.Context(), "minst", dir); !errors.Is(err, datasets.ErrUnknown) {
		t.Errorf("minst: %v, want ErrUnknown", err)
	}
	err := f.Dataset(t.Context(), "emnist47-derived", dir)
	requireError(t, err, "no download is known", "by hand: put into")
	if !errors.Is(err, datasets.ErrMissing) {
		t.Errorf("emnist47-derived: %v, want ErrMissing", err)
	}
	requireError(t, f.Dataset(t.Context(), "fsdd", dir), "no download is known", "by hand: git clone https://")
	requireFiles(t, dir)
}

// TestPublishedFiles downloads the real MNIST files from a mirror of our own.
func TestPublishedFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads twelve megabytes")
	}
	published := filepath.Join("..", "..", "..", "shared", "data", "mnist")
	if _, err := os.Stat(published); err != nil {
		t.Skipf("the published MNIST files are not at hand: %v", err)
	}
	server := newMirror(t, nil)
	server.Config.Handler = http.FileServer(http.Dir(published))
	f, dir := testFetcher(), t.TempDir()
	f.Mirror = server.URL
	if err := f.Dataset(t.Context(), "mnist", dir); err != nil {
		t.Fatal(err)
	}
	if _, err := datasets.Open("mnist", datasets.Options{Dir: dir, EncodingWindow: 0.1}); err != nil {
		t.Error(err)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
