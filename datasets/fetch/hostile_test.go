package fetch

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A part that is no file is refused: a link may lead out of the directory.
func TestFetchWritesThroughNoLink(t *testing.T) {
	m := newMirror(t, lettersFile())
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious")
	writeFile(t, precious, "precious")
	part := filepath.Join(dir, "letters", fileName+".part")
	if err := os.MkdirAll(filepath.Dir(part), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, part); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	err := testFetcher().described(t.Context(), lettersSet(m), dir)
	requireError(t, err, "fetch: letters: ", part, "no regular file, allowed: a file, or nothing")
	requireContent(t, precious, "precious")
	m.requireRanges(t)
}

// The member of an archive is written to a file of its own, too.
func TestExtractWritesThroughNoLink(t *testing.T) {
	archive := packedLetters(t, "gzip/"+fileName, letters)
	m := newMirror(t, map[string][]byte{archiveName: archive})
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious")
	writeFile(t, precious, "precious")
	target := filepath.Join(dir, "letters", fileName)
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, target+".part"); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if err := testFetcher().described(t.Context(), archivedSet(m, archive), dir); err != nil {
		t.Fatal(err)
	}
	requireContent(t, target, letters)
	requireContent(t, precious, "precious")
}

// A server may redirect for ever, or to a file of this machine, or answer with
// whatever it likes.
func TestServersThatMeanHarm(t *testing.T) {
	for name, test := range map[string]struct {
		answer answer
		want   string
	}{
		"a redirection to itself": {func(w http.ResponseWriter, r *http.Request, _ []byte) {
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
		}, "stopped after 10 redirects"},
		"a redirection to a file": {func(w http.ResponseWriter, r *http.Request, _ []byte) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		}, "unsupported protocol scheme"},
		"a long header": {func(w http.ResponseWriter, r *http.Request, _ []byte) {
			w.Header().Set("ETag", strings.Repeat("x", 11<<20))
			w.WriteHeader(http.StatusOK)
		}, "server response headers exceeded"},
		"a length that is a lie": {func(w http.ResponseWriter, r *http.Request, content []byte) {
			w.Header().Set("Content-Length", "9223372036854775807")
			w.Write(content)
		}, "9223372036854775807 bytes, want 26"},
		"a body without end": {func(w http.ResponseWriter, r *http.Request, _ []byte) { flood(w, r) }, "more than 26 bytes"},
		"a range of its own": {func(w http.ResponseWriter, r *http.Request, _ []byte) {
			w.Header().Set("Content-Range", "bytes 5-9/*")
			w.WriteHeader(http.StatusPartialContent)
		}, "want one from byte 0"},
	} {
		m := newMirror(t, lettersFile(), test.answer, test.answer, test.answer, test.answer, test.answer, test.answer, test.answer, test.answer, test.answer, test.answer, test.answer, test.answer)
		dir := t.TempDir()
		err := testFetcher().described(t.Context(), lettersSet(m), dir)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%s: error %.500v, want one line with %q", name, err, test.want)
		}
		requireFiles(t, filepath.Join(dir, "letters"))
	}
}

// flood writes until nobody reads any more.
func flood(w http.ResponseWriter, r *http.Request) {
	w.(http.Flusher).Flush()
	chunk := make([]byte, 1<<16)
	for r.Context().Err() == nil {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

// A status may hold what would move the cursor.
func TestAStatusIsMadePrintable(t *testing.T) {
	err := statusError(&http.Response{Status: "500 \x1b[2Jgone" + strings.Repeat("!", 1000)})
	if !strings.HasPrefix(err.Error(), `500 \x1b[2Jgone!`) || len(err.Error()) > 2*longestStatus {
		t.Errorf("error %q", err)
	}
}
