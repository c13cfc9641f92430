package hdf5

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// readAll reads whatever it can of the paths that recordings of spikes have, and
// returns the first error.
func readAll(content []byte) (first error) {
	note := func(err error) {
		if err != nil && first == nil && !errors.Is(err, ErrNotFound) { // no file has all paths
			first = err
		}
	}
	f, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	for _, path := range []string{"labels", "extra/speaker", "pages", "tree", "lzf", "table", "loop"} {
		_, err := f.Integers(path)
		note(err)
	}
	for _, path := range []string{"extra/keys"} {
		_, _, err := f.Texts(path)
		note(err)
	}
	for _, path := range []string{"column", "f4"} {
		_, _, err := f.Numbers(path)
		note(err)
	}
	for _, path := range []string{""} {
		_, err := f.Members(path)
		note(err)
	}
	if l, err := f.Lists("spikes/times"); err != nil {
		note(err)
	} else {
		note(readLists(l, l.AppendFloats))
	}
	if l, err := f.Lists("spikes/units"); err != nil {
		note(err)
	} else {
		note(readLists(l, l.AppendIntegers))
	}
	return first
}

func readLists[T any](l *Lists, read func([]T, int) ([]T, error)) error {
	for i := range l.Len() {
		if _, err := read(nil, i); err != nil {
			return err
		}
	}
	return nil
}

// patched returns a file with a little-endian number of so many bytes put a
// distance behind the n-th place where mark stands.
func patched(t *testing.T, content []byte, mark string, n, behind, size int, value uint64) []byte {
	t.Helper()
	at := -1
	for range n {
		next := bytes.Index(content[at+1:], []byte(mark))
		if next < 0 {
			t.Fatalf("no %q number %d", mark, n)
		}
		at += 1 + next
	}
	changed := bytes.Clone(content)
	var word [8]byte
	binary.LittleEndian.PutUint64(word[:], value)
	copy(changed[at+behind:at+behind+size], word[:size])
	return changed
}

// Sizes, counts and addresses that can't be are named, and chains that lead
// back to themselves end.
func TestImpossibleFieldsAreNamed(t *testing.T) {
	earliest, latest, pages := fixture(t, "earliest.h5"), fixture(t, "latest.h5"), fixture(t, "pages_latest.h5")
	tables := fixture(t, "pytables.h5")
	at := func(content []byte, mark string) uint64 { return uint64(bytes.Index(content, []byte(mark))) }
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"no signature":       {[]byte("not an HDF5 file"), `begins with "not an H", allowed: "\x89HDF`},
		"empty":              {nil, `begins with ""`},
		"superblock version": {patched(t, earliest, "\x89HDF", 1, 8, 1, 9), "superblock: version 9, allowed: [0 1 2 3]"},
		"size of addresses":  {patched(t, earliest, "\x89HDF", 1, 13, 1, 4), "addresses of 4 bytes and lengths of 8, allowed: 8 and 8"},
		"base address":       {patched(t, earliest, "\x89HDF", 1, 24, 8, 1<<40), "base address 1099511627776, allowed: up to the end of the file at 9900"},
		"end of file":        {patched(t, earliest, "\x89HDF", 1, 40, 8, 1<<40), "but 9900 are there: it was cut short"},
		"root beyond":        {patched(t, earliest, "\x89HDF", 1, 64, 8, 1<<62), "34 bytes from byte 4611686018427387904 on, allowed: inside the file's 9900 bytes"},
		"tree in itself":     {patched(t, earliest, "TREE", 1, 5, 1, 3), "signature"},
		"tree level":         {patched(t, earliest, "TREE", 1, 5, 1, 200), "level 200, allowed: up to 16"},
		"tree of a chunk":    {patched(t, earliest, "TREE", 1, 4, 1, 1), "of type 1, allowed: 0"},
		"tree entries":       {patched(t, earliest, "TREE", 1, 6, 2, 65535), "allowed: "},
		"tree to itself": {patched(t, patched(t, tables, "TREE\x01", 1, 5, 1, 1), "TREE\x01", 1, 24+24, 8, at(tables, "TREE\x01")),
			"level 1, allowed: 0, one below its parent"},
		"symbol entries":  {patched(t, earliest, "SNOD", 1, 6, 2, 65535), "symbol table: more than"},
		"symbol name":     {patched(t, earliest, "SNOD", 1, 8, 8, 1<<50), "of the local heap, allowed: below its 88 bytes"},
		"local heap size": {patched(t, earliest, "HEAP", 1, 8, 8, 1<<50), "local heap at byte"},
		"heap size":       {patched(t, earliest, "GCOL", 1, 8, 8, 1<<50), "allowed: 16 to 2147483648"},
		"heap object":     {patched(t, earliest, "GCOL", 1, 16+8, 8, 1<<50), "object 1 of 1125899906842624 bytes, allowed: up to"},
		"heap index":      {patched(t, earliest, "GCOL", 1, 16, 2, 77), "no object number 1"},
		"list too long":   {patched(t, earliest, "GCOL", 1, 16+8, 8, 3), "bytes, allowed: up to its 3"},
		"header block":    {patched(t, latest, "OHDR", 1, 0, 1, 'X'), "version 88, allowed: [1]"},
		"array entries":   {patched(t, pages, "FAHD", 1, 8, 8, 1<<60), "1152921504606846976 entries, allowed: one for each of 1100 chunks"},
		"array pages":     {patched(t, pages, "FAHD", 1, 7, 1, 60), "pages of 2^60 entries"},
		"array chunk":     {patched(t, pages, "FADB", 1, 14+1+4, 8, 1<<60), "chunk: 1 bytes from byte 1152921504606846976 on"},
	} {
		err := readAll(test.content)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line with %q", name, err, test.want)
		}
	}
}

// A continuation that names its own block ends with an error.
func TestAHeaderThatContinuesInItself(t *testing.T) {
	// Version 1: one message, a continuation to the block that it stands in.
	content := make([]byte, 64)
	content[0], content[2], content[8] = 1, 1, 24
	binary.LittleEndian.PutUint16(content[16:], messageContinuation)
	binary.LittleEndian.PutUint16(content[18:], 16)
	binary.LittleEndian.PutUint64(content[24:], 16)
	binary.LittleEndian.PutUint64(content[32:], 24)
	f := &File{source: bytes.NewReader(content), size: uint64(len(content))}
	if _, err := f.header(0); err == nil || !strings.Contains(err.Error(), "continued in itself") {
		t.Errorf("error %v, want one about a block that continues in itself", err)
	}
}

// Whatever one byte becomes, reading ends without a panic.
func TestEveryByteMayBeDamaged(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds: not with -short")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // most of the time would go into collections
	for _, name := range []string{"earliest.h5", "chunked_latest.h5", "others_latest.h5"} {
		content := fixture(t, name)
		for i := range content {
			before := content[i]
			content[i] = ^before
			readAll(content)
			content[i] = before
		}
	}
}

func FuzzRead(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "*.h5"))
	if err != nil || len(names) < 8 {
		f.Fatalf("%d fixtures, error %v", len(names), err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		err := readAll(content)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of more than one line: %q", err)
		}
		if again := readAll(content); fmt.Sprint(again) != fmt.Sprint(err) {
			t.Errorf("error %v the second time, %v the first", again, err)
		}
	})
}
