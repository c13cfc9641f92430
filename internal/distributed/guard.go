package distributed

import (
	"context"

	"github.com/asynkron/protoactor-go/remote"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// frameType is the only type of message that crosses. The library's reader would end
// the process at a type that it does not know.
var frameType = string((&wrapperspb.BytesValue{}).ProtoReflect().Descriptor().FullName())

// guardStream lets only frames for this process's gateway through to the library: no other
// actor can be reached, watched, stopped or made, and nothing is passed on to other
// processes.
func (o *endpoint) guardStream(server any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = status.Errorf(codes.Internal, "the stream ends: %v", reason)
		}
	}()
	return handler(server, &guarded{stream, o.system.Address()})
}

// refuseCall refuses calls about the library's processes, at which it would panic.
func refuseCall(context.Context, any, *grpc.UnaryServerInfo, grpc.UnaryHandler) (any, error) {
	return nil, status.Error(codes.Unimplemented, "no calls, only frames")
}

type guarded struct {
	grpc.ServerStream
	address string // of the process
}

// RecvMsg implements grpc.ServerStream.
func (g *guarded) RecvMsg(message any) error {
	if err := g.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	received, ok := message.(*remote.RemoteMessage)
	if !ok {
		return refuse("a %T", message)
	}
	switch kind := received.MessageType.(type) {
	case *remote.RemoteMessage_ConnectRequest:
		if kind.ConnectRequest.GetServerConnection() == nil {
			return refuse("a connection of an unknown kind")
		}
		return nil
	case *remote.RemoteMessage_MessageBatch:
		return checkBatch(kind.MessageBatch, g.address)
	}
	return refuse("a %T", received.MessageType)
}

func checkBatch(batch *remote.MessageBatch, address string) error {
	for _, name := range batch.GetTypeNames() {
		if name != frameType {
			return refuse("a message of type %q", name)
		}
	}
	for _, target := range batch.GetTargets() {
		if target.GetId() != gatewayName {
			return refuse("a message for %q of %q", target.GetId(), target.GetAddress())
		}
		// A machine has several names. Whichever a frame uses, it is for this process: the
		// library would pass it on to another.
		target.Address = address
	}
	if len(batch.GetSenders()) > 0 {
		return refuse("a message with a sender")
	}
	for _, envelope := range batch.GetEnvelopes() {
		switch {
		case envelope == nil, uint32(envelope.TypeId) >= uint32(len(batch.TypeNames)), uint32(envelope.Target) >= uint32(len(batch.Targets)):
			return refuse("a message without a type or a target")
		case envelope.Sender != 0, envelope.SerializerId != 0, envelope.TargetRequestId != 0, envelope.MessageHeader != nil:
			return refuse("a message with a header")
		}
	}
	return nil
}

func refuse(format string, arguments ...any) error {
	return status.Errorf(codes.InvalidArgument, "refused: "+format, arguments...)
}
