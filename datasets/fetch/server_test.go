package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sfdfa-actors/datasets"
)

// answer is how a mirror treats one request.
type answer func(w http.ResponseWriter, r *http.Request, content []byte)

// mirror is a server with files that can misbehave on the first requests.
type mirror struct {
	*httptest.Server
	files map[string][]byte

	mutex   sync.Mutex
	answers []answer // for the first requests; later ones are served properly
	ranges  []string // the Range header of each request
}

func newMirror(t *testing.T, files map[string][]byte, answers ...answer) *mirror {
	m := &mirror{files: files, answers: answers}
	m.Server = httptest.NewServer(m)
	t.Cleanup(m.Close)
	return m
}

func (m *mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mutex.Lock()
	respond := properly
	if n := len(m.ranges); n < len(m.answers) {
		respond = m.answers[n]
	}
	m.ranges = append(m.ranges, r.Header.Get("Range"))
	m.mutex.Unlock()
	content, found := m.files[strings.TrimPrefix(r.URL.Path, "/")]
	if !found {
		http.NotFound(w, r)
		return
	}
	respond(w, r, content)
}

func (m *mirror) requireRanges(t *testing.T, want ...string) {
	t.Helper()
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if !slices.Equal(m.ranges, want) {
		t.Errorf("requests with ranges %q, want %q", m.ranges, want)
	}
}

func properly(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("ETag", `"`+hexSHA256(content)[:8]+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// cut promises everything and hangs up after half of it.
func cut(w http.ResponseWriter, _ *http.Request, content []byte) {
	half(w, content)
	panic(http.ErrAbortHandler)
}

// stall sends half and then nothing until the client hangs up.
func stall(w http.ResponseWriter, r *http.Request, content []byte) {
	half(w, content)
	<-r.Context().Done()
}

func half(w http.ResponseWriter, content []byte) {
	w.Header().Set("ETag", `"`+hexSHA256(content)[:8]+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.Write(content[:len(content)/2])
	w.(http.Flusher).Flush()
}

func ignoringRange(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.Write(content)
}

// endless names no length and sends more than it should.
func endless(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.(http.Flusher).Flush()
	w.Write(content)
	w.Write(content)
}

// shortly names no length and sends less than it should.
func shortly(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.(http.Flusher).Flush()
	w.Write(content[:len(content)/2])
}

func status(code int) answer {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		http.Error(w, "<html>an error page</html>", code)
	}
}

func sending(content string) answer {
	return func(w http.ResponseWriter, r *http.Request, _ []byte) { properly(w, r, []byte(content)) }
}

func hexSHA256(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

const (
	fileName = "letters-idx1-ubyte.gz"
	letters  = "abcdefghijklmnopqrstuvwxyz"
)

// lettersSet describes a data set of one file, to be had from the given mirrors.
func lettersSet(mirrors ...*mirror) datasets.Description {
	d := datasets.Description{
		Name: "letters", Folders: []string{"letters", "other/letters"},
		Files: []datasets.File{{Name: fileName, Size: int64(len(letters)), SHA256: hexSHA256([]byte(letters))}},
	}
	for _, m := range mirrors {
		d.Mirrors = append(d.Mirrors, m.URL+"/")
	}
	return d
}

func lettersFile() map[string][]byte {
	return map[string][]byte{fileName: []byte(letters)}
}

// testFetcher waits for nothing.
func testFetcher() *Fetcher {
	f := New()
	f.Pause = 0
	f.Tries = 3
	return f
}

func requireContent(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", filepath.Base(path), got, want)
	}
}

// requireFiles checks which files a folder holds, in order of name; without any
// there need be no folder.
func requireFiles(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) && len(want) == 0 {
		return // nothing has come, so there is no folder
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", folder, got, want)
	}
}

func requireError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q, want %q in it", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q has more than one line", err)
	}
}
