package distributed

import (
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/asynkron/protoactor-go/actor"
	"github.com/asynkron/protoactor-go/remote"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/experimental"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/parallel"
)

// gatewayName is the actor of every process that takes frames.
const gatewayName = "gateway"

// endpoint is the process's end of protoactor's remote: it posts frames to others, and
// hands theirs to the session that they belong to, or else to a handler, those of one
// process in order and one at a time.
type endpoint struct {
	system   *actor.ActorSystem
	remote   *remote.Remote
	address  string                                          // under which others find it
	members  *memberList                                     // of the cluster that it looks at, or nil
	page     *http.Server                                    // the health page of a member of a cluster, or nil
	session  atomic.Pointer[session]                         // under way, or nil
	handle   func(h wire.Header, encoded wire.Message) error // handles frames of no session under way
	begun    chan struct{}                                   // closed when frames are handled
	refusals throttle                                        // of the lines about them
	refused  atomic.Pointer[refusal]                         // the last TLS connection that failed, or nil
}

// frameBatch is the number of frames that the library puts into one gRPC message at
// most. As many as a window holds have to fit, and one more of any size.
const (
	frameBatch = 100
	maxReceive = maxWindow + wire.MaxFrame + 1<<20
)

// With a fixed window of HTTP/2 the library does not measure the connection, for which it
// answers each message with a ping. Large buffers save system calls.
const (
	flowWindow = 16 << 20
	ioBuffer   = 256 << 10
)

// maxStreams is the number of streams of a connection; the library uses one.
const maxStreams = 8

// openEndpoint listens, and joins the cluster that the settings name: as a member, or only
// to look at it. Frames wait until begin is called.
func openEndpoint(s Settings, asMember bool, handle func(wire.Header, wire.Message) error) (o *endpoint, err error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	server, client, err := s.Security.credentials()
	if err != nil {
		return nil, err
	}
	host, port, err := checkAddress("listen", s.Listen, true)
	if err != nil {
		return nil, err
	}
	o = &endpoint{handle: handle, begun: make(chan struct{}), refusals: throttle{perSecond: 10}, system: system.NewActorSystem()}
	if s.Security.encrypted() {
		server = namedRefusals{server, &o.refusals, &o.refused}
		client = namedRefusals{client, &o.refusals, &o.refused}
	}
	o.remote = remote.NewRemote(o.system, o.configure(s, host, port, server, client))
	if err := o.listen(s.Listen); err != nil {
		return nil, err
	}
	props := actor.PropsFromFunc(func(ctx actor.Context) {
		if frame, ok := ctx.Message().(*wrapperspb.BytesValue); ok {
			<-o.begun
			o.receive(frame.Value)
		}
	})
	if _, err := o.system.Root.SpawnNamed(props, gatewayName); err != nil {
		return nil, fmt.Errorf("distributed: %w", err)
	}
	o.address = o.system.Address()
	o.system.EventStream.Subscribe(func(event any) {
		if ended, ok := event.(*remote.EndpointTerminatedEvent); ok {
			if session := o.session.Load(); session != nil {
				session.connectionEnded(ended.Address)
			}
		}
	})
	switch {
	case s.Cluster == "":
	case !asMember:
		o.members = watchHealthPages(s.Membership)
	default:
		if o.page, err = openHealthPage(host, s.Membership, o.address); err != nil {
			o.close()
			return nil, err
		}
	}
	return o, nil
}

// configure returns the configuration of the library's remote.
func (o *endpoint) configure(s Settings, host string, port int, server, client credentials.TransportCredentials) *remote.Config {
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		host = "[" + host + "]" // the library joins with a colon
	}
	codec := newCodec()
	alive := keepalive.ClientParameters{Time: max(s.Patience, time.Second), Timeout: s.Patience, PermitWithoutStream: true}
	return remote.Configure(host, port,
		remote.WithAdvertisedHost(s.Advertise),
		remote.WithEndpointWriterBatchSize(frameBatch),
		remote.WithEndpointWriterQueueSize(frameBatch),
		remote.WithServerOptions(
			grpc.InitialWindowSize(flowWindow), grpc.InitialConnWindowSize(flowWindow),
			grpc.ReadBufferSize(ioBuffer), grpc.WriteBufferSize(ioBuffer),
			grpc.ForceServerCodecV2(codec), experimental.BufferPool(codec.buffers),
			grpc.Creds(server), grpc.MaxRecvMsgSize(maxReceive), grpc.MaxConcurrentStreams(maxStreams),
			grpc.StreamInterceptor(o.guardStream), grpc.UnaryInterceptor(refuseCall),
			grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: time.Second / 2, PermitWithoutStream: true}),
		),
		remote.WithDialOptions(
			grpc.WithInitialWindowSize(flowWindow), grpc.WithInitialConnWindowSize(flowWindow),
			grpc.WithReadBufferSize(ioBuffer), grpc.WithWriteBufferSize(ioBuffer),
			grpc.WithTransportCredentials(client), grpc.WithKeepaliveParams(alive),
			grpc.WithDefaultCallOptions(grpc.MaxCallSendMsgSize(maxReceive), grpc.ForceCodecV2(codec)), experimental.WithBufferPool(codec.buffers),
		),
		withoutRetries,
	)
}

// begin lets frames be handled.
func (o *endpoint) begin() { close(o.begun) }

// receive handles a frame from anybody.
func (o *endpoint) receive(frame []byte) {
	h, encoded, err := wire.DecodeHeader(frame)
	switch s := o.session.Load(); {
	case err != nil:
	case s != nil && s.header.Session == h.Session && s.header.Generation == h.Generation:
		s.receive(h, encoded)
	default:
		err = o.handle(h, encoded)
	}
	if err != nil {
		o.refusals.warnOfFrame(err)
	}
}

// withoutRetries leaves trying again to whoever posts: the library's writer would sleep
// while it tries.
func withoutRetries(c *remote.Config) { c.MaxRetryCount = 1 }

// listen listens. The library panics where it can't.
func (o *endpoint) listen(listen string) (err error) {
	defer parallel.Recover(&err, "distributed: listening on "+listen)
	o.remote.Start()
	return nil
}

// postTo returns a function that posts frames to a process. A frame is lost if the process
// is not there, or the connection breaks.
func (o *endpoint) postTo(address string) func(frame []byte) {
	pid := actor.NewPID(address, gatewayName)
	return func(frame []byte) { o.system.Root.Send(pid, wrapperspb.Bytes(frame)) }
}

// close takes down the health page, stops looking at others, and stops listening.
func (o *endpoint) close() {
	if o.members != nil {
		o.members.stop()
	}
	if o.page != nil {
		_ = o.page.Close() // nobody needs it any more
	}
	o.remote.Shutdown(false)
	o.system.Shutdown()
}
