package datasets

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"sfdfa-actors/internal/file/untrusted"
)

// maxUnpacked bounds a file that comes out of a .gz or a .zip, besides
// untrusted.Unpacked: it is held in memory while it is read.
const maxUnpacked = 1 << 31

// unpacked is a file's content for reading anywhere in it.
type unpacked struct {
	io.ReaderAt
	size  int64
	close func() error
}

// openUnpacked opens a file that is plain, compressed by gzip, or alone in a
// zip archive with a name that ends in .h5, whatever its own name is. A plain
// file is read from disk, one that has to be unpacked takes its size in memory.
func openUnpacked(name string) (*unpacked, error) {
	file, err := untrusted.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	start := make([]byte, sniffed)
	n, err := file.ReadAt(start, 0)
	if err == nil || err == io.EOF {
		err = refuseText(start[:n])
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	var content []byte
	limit := min(maxUnpacked, untrusted.Unpacked(info.Size()))
	switch {
	case bytes.HasPrefix(start, []byte(gzipMagic)):
		content, err = unpackGzip(file, limit)
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		content, err = unpackZip(file, info.Size(), limit)
	default:
		return &unpacked{file, info.Size(), file.Close}, nil
	}
	file.Close()
	if err != nil {
		return nil, err
	}
	return &unpacked{bytes.NewReader(content), int64(len(content)), func() error { return nil }}, nil
}

func unpackGzip(file io.Reader, limit int64) ([]byte, error) {
	r, err := uncompressed(file)
	if err != nil {
		return nil, err
	}
	return unpack(r, limit)
}

func unpackZip(file io.ReaderAt, size, limit int64) ([]byte, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, err
	}
	var found []*zip.File
	for _, member := range archive.File {
		// An archive made on a Mac has a folder of resources of the same names.
		if path.Ext(member.Name) == ".h5" && !strings.HasPrefix(member.Name, "__MACOSX/") {
			found = append(found, member)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d files that end in .h5 in the archive, want 1", len(found))
	}
	if found[0].UncompressedSize64 > uint64(limit) {
		return nil, tooLarge(limit)
	}
	r, err := found[0].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return unpack(r, limit)
}

// unpack reads to the end, which has to come after at most limit bytes.
func unpack(r io.Reader, limit int64) ([]byte, error) {
	content, err := untrusted.ReadUpTo(r, limit)
	switch {
	case isEnd(err):
		return nil, fmt.Errorf("cut short after %d unpacked bytes", len(content))
	case errors.Is(err, untrusted.ErrTooLarge):
		return nil, tooLarge(limit)
	}
	return content, err
}

func tooLarge(limit int64) error {
	return fmt.Errorf("more than %d bytes when unpacked, want at most as many", limit)
}
