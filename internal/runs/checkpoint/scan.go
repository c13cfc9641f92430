package checkpoint

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
)

// scanner reads a checkpoint from its start to its end and compares checksums. It
// holds no more than one text in memory.
type scanner struct {
	in       *bufio.Reader
	size     int64
	offset   int64     // of what is read next
	total    hash.Hash // of all bytes before the section under way
	sections uint32    // before the section under way
	chunk    []byte
}

func newScanner(source io.ReaderAt, size int64) *scanner {
	return &scanner{
		in:   bufio.NewReaderSize(io.NewSectionReader(source, 0, size), bufferSize),
		size: size, total: sha256.New(), chunk: make([]byte, 64<<10),
	}
}

// read fills dst. It refuses a file with fewer bytes left.
func (s *scanner) read(dst []byte) error {
	if int64(len(dst)) > s.size-s.offset {
		return s.truncated(uint64(s.offset) + uint64(len(dst)))
	}
	n, err := io.ReadFull(s.in, dst)
	s.offset += int64(n)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return refuse("truncated at byte %d while it was read", s.offset)
	}
	return err
}

func (s *scanner) truncated(want uint64) error {
	return refuse("truncated at byte %d, it has to go on to byte %d at least", s.size, want)
}

func (s *scanner) start() error {
	header := make([]byte, fileHeaderSize)
	first := header[:min(int64(len(magic)), s.size)]
	if err := s.read(first); err != nil {
		return err
	}
	if len(first) == 0 || !bytes.HasPrefix([]byte(magic), first) {
		return refuse("it is no checkpoint")
	}
	if err := s.read(header[len(first):]); err != nil {
		return err
	}
	if version := binary.LittleEndian.Uint32(header[len(magic):]); version != Version {
		return refuse("it has version %d of the format, this program reads version %d", version, Version)
	}
	s.total.Write(header)
	return nil
}

// section reads the next section and returns its payload if it is a text or the end.
func (s *scanner) section() (h sectionHeader, payload []byte, err error) {
	header := make([]byte, sectionHeaderSize)
	if err := s.read(header); err != nil {
		return h, nil, err
	}
	h = decodeSectionHeader(header)
	// Compared without a sum that could overflow.
	if left := s.size - s.offset - checksumSize; left < 0 || h.length > uint64(left) {
		return h, nil, refuse("truncated at byte %d, or section %d (%q) is damaged: it claims %d bytes", s.size, s.sections+1, h.name, h.length)
	}
	if h.name == endName {
		payload, err = s.endPayload(header, &h)
		return h, payload, err
	}
	sum := crc32.Update(0, castagnoli, header)
	s.total.Write(header)
	consume := func(chunk []byte) {
		sum = crc32.Update(sum, castagnoli, chunk)
		s.total.Write(chunk)
	}
	if payload, err = s.payload(&h, consume); err != nil {
		return h, nil, err
	}
	trailer, err := s.checksum(&h, sum)
	if err != nil {
		return h, nil, err
	}
	s.total.Write(trailer)
	s.sections++
	return h, payload, nil
}

// payload reads a section's payload piece by piece and returns it if it is a text.
func (s *scanner) payload(h *sectionHeader, consume func([]byte)) ([]byte, error) {
	if h.name != neuronsName && h.length <= largestText {
		text := make([]byte, h.length)
		err := s.read(text)
		consume(text)
		return text, err
	}
	for left := h.length; left > 0; {
		chunk := s.chunk[:min(left, uint64(len(s.chunk)))]
		if err := s.read(chunk); err != nil {
			return nil, err
		}
		consume(chunk)
		left -= uint64(len(chunk))
	}
	if h.name != neuronsName {
		return nil, refuse("section %d (%q) has %d bytes, at most %d are allowed", s.sections+1, h.name, h.length, largestText)
	}
	return nil, nil
}

func (s *scanner) checksum(h *sectionHeader, sum uint32) ([]byte, error) {
	trailer := make([]byte, checksumSize)
	if err := s.read(trailer); err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(trailer) != sum {
		return nil, refuse("the checksum of section %d (%q) differs: it is damaged", s.sections+1, h.name)
	}
	return trailer, nil
}

// endPayload reads the last section, which the checksum in it does not cover.
func (s *scanner) endPayload(header []byte, h *sectionHeader) ([]byte, error) {
	if h.length != sha256.Size {
		return nil, refuse("section %d (%q) has %d bytes, must have %d: it is damaged", s.sections+1, h.name, h.length, sha256.Size)
	}
	payload := make([]byte, sha256.Size)
	if err := s.read(payload); err != nil {
		return nil, err
	}
	_, err := s.checksum(h, crc32.Update(crc32.Update(0, castagnoli, header), castagnoli, payload))
	return payload, err
}

// finish compares what the last section says of the file with the file.
func (s *scanner) finish(h *sectionHeader, payload []byte) error {
	switch {
	case h.count != s.sections:
		return refuse("it has %d sections, must have %d", s.sections, h.count)
	case !bytes.Equal(payload, s.total.Sum(nil)):
		return refuse("the checksum of the file differs: it is damaged")
	case s.offset != s.size:
		return refuse("%d bytes follow its end", s.size-s.offset)
	}
	return nil
}
