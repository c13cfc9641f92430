package untrusted

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// place writes a file and returns its path.
func place(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// link makes a symbolic link to a target and returns its path.
func link(t *testing.T, target string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(target, path); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	return path
}

func TestReadTakesFilesAndLinksToThem(t *testing.T) {
	path := place(t, "file", "content")
	for _, path := range []string{path, link(t, path)} {
		for name, read := range map[string]func(string, int64) ([]byte, error){"Read": Read, "ReadGiven": ReadGiven} {
			if got, err := read(path, 7); err != nil || string(got) != "content" {
				t.Errorf("%s: %q, error %v, want the content", name, got, err)
			}
			_, err := read(path, 6)
			if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), path+": larger than allowed: more than 6 bytes") {
				t.Errorf("%s: error %v, want one that names the file and 6 bytes", name, err)
			}
		}
	}
}

// What is no file is refused at once: opening it could block or never end.
func TestWhatIsNoFileIsRefused(t *testing.T) {
	loop := filepath.Join(t.TempDir(), "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for path, want := range map[string]string{
		t.TempDir():        "no regular file: it is a directory, allowed: a file",
		os.DevNull:         "no regular file: it is a device, allowed: a file",
		socket:             "no regular file: it is a socket, allowed: a file",
		loop:               "too many levels of symbolic links",
		link(t, "/dev/no"): "no such file",
	} {
		for name, read := range map[string]func(string, int64) ([]byte, error){"Read": Read, "ReadGiven": ReadGiven} {
			var named *fs.PathError
			if _, err := read(path, 10); !errors.As(err, &named) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %v, want a PathError with %q", name, err, want)
			}
		}
	}
}

// room is the memory that is set aside while a function runs, in bytes.
func room(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// endless delivers zeros for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestReadUpToNeverSetsAsideMoreThanItsLimitAsksFor(t *testing.T) {
	const limit = 8 << 20
	taken := room(func() {
		if _, err := ReadUpTo(endless{}, limit); !errors.Is(err, ErrTooLarge) {
			t.Errorf("error %v, want ErrTooLarge", err)
		}
	})
	if taken > 4*limit { // the race detector takes some of it
		t.Errorf("%d bytes were set aside for a limit of %d", taken, limit)
	}
	// What has come counts, not what might.
	if taken := room(func() { ReadUpTo(strings.NewReader("short"), 1<<40) }); taken > 1<<20 {
		t.Errorf("%d bytes were set aside for 5", taken)
	}
}

func TestReadUpToReadsWhatThereIs(t *testing.T) {
	for _, size := range []int{0, 1, firstRoom - 1, firstRoom, firstRoom + 1, 5*firstRoom + 3} {
		content := bytes.Repeat([]byte{7}, size)
		for limit, fits := range map[int64]bool{int64(size): true, int64(size) + 1: true, 1 << 40: true, int64(size) - 1: false} {
			if limit < 0 {
				continue
			}
			got, err := ReadUpTo(iotest.DataErrReader(bytes.NewReader(content)), limit)
			if fits && (err != nil || !bytes.Equal(got, content)) {
				t.Errorf("%d bytes with limit %d: %d bytes, error %v", size, limit, len(got), err)
			}
			if !fits && !errors.Is(err, ErrTooLarge) {
				t.Errorf("%d bytes with limit %d: error %v, want ErrTooLarge", size, limit, err)
			}
		}
	}
	broken := io.MultiReader(strings.NewReader("four"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if got, err := ReadUpTo(broken, 10); string(got) != "four" || err != io.ErrUnexpectedEOF {
		t.Errorf("%q, error %v, want what had come and the reader's error", got, err)
	}
}

func TestUnpackedIsBounded(t *testing.T) {
	for packed, want := range map[int64]int64{0: 256 << 20, 8 << 20: 256 << 20, 8<<20 + 1: 256<<20 + 32, 1 << 62: 1 << 55} {
		if got := Unpacked(packed); got != want {
			t.Errorf("%d bytes may unpack to %d, want %d", packed, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	var value struct{ X int }
	path := place(t, "x.json", `{"X": 3}`)
	if err := JSON(path, 100, &value); err != nil || value.X != 3 {
		t.Errorf("%v, error %v, want 3", value, err)
	}
	var many []struct{}
	for name, test := range map[string]struct{ content, want string }{
		"too large":   {strings.Repeat(" ", 8<<20+1), "larger than allowed: more than 8388608 bytes"},
		"objects":     {"[" + strings.Repeat("{},", mostObjects) + "{}]", "524289 JSON objects, allowed: up to 524288"},
		"no JSON":     {"[1,]", "invalid character"},
		"other kind":  {`{"X": 3}`, "cannot unmarshal object"},
		"a deep nest": {strings.Repeat("[", 1<<20), "exceeded max depth"},
	} {
		path := place(t, "y.json", test.content)
		err := JSON(path, 8<<20, &many)
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with the file and %q", name, err, test.want)
		}
	}
}
