package hdf5

import "encoding/binary"

// superblockSize is that of version 0.
const superblockSize = 96

// superblockOf is a superblock of version 0 for a file with a size and a root group.
func superblockOf(root, size uint64) []byte {
	b := append([]byte(signature), 0, 0, 0, 0, 0, 8, 8, 0) // versions; bytes of addresses and of lengths
	b = append(b, 4, 0, 16, 0)                             // ranks of group nodes, which there are none of
	b = binary.LittleEndian.AppendUint32(b, 0)             // flags
	for _, address := range []uint64{0, undefined, size, undefined, 0, root, 0} {
		// base, free space, end, driver information; name and header of the root group; no cache
		b = binary.LittleEndian.AppendUint64(b, address)
	}
	return append(b, make([]byte, superblockSize-len(b))...)
}

// header is the object header, of version 1.
func (m *member) header() []byte {
	var messages []byte
	count := 0
	add := func(kind uint16, data []byte) {
		size := rounded(uint64(len(data)))
		messages = binary.LittleEndian.AppendUint16(messages, kind)
		messages = binary.LittleEndian.AppendUint16(messages, uint16(size))
		messages = append(messages, 0, 0, 0, 0) // flags, reserved
		messages = append(messages, data...)
		messages = append(messages, make([]byte, int(size)-len(data))...)
		count++
	}
	if m.array != nil {
		before := m.at + headerPrefix + arrayMessages(m.array, add)
		add(messageLayout, m.array.layout(before))
	} else {
		groupMessages(m.group, add)
	}
	b := []byte{1, 0}
	b = binary.LittleEndian.AppendUint16(b, uint16(count))
	b = binary.LittleEndian.AppendUint32(b, 1) // references
	b = binary.LittleEndian.AppendUint32(b, uint32(len(messages)))
	return append(append(b, 0, 0, 0, 0), messages...)
}

// Sizes of parts of a header of version 1, in bytes.
const (
	headerPrefix  = 16
	messagePrefix = 8
	layoutMessage = messagePrefix + 24 // of contiguous elements, rounded
)

// groupMessages adds what describes a group: that its links are not dense, and the links.
func groupMessages(g *Group, add func(uint16, []byte)) {
	linkInfo := []byte{0, 0}
	linkInfo = binary.LittleEndian.AppendUint64(linkInfo, undefined)
	add(messageLinkInfo, binary.LittleEndian.AppendUint64(linkInfo, undefined))
	add(messageGroupInfo, []byte{0, 0})
	for i := range g.members {
		m := &g.members[i]
		const hasCharacterSet, utf8 = 0x10, 1
		link := append([]byte{1, hasCharacterSet, utf8, byte(len(m.name))}, m.name...)
		add(messageLink, binary.LittleEndian.AppendUint64(link, m.at))
	}
}

// arrayMessages adds what describes an array but for its layout, and returns how many bytes these and the
// layout have.
func arrayMessages(a *Array, add func(uint16, []byte)) uint64 {
	space := []byte{1, byte(len(a.Shape)), 0, 0, 0, 0, 0, 0}
	for _, size := range a.Shape {
		space = binary.LittleEndian.AppendUint64(space, uint64(size))
	}
	kind := a.Type.encode()
	const late, ifSet = 2, 2 // no fill value is written before the elements are
	fill := []byte{2, late, ifSet, 0}
	size := uint64(layoutMessage)
	for _, m := range []struct {
		kind uint16
		data []byte
	}{{messageDataspace, space}, {messageDatatype, kind}, {messageFillValue, fill}} {
		add(m.kind, m.data)
		size += messagePrefix + rounded(uint64(len(m.data)))
	}
	return size
}

// layout is that of elements at an address.
func (a *Array) layout(at uint64) []byte {
	const version = 3
	if a.bytes() == 0 {
		at = undefined
	}
	b := binary.LittleEndian.AppendUint64([]byte{version, contiguousLayout}, at)
	return binary.LittleEndian.AppendUint64(b, a.bytes())
}

// encode is the datatype message.
func (t ElementType) encode() []byte {
	const version = 1 << 4
	b := []byte{version | byte(t.kind), 0, 0, 0}
	b = binary.LittleEndian.AppendUint32(b, uint32(t.size))
	bits := uint16(8 * t.size)
	switch t.kind {
	case integerClass:
		const signed = 0x08
		b[1] = signed
		b = binary.LittleEndian.AppendUint16(append(b, 0, 0), bits)
	case floatClass:
		f := ieee[t.size]
		b[1], b[2] = f.normalised<<4, byte(f.sign)
		b = binary.LittleEndian.AppendUint16(append(b, 0, 0), bits)
		b = append(b, f.exponentAt, f.exponentBits, f.mantissaAt, f.mantissaBits)
		b = binary.LittleEndian.AppendUint32(b, f.bias)
	case textClass:
		const zeroPadded, utf8 = 1, 1
		b[1] = zeroPadded | utf8<<4
	}
	return b
}
