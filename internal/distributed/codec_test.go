package distributed

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/asynkron/protoactor-go/actor"
	"github.com/asynkron/protoactor-go/remote"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
)

// largestBatch is as many frames as the library puts into a message.
func largestBatch() *remote.RemoteMessage {
	b := &remote.MessageBatch{TypeNames: []string{frameType}}
	for i := range frameBatch {
		b.Targets = append(b.Targets, &actor.PID{Address: "a:1", Id: gatewayName, RequestId: 7})
		b.Envelopes = append(b.Envelopes, &remote.MessageEnvelope{MessageData: []byte{1, 2}, Target: int32(i)})
	}
	return &remote.RemoteMessage{MessageType: &remote.RemoteMessage_MessageBatch{MessageBatch: b}}
}

func marshalled(t testing.TB, message proto.Message) []byte {
	t.Helper()
	text, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// greeting is the first message of a connection.
func greeting() *remote.RemoteMessage {
	server := &remote.ServerConnection{SystemId: "x", Address: "a:1"}
	request := &remote.ConnectRequest{ConnectionType: &remote.ConnectRequest_ServerConnection{ServerConnection: server}}
	return &remote.RemoteMessage{MessageType: &remote.RemoteMessage_ConnectRequest{ConnectRequest: request}}
}

// unmarshal reads a message as a connection does.
func unmarshal(text []byte) (*remote.RemoteMessage, error) {
	message := &remote.RemoteMessage{}
	return message, newCodec().Unmarshal(mem.BufferSlice{mem.SliceBuffer(text)}, message)
}

// What the library sends is read as it was sent, again and again from the same buffers.
func TestMessagesOfTheLibraryAreRead(t *testing.T) {
	large := largestBatch()
	large.GetMessageBatch().Envelopes[7].MessageData = bytes.Repeat([]byte("frame"), 20_000)
	connection := newCodec()
	for range 3 {
		for name, want := range map[string]*remote.RemoteMessage{"a batch": largestBatch(), "a large batch": large, "a greeting": greeting()} {
			text, err := connection.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			if got := text.Materialize(); !bytes.Equal(got, marshalled(t, want)) {
				t.Errorf("%s is sent as %d bytes, not as the library's own codec does", name, len(got))
			}
			got := &remote.RemoteMessage{}
			if err := connection.Unmarshal(text, got); err != nil || !proto.Equal(got, want) {
				t.Errorf("%s is read as %v, error %v", name, got, err)
			}
			text.Free()
		}
	}
}

// Forged messages of 16 MiB, of which each byte would become some dozens in memory, are
// refused before that.
func TestForgedMessagesTakeNoMemory(t *testing.T) {
	const size = 16 << 20
	nested := func(number byte, content []byte) []byte { // in a batch
		return append([]byte{number<<3 | 2, 0x80 | byte(len(content)&0x7f), 0x80 | byte(len(content)>>7&0x7f), 0x80 | byte(len(content)>>14&0x7f), byte(len(content) >> 21)}, content...)
	}
	for name, text := range map[string][]byte{
		"envelopes":  nested(1, bytes.Repeat([]byte{3<<3 | 2, 0}, size/2)),
		"targets":    nested(1, bytes.Repeat([]byte{2<<3 | 2, 0}, size/2)),
		"senders":    nested(1, bytes.Repeat([]byte{4<<3 | 2, 0}, size/2)),
		"type names": nested(1, bytes.Repeat([]byte{1<<3 | 2, 0}, size/2)),
		"headers":    nested(1, nested(3, bytes.Repeat([]byte{6<<3 | 2, 0}, size/2))),
		"a header":   nested(1, nested(3, nested(6, bytes.Repeat([]byte{1<<3 | 2, 0}, size/2)))),
		"batches":    bytes.Repeat([]byte{1<<3 | 2, 0}, size/2),
		"greetings":  nested(2, bytes.Repeat([]byte{2<<3 | 2, 0}, size/2)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := unmarshal(text)
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; err == nil || taken > 1<<20 {
			t.Errorf("%s: error %v, %d bytes were allocated; want an error, and less than 1 MiB", name, err, taken)
		}
	}
}

// Whatever is accepted has no more parts than the library sends, and whatever the library
// would refuse is refused.
func FuzzCodec(f *testing.F) {
	f.Add(marshalled(f, largestBatch()))
	f.Add(marshalled(f, greeting()))
	f.Add([]byte{1<<3 | 2, 4, 3<<3 | 2, 2, 6<<3 | 2, 0})
	f.Fuzz(func(t *testing.T, text []byte) {
		message, err := unmarshal(text)
		if err != nil {
			return
		}
		if err := proto.Unmarshal(text, &remote.RemoteMessage{}); err != nil {
			t.Errorf("accepted, but for the library: %v", err)
		}
		b := message.GetMessageBatch()
		if parts := len(b.GetTypeNames()) + len(b.GetTargets()) + len(b.GetSenders()) + len(b.GetEnvelopes()); parts > 3*frameBatch {
			t.Errorf("%d parts, allowed: %d", parts, 3*frameBatch)
		}
		for _, envelope := range b.GetEnvelopes() {
			if len(envelope.GetMessageHeader().GetHeaderData()) > 0 {
				t.Error("a header is accepted")
			}
		}
	})
}
