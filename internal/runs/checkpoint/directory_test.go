package checkpoint

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write makes a checkpoint after each of so many batches.
func write(t *testing.T, d Directory, batches ...uint64) {
	t.Helper()
	for _, batch := range batches {
		w, err := Create(d.Path(batch))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(fill(w.Text, w.Neurons), w.Commit()); err != nil {
			t.Fatal(err)
		}
	}
}

func batches(t *testing.T, d Directory) (all []uint64) {
	t.Helper()
	entries, err := d.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		all = append(all, entry.Batch)
	}
	return all
}

func TestTheNewestAreKept(t *testing.T) {
	d := Directory(t.TempDir())
	write(t, d, 7, 100, 20, 12345678901)
	if got := batches(t, d); !slices.Equal(got, []uint64{12345678901, 100, 20, 7}) {
		t.Errorf("listed %v, want newest first", got)
	}
	left := filepath.Join(string(d), ".batch-0000000020.checkpoint123")
	other := filepath.Join(string(d), "notes")
	for _, path := range []string{left, other} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Keep(2); err != nil {
		t.Fatal(err)
	}
	if got := batches(t, d); !slices.Equal(got, []uint64{12345678901, 100}) {
		t.Errorf("kept %v, want the newest two", got)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a half-written file stays: %v", err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a foreign file went: %v", err)
	}
}

func TestTheOneBeforeADamagedOneIsTaken(t *testing.T) {
	d := Directory(t.TempDir())
	if f, refusals, err := d.Newest(); f != nil || refusals != nil || err != nil {
		t.Errorf("empty directory: %v, %v, %v", f, refusals, err)
	}
	if f, _, err := (d + "-none").Newest(); f != nil || err != nil {
		t.Errorf("no directory: %v, %v", f, err)
	}
	write(t, d, 1, 2, 3)
	for batch, content := range map[uint64]string{3: "", 2: "no such thing"} {
		if err := os.WriteFile(d.Path(batch), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, refusals, err := d.Newest()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if f.Path != d.Path(1) || len(refusals) != 2 || refusals[0].Path != d.Path(3) || !strings.Contains(refusals[1].Error(), "no checkpoint") {
		t.Errorf("took %s after %v, want the first after two refusals", f.Path, refusals)
	}
	if err := errors.Join(SetAside(d.Path(3)), SetAside(d.Path(2))); err != nil {
		t.Fatal(err)
	}
	if got := batches(t, d); !slices.Equal(got, []uint64{1}) {
		t.Errorf("listed %v, want 1", got)
	}
}

func TestNoUsableCheckpointIsAnErrorWithEveryReason(t *testing.T) {
	d := Directory(t.TempDir())
	write(t, d, 1, 2)
	for _, batch := range []uint64{1, 2} {
		if err := os.Truncate(d.Path(batch), 40); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := d.Newest()
	if err == nil || strings.Count(err.Error(), "truncated at byte 40") != 2 {
		t.Errorf("error %v, want two reasons", err)
	}
	if err := os.Remove(d.Path(2)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(d.Path(2), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(d.Path(2)); err == nil || !strings.Contains(err.Error(), "it is no file") {
		t.Errorf("error %v, want one that says that it is no file", err)
	}
}

// A writer that fails, or is given up, leaves what was there.
func TestAnAbandonedCheckpointLeavesTheLastGoodOne(t *testing.T) {
	d := Directory(t.TempDir())
	write(t, d, 1)
	w, err := Create(d.Path(1))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Text("run", make([]byte, 3*bufferSize)), w.Abandon()); err != nil {
		t.Fatal(err)
	}
	if files, _ := os.ReadDir(string(d)); len(files) != 1 {
		t.Errorf("%d files, want 1", len(files))
	}
	f, err := Open(d.Path(1))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(string(d)); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(d.Path(2)); err == nil || !strings.Contains(err.Error(), d.Path(2)) {
		t.Errorf("error %v, want one that names the file", err)
	}
}

// A full disk is an error of whatever is written when it is full.
func TestAFullDiskIsAnError(t *testing.T) {
	for room := range 40 {
		e, err := newEncoder(&disk{room: room * 10})
		if err == nil {
			err = errors.Join(fill(e.text, e.neurons), e.finish())
		}
		if !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: error %v, want that the disk is full", room*10, err)
		}
	}
}

var errFull = errors.New("no space left on device")

// disk takes only so many bytes.
type disk struct{ room int }

// Write implements io.Writer.
func (d *disk) Write(text []byte) (int, error) {
	if len(text) > d.room {
		return 0, errFull
	}
	d.room -= len(text)
	return len(text), nil
}
