package distributed

import (
	"github.com/asynkron/protoactor-go/remote"
	"google.golang.org/grpc/encoding"
	grpcproto "google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// codec packs and unpacks the library's messages, in buffers of its own. It checks a
// message before it unpacks it: a few bytes can become a hundred in memory, and a forged
// message of the largest size some gigabytes.
type codec struct {
	encoding.CodecV2
	buffers mem.BufferPool
}

func newCodec() codec { return codec{encoding.GetCodecV2(grpcproto.Name), newBuffers()} }

// Marshal implements encoding.CodecV2.
func (c codec) Marshal(message any) (mem.BufferSlice, error) {
	remoteMessage, ok := message.(*remote.RemoteMessage)
	if !ok {
		return c.CodecV2.Marshal(message)
	}
	buffer := c.buffers.Get(proto.Size(remoteMessage))
	if _, err := (proto.MarshalOptions{UseCachedSize: true}).MarshalAppend((*buffer)[:0], remoteMessage); err != nil {
		c.buffers.Put(buffer)
		return nil, err
	}
	return mem.BufferSlice{mem.NewBuffer(buffer, c.buffers)}, nil
}

// Unmarshal implements encoding.CodecV2. A message that the library would not have sent
// is an error.
func (c codec) Unmarshal(data mem.BufferSlice, message any) error {
	if _, ok := message.(*remote.RemoteMessage); !ok {
		return c.CodecV2.Unmarshal(data, message)
	}
	text := data.MaterializeToBuffer(c.buffers)
	defer text.Free()
	if err := checkMessage(text.ReadOnlyData()); err != nil {
		return err
	}
	return proto.Unmarshal(text.ReadOnlyData(), message.(proto.Message))
}

// maxFields bounds the fields of a target or an envelope, which has eight.
const maxFields = 8

// checkMessage refuses a remote.RemoteMessage of more parts than the library sends.
func checkMessage(text []byte) error {
	return eachField(text, 1, func(number protowire.Number, value []byte) error {
		if number != 1 { // greetings, small ones
			return eachField(value, maxFields, func(protowire.Number, []byte) error { return nil })
		}
		return checkParts(value)
	})
}

// checkParts refuses a remote.MessageBatch of more parts than the library sends.
func checkParts(batch []byte) error {
	const maxParts = 3 * frameBatch // each frame has an envelope, and a type and a target at most
	return eachField(batch, maxParts, func(number protowire.Number, value []byte) error {
		if number == 1 {
			return nil // the name of a type
		}
		return eachField(value, maxFields, func(within protowire.Number, _ []byte) error {
			if number == 3 && within == 6 {
				return refuse("a message with a header")
			}
			return nil
		})
	})
}

// eachField visits the fields of a message, which may have up to most. Only a field of
// bytes has a value.
func eachField(text []byte, most int, visit func(number protowire.Number, value []byte) error) error {
	for count := 0; len(text) > 0; count++ {
		if count == most {
			return refuse("a message of more than %d parts", most)
		}
		number, kind, size := protowire.ConsumeTag(text)
		if size < 0 {
			return refuse("a malformed message")
		}
		text = text[size:]
		var value []byte
		if kind == protowire.BytesType {
			value, size = protowire.ConsumeBytes(text)
		} else {
			size = protowire.ConsumeFieldValue(number, kind, text)
		}
		if size < 0 {
			return refuse("a malformed message")
		}
		text = text[size:]
		if err := visit(number, value); err != nil {
			return err
		}
	}
	return nil
}
