package wire

import "fmt"

// Version of the format. Processes with different versions refuse each other before
// they exchange anything else.
const Version = 9

// MaxFrame is the size in bytes that no frame may exceed.
const MaxFrame = 32 << 20

// SessionID is 128 random bits. It tells apart all sessions that a process ever takes part
// in.
type SessionID [16]byte

// Header stands in front of every message.
type Header struct {
	Session    SessionID
	Generation uint64 // how many times the network was built in its session
	From       int    // machine that sends; 0 is the coordinator's
	Sequence   uint64 // number of the message among those to one machine in a generation, from 1; 0 is out of order
}

// Encode returns a frame. It is an error if the message can't cross, or would make
// the frame larger than MaxFrame.
func Encode(h Header, message any) ([]byte, error) {
	body, err := EncodeMessage(message)
	if err != nil {
		return nil, err
	}
	return body.Frame(h), nil
}

// Message is an encoded message, for one frame or several.
type Message struct{ data []byte }

// Size is the size in bytes.
func (m Message) Size() int { return len(m.data) }

// maxHeader is the most that a header takes, in bytes.
const maxHeader = 1 + len(SessionID{}) + 3*10

// EncodeMessage encodes a message. Its errors are those of Encode.
func EncodeMessage(message any) (Message, error) {
	k, err := kindOf(message)
	if err != nil {
		return Message{}, err
	}
	w := writer{}
	w.byte(k.number)
	if err := k.write(&w, message); err != nil {
		return Message{}, fmt.Errorf("wire: %s: %w", k.name, err)
	}
	if size := len(w.data) + maxHeader; size > MaxFrame {
		return Message{}, fmt.Errorf("wire: %s has %d bytes, allowed: up to %d", k.name, size, MaxFrame)
	}
	return Message(w), nil
}

// Frame returns the message behind a header.
func (m Message) Frame(h Header) []byte {
	w := writer{data: make([]byte, 0, maxHeader+len(m.data))}
	w.byte(Version)
	w.data = append(w.data, h.Session[:]...)
	w.uint(h.Generation)
	w.uint(uint64(h.From))
	w.uint(h.Sequence)
	return append(w.data, m.data...)
}

// DecodeHeader reads a frame's header. The message behind it stays encoded.
func DecodeHeader(frame []byte) (h Header, encoded Message, err error) {
	if len(frame) > MaxFrame {
		return h, encoded, fmt.Errorf("wire: a frame has %d bytes, allowed: up to %d", len(frame), MaxFrame)
	}
	r := reader{data: frame}
	if version := r.byte(); r.err == nil && version != Version {
		return h, encoded, fmt.Errorf("wire: a frame is of version %d, allowed: %d", version, Version)
	}
	copy(h.Session[:], r.bytes(len(h.Session)))
	h.Generation = r.uint()
	h.From = r.int(1 << 20)
	h.Sequence = r.uint()
	if r.err != nil {
		return h, encoded, fmt.Errorf("wire: header: %w", r.err)
	}
	return h, Message{r.data}, nil
}

// Decode reads an encoded message.
func (m Message) Decode() (any, error) {
	r := reader{data: m.data}
	number := r.byte()
	if r.err != nil {
		return nil, fmt.Errorf("wire: message: %w", r.err)
	}
	k, known := kindByNumber(number)
	if !known {
		return nil, fmt.Errorf("wire: a message is of kind %d, allowed: 1 to %d", number, len(kinds))
	}
	message, err := k.read(&r)
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, fmt.Errorf("wire: %s: %w", k.name, err)
	}
	return message, nil
}
