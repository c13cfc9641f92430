package hdf5

import "fmt"

// Kinds of messages in an object header.
const (
	messageDataspace    = 0x0001
	messageLinkInfo     = 0x0002
	messageDatatype     = 0x0003
	messageFillValue    = 0x0005
	messageLink         = 0x0006
	messageLayout       = 0x0008
	messageGroupInfo    = 0x000a
	messageFilters      = 0x000b
	messageContinuation = 0x0010
	messageSymbolTable  = 0x0011
)

// messageShared is the flag of a message that stands elsewhere.
const messageShared = 0x02

// message is one property of an object.
type message struct {
	kind  uint16
	flags uint8
	data  []byte
}

// header is an object header that is being read.
type header struct {
	file     *File
	version  uint8
	ordered  bool // version 2: messages carry their creation order
	messages []message
	pending  []block         // still to be read
	seen     map[uint64]bool // addresses of blocks
	meter    *meter          // of their bytes
}

type block struct{ at, size uint64 }

// header reads all messages of the object header at an address.
func (f *File) header(at uint64) ([]message, error) {
	h := &header{file: f, seen: map[uint64]bool{}, meter: f.meter("object header")}
	if err := h.prefix(at); err != nil {
		return nil, err
	}
	for len(h.pending) > 0 {
		next := h.pending[0]
		h.pending = h.pending[1:]
		if err := h.block(next, len(h.seen) > 0); err != nil {
			return nil, err
		}
	}
	return h.messages, nil
}

// prefix reads what stands before the first message.
func (h *header) prefix(at uint64) error {
	const longest = 34 // bytes, of version 2 with everything
	n := uint64(longest)
	if at < h.file.size {
		n = min(n, h.file.size-at)
	}
	c, err := h.file.section("object header", at, n)
	if err != nil {
		return err
	}
	before := len(c.data)
	size := h.prefixSize(c)
	if c.err != nil {
		return c.err
	}
	h.pending = append(h.pending, block{at + uint64(before-len(c.data)), size})
	return nil
}

// prefixSize reads the prefix and returns the size of the messages after it.
func (h *header) prefixSize(c *cursor) uint64 {
	if len(c.data) < 4 || string(c.data[:4]) != "OHDR" {
		h.version = c.version(1)
		c.skip(1 + 2 + 4) // reserved, number of messages, references
		size := uint64(c.u32())
		c.skip(4) // up to a multiple of 8
		return size
	}
	c.signature("OHDR")
	h.version = c.version(2)
	flags := c.u8()
	h.ordered = flags&0x04 != 0
	if flags&0x10 != 0 {
		c.skip(4) // when attributes become dense
	}
	if flags&0x20 != 0 {
		c.skip(16) // times
	}
	return c.uint(1 << (flags & 3))
}

// block reads the messages of one block.
func (h *header) block(b block, continued bool) error {
	what := fmt.Sprintf("object header block at byte %d", b.at)
	switch {
	case h.seen[b.at]:
		return fmt.Errorf("hdf5: %s: continued in itself, allowed: each block once", what)
	case len(h.seen) >= maxBlocks:
		return fmt.Errorf("hdf5: %s: block %d, allowed: up to %d blocks", what, len(h.seen)+1, maxBlocks)
	case b.size > maxHeaderBlock:
		return fmt.Errorf("hdf5: %s: %d bytes, allowed: up to %d", what, b.size, maxHeaderBlock)
	}
	h.seen[b.at] = true
	if err := h.meter.charge(b.size); err != nil {
		return err
	}
	data, err := h.file.read(what, b.at, b.size)
	if err != nil {
		return err
	}
	c := &cursor{what: what, data: data}
	if continued && h.version == 2 {
		c.signature("OCHK")
		if len(c.data) >= 4 {
			c.data = c.data[:len(c.data)-4] // checksum
		}
	}
	for c.err == nil && len(c.data) >= h.messagePrefix() {
		h.message(c)
	}
	return c.err
}

// messagePrefix is the number of bytes before a message's data.
func (h *header) messagePrefix() int {
	switch {
	case h.version == 1:
		return 8
	case h.ordered:
		return 6
	}
	return 4
}

// message reads one message and notes the blocks that a continuation names.
func (h *header) message(c *cursor) {
	var m message
	var size int
	if h.version == 1 {
		m.kind = c.u16()
		size = int(c.u16())
		m.flags = c.u8()
		c.skip(3)
	} else {
		m.kind = uint16(c.u8())
		size = int(c.u16())
		m.flags = c.u8()
		if h.ordered {
			c.skip(2)
		}
	}
	m.data = c.bytes(size)
	if len(h.messages) >= maxMessages {
		c.fail("message %d, allowed: up to %d", len(h.messages)+1, maxMessages)
	}
	if c.err != nil {
		return
	}
	if m.kind == messageContinuation {
		next := &cursor{what: c.what, data: m.data}
		h.pending = append(h.pending, block{next.u64(), next.u64()})
		c.err = next.err
		return
	}
	h.messages = append(h.messages, m)
}

// find returns the first message of a kind as a cursor, nil if there is none.
func find(messages []message, kind uint16, what string) (*cursor, error) {
	for _, m := range messages {
		if m.kind != kind {
			continue
		}
		if m.flags&messageShared != 0 {
			return nil, fmt.Errorf("hdf5: %s: a shared message, allowed: one in the object's own header", what)
		}
		return &cursor{what: what, data: m.data}, nil
	}
	return nil, nil
}
