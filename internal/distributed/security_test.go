//go:build unix

package distributed

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/asynkron/protoactor-go/actor"
	"github.com/asynkron/protoactor-go/remote"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
)

func withSecurity(s Security) Settings {
	settings := testSettings()
	settings.Security = s
	return settings
}

// With certificates of one authority on both sides the network is what it is without;
// with others, or with none on one side, nothing is built.
func TestOnlyCertificatesOfTheAuthorityAreLetIn(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	stranger := theirs.sign()
	stranger.CA = ours.file // it would trust us
	for _, c := range []struct {
		name                string
		coordinator, worker Security
		allowed             bool
	}{
		{"both of one authority", ours.sign(), ours.sign(), true},
		{"the coordinator of another", stranger, ours.sign(), false},
		{"the worker of another", ours.sign(), stranger, false},
		{"the coordinator without", Security{}, ours.sign(), false},
		{"the worker without", ours.sign(), Security{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := start(t, workerOptions{Settings: withSecurity(c.worker), Identity: same})
			coordinator := coordinateWith(t, withSecurity(c.coordinator), w)
			if !c.allowed {
				coordinator.joinTimeout = time.Second
			}
			e, err := buildOn(t, coordinator, faultSeed)
			if !c.allowed {
				if !terms.IsLost(err) || !strings.Contains(err.Error(), "0 of 1 workers") {
					t.Errorf("error %v, want one that no worker is there", err)
				}
				if c.coordinator.encrypted() && !strings.Contains(err.Error(), "certificate") {
					t.Errorf("error %v, want one that says which certificate is refused", err)
				}
				if c.worker.encrypted() && !strings.Contains(w.log.String(), "no TLS connection with") {
					t.Errorf("the worker does not say whom it refuses:\n%s", w.log)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			expectReference(t, e)
		})
	}
}

// A certificate that can't be used is named by the side that refuses it, with the reason, and the other side says who
// refuses it.
func TestMistakenCertificatesAreNamed(t *testing.T) {
	ours := newAuthority(t)
	expired := func(c *x509.Certificate) { c.NotBefore, c.NotAfter = time.Unix(0, 0), time.Unix(1, 0) }
	otherName := func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(10, 0, 0, 1)} }
	serverOnly := func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }
	const refuses, isRefused = "this side refuses", "refuses this side's certificate"
	for _, c := range []struct {
		name            string
		mistake         func(*x509.Certificate)
		ofWorker        bool     // or of the coordinator
		coordinatorSays []string // in its error
		workerSays      string   // in its log
	}{
		{"expired, of the worker", expired, true, []string{refuses, "has expired"}, "bad certificate"},
		{"expired, of the coordinator", expired, false, []string{isRefused, "expired"}, "has expired"},
		{"another name, of the worker", otherName, true, []string{refuses, "valid for 10.0.0.1, not 127.0.0.1"}, "bad certificate"},
		{"another name, of the coordinator", otherName, false, []string{isRefused}, "valid for 10.0.0.1, not 127.0.0.1"},
		{"for servers only, of the worker", serverOnly, true, []string{refuses, "incompatible key usage"}, ""},
		{"for servers only, of the coordinator", serverOnly, false, []string{isRefused}, "incompatible key usage"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			security := map[bool]Security{c.ofWorker: ours.signChanged(c.mistake), !c.ofWorker: ours.sign()}
			w := start(t, workerOptions{Settings: withSecurity(security[true]), Identity: same})
			coordinator := coordinateWith(t, withSecurity(security[false]), w)
			coordinator.joinTimeout = time.Second
			_, err := buildOn(t, coordinator, faultSeed)
			if !terms.IsLost(err) {
				t.Fatalf("error %v, want one that no worker is there", err)
			}
			for _, says := range c.coordinatorSays {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("error %v, want one that says %q", err, says)
				}
			}
			if !strings.Contains(w.log.String(), c.workerSays) {
				t.Errorf("the worker does not say %q:\n%s", c.workerSays, w.log)
			}
		})
	}
}

// A worker works for those only who know its token, are of its version, and ask for no
// more neurons than it may have.
func TestWorkersRefuse(t *testing.T) {
	secret := withSecurity(Security{Token: "secret"})
	for _, c := range []struct {
		name, says string
		worker     workerOptions
	}{
		{"a wrong token", "does not know the token", workerOptions{Settings: secret, Identity: same}},
		{"another build", "only equal ones give the same bits", workerOptions{Settings: testSettings(), Identity: terms.Identity{Build: "another", Architecture: "test"}}},
		{"another architecture", "it is test on another", workerOptions{Settings: testSettings(), Identity: terms.Identity{Build: "test", Architecture: "another"}}},
		{"too many neurons", "allowed by max-neurons: 1", workerOptions{Settings: testSettings(), Identity: same, MaxNeurons: 1}},
		{"what does not fit", "12 cores do not fit, allowed: 1", workerOptions{Settings: testSettings(), Identity: same, MaxCores: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := buildOn(t, coordinate(t, start(t, c.worker)), faultSeed)
			if err == nil {
				t.Fatal("the network is built", e.Close())
			}
			if terms.IsLost(err) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want one that says %q", err, c.says)
			}
		})
	}
}

// connect opens a stream to a worker as any program could. The test has its coordinator
// already (see needEndpoint).
func connect(t *testing.T, w *process) (remote.RemotingClient, remote.Remoting_ReceiveClient) {
	t.Helper()
	connection, err := grpc.NewClient(w.address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallSendMsgSize(1<<30)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	client := remote.NewRemotingClient(connection)
	stream, err := client.Receive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return client, stream
}

// batch is one message as the library sends it.
func (p *process) batch(kind, target string, text []byte) *remote.MessageBatch {
	return &remote.MessageBatch{
		TypeNames: []string{kind}, Targets: []*actor.PID{{Address: p.address, Id: target}},
		Envelopes: []*remote.MessageEnvelope{{MessageData: text}},
	}
}

// bytesValue is the protobuf form of a wrapped frame.
func bytesValue(t *testing.T, message any, h wire.Header) []byte {
	t.Helper()
	frame, err := wire.Encode(h, message)
	if err != nil {
		t.Fatal(err)
	}
	text, err := proto.Marshal(wrapperspb.Bytes(frame))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// stillWorks checks that a coordinator's workers build a network as if nothing had
// happened.
func stillWorks(t *testing.T, c *Coordinator) {
	t.Helper()
	e, err := buildOn(t, c, faultSeed)
	if err != nil {
		t.Fatalf("after that the workers do not work: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

// What the library would end the process at, or do for anybody, is refused: unknown types
// of messages, more messages than it sends at a time, system messages, other actors than the gateway, spawning, indices that
// point nowhere, calls that it panics at.
func TestTheLibraryIsGuarded(t *testing.T) {
	w := start(t, workerOptions{Settings: testSettings(), Identity: same})
	c := coordinate(t, w)
	pointless := w.batch(frameType, gatewayName, nil)
	pointless.Envelopes[0].TypeId = 7
	negative := w.batch(frameType, gatewayName, nil)
	negative.Envelopes[0].Target = -1
	empty := w.batch(frameType, gatewayName, nil)
	empty.Targets = []*actor.PID{nil}
	serializer := w.batch(frameType, gatewayName, nil)
	serializer.Envelopes[0].SerializerId = 99
	sender := w.batch(frameType, gatewayName, nil)
	sender.Senders = []*actor.PID{{Id: "x"}}
	many := w.batch(frameType, gatewayName, nil)
	many.Envelopes = make([]*remote.MessageEnvelope, 1e6)
	for i := range many.Envelopes {
		many.Envelopes[i] = &remote.MessageEnvelope{}
	}
	for name, b := range map[string]*remote.MessageBatch{
		"a million messages":   many,
		"an unknown type":      w.batch("no.such.Type", gatewayName, nil),
		"a stop":               w.batch("actor.Stop", gatewayName, nil),
		"a watch":              w.batch("actor.Watch", gatewayName, nil),
		"spawning":             w.batch("remote.ActorPidRequest", "activator", nil),
		"another actor":        w.batch(frameType, "EndpointSupervisor", nil),
		"a type of nowhere":    pointless,
		"a target of nowhere":  negative,
		"no target":            empty,
		"another serializer":   serializer,
		"somebody's answer":    sender,
		"a frame of any bytes": w.batch(frameType, gatewayName, []byte{0xff, 0xff}),
	} {
		_, stream := connect(t, w)
		if err := stream.Send(&remote.RemoteMessage{MessageType: &remote.RemoteMessage_MessageBatch{MessageBatch: b}}); err != nil {
			t.Fatal(err)
		}
		if _, err := stream.Recv(); err == nil || err == io.EOF {
			t.Errorf("%s: the stream goes on, or ends well: %v", name, err)
		}
	}
	client, _ := connect(t, w)
	if _, err := client.ListProcesses(t.Context(), &remote.ListProcessesRequest{}); status.Code(err) != codes.Unimplemented {
		t.Errorf("listing processes: error %v, want that there is no such call", err)
	}
	if _, err := client.GetProcessDiagnostics(t.Context(), &remote.GetProcessDiagnosticsRequest{}); status.Code(err) != codes.Unimplemented {
		t.Errorf("diagnosing processes: error %v, want that there is no such call", err)
	}
	stillWorks(t, c)
}

// Frames of garbage, of nobody, too large ones, and orders that are repeated or not
// asked for change nothing.
func TestForeignFramesChangeNothing(t *testing.T) {
	w := start(t, workerOptions{Settings: testSettings(), Identity: same})
	c := coordinate(t, w)
	h := wire.Header{Session: wire.SessionID{1}, Generation: 1}
	build := &wire.Build{Spec: []byte("3"), Addresses: []string{"a:1", "b:1"}}
	_, stream := connect(t, w)
	for _, text := range [][]byte{
		append([]byte{10, 3}, 1, 2, 3),
		append([]byte{10, 1}, 9),
		bytesValue(t, &wire.Release{}, h),
		bytesValue(t, &wire.Acknowledgement{Received: 1 << 60}, h),
		bytesValue(t, &wire.Hello{Address: "nowhere", Build: "test"}, h),
		bytesValue(t, build, h),
		{},
	} {
		if err := stream.Send(&remote.RemoteMessage{MessageType: &remote.RemoteMessage_MessageBatch{MessageBatch: w.batch(frameType, gatewayName, text)}}); err != nil {
			t.Fatal(err)
		}
	}
	_, large := connect(t, w)
	if err := large.Send(&remote.RemoteMessage{MessageType: &remote.RemoteMessage_MessageBatch{MessageBatch: w.batch(frameType, gatewayName, make([]byte, maxReceive+1))}}); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	if _, err := large.Recv(); status.Code(err) != codes.ResourceExhausted {
		t.Errorf("a message that is too large: error %v, want that it is", err)
	}
	stillWorks(t, c)
	if !strings.Contains(w.log.String(), "without having been asked") {
		t.Errorf("the log does not say that an order was refused:\n%s", w.log)
	}
}

// Bytes that are no gRPC at all, and half-open connections, change nothing.
func TestGarbageOnTheWireChangesNothing(t *testing.T) {
	w := start(t, workerOptions{Settings: testSettings(), Identity: same})
	for _, text := range [][]byte{nil, []byte("GET / HTTP/1.1\r\n\r\n"), bytes.Repeat([]byte{0xff}, 1<<16), []byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff")} {
		connection, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", w.address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = connection.Close() })
		_, _ = connection.Write(text) // the other side may have hung up
	}
	stillWorks(t, coordinate(t, w))
}

// A proof is worth nothing for anything but what it was made for, so that an order that was
// recorded or passed on can't be used: not with another challenge, session, generation,
// machine or Build, and not as the proof of the other side.
func TestReplayedOrdersAreRefused(t *testing.T) {
	s := Security{Token: "secret"}
	order := wire.Build{Addresses: []string{"coordinator:1", "worker:1"}, Owners: []int{0, 1}, Spec: []byte("spec")}
	about := statement{byCoordinator, wire.Header{Session: wire.SessionID{7}, Generation: 3, From: 1}, newChallenge(), order.Digest()}
	proof := s.proof(about)
	order.Proof = proof
	if about.order != order.Digest() || !s.verifies(proof, about) {
		t.Fatal("a proof does not hold")
	}
	if s.verifies(nil, about) || (&Security{Token: "guess"}).verifies(proof, about) {
		t.Error("no proof, or one by another token, holds")
	}
	for name, forge := range map[string]func(*statement){
		"another challenge":  func(a *statement) { a.challenge = newChallenge() },
		"another session":    func(a *statement) { a.header.Session[0]++ },
		"another generation": func(a *statement) { a.header.Generation++ },
		"another machine":    func(a *statement) { a.header.From++ },
		"the other side":     func(a *statement) { a.by = byWorker },
		"another Build":      func(a *statement) { a.order = (&wire.Build{}).Digest() },
	} {
		forged := about
		if forge(&forged); s.verifies(proof, forged) {
			t.Errorf("a proof holds for %s", name)
		}
	}
	for name, forge := range map[string]func(*wire.Build){
		"another coordinator": func(b *wire.Build) { b.Addresses = []string{"relay:1", "worker:1"} },
		"another worker":      func(b *wire.Build) { b.Addresses = []string{"coordinator:1", "relay:1"} },
		"another network":     func(b *wire.Build) { b.Spec = []byte("relay") },
		"another placement":   func(b *wire.Build) { b.Owners = []int{1, 1} },
		"another challenge":   func(b *wire.Build) { b.Challenge = []byte("relay") },
		"a recording":         func(b *wire.Build) { b.Record = true },
		"a window":            func(b *wire.Build) { b.Window++ },
		"a patience":          func(b *wire.Build) { b.Patience++ },
	} {
		forged := order
		if forge(&forged); forged.Digest() == about.order {
			t.Errorf("a proof holds for a Build with %s", name)
		}
	}
}

// Somebody between, who knows no token but is named as a worker, gets a worker's challenge
// proved by the coordinator. The worker refuses the order, whichever way it is passed on.
func TestRelayedProofsAreRefused(t *testing.T) {
	theirs := func(relay *machineTest) *wire.Build { // what the coordinator sends to its worker, the relay
		order := &wire.Build{Addresses: []string{"coordinator:1", "relay:1"}}
		order.Proof = (&Security{Token: "secret"}).proof(relay.statement(order))
		return order
	}
	for name, pass := range map[string]func(*wire.Build){
		"as it is":               func(*wire.Build) {},
		"with the relay's name":  func(b *wire.Build) { b.Addresses[0] = "relay:1" },
		"with another network":   func(b *wire.Build) { b.Addresses[0], b.Spec = "relay:1", []byte("relay") },
		"without any addresses":  func(b *wire.Build) { b.Addresses = nil },
		"with another placement": func(b *wire.Build) { b.Owners = []int{1} },
	} {
		relay := newMachineTest()
		relay.hello.Address = "relay:1"
		relay.greet()
		order := theirs(relay)
		pass(order)
		r, err := relay.machine.build(relay.header, order, func(challenge) error { return nil })
		if err == nil || r.proof != nil || relay.machine.phase != idle {
			t.Errorf("%s: error %v, and the worker is %v", name, err, relay.machine.phase)
		}
	}
}

// Who says that a part stands, and can't prove the token, ends the network as nobody to go on
// with.
func TestAWorkerProvesTheTokenToo(t *testing.T) {
	e, err := buildOn(t, coordinate(t, start(t, workerOptions{Settings: testSettings(), Identity: same})), faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	impostor := statement{byCoordinator, wire.Header{Session: e.session.header.Session, Generation: 1, From: 1}, e.challenge, e.order}
	if err := e.handleReport(e.session, 1, &wire.Built{Proof: (&Security{}).proof(impostor)}); err != nil {
		t.Fatal(err)
	}
	<-e.session.ended
	if terms.IsLost(e.session.reason) || !strings.Contains(e.session.reason.Error(), "does not know the token") {
		t.Errorf("error %v, want one that the worker does not know the token", e.session.reason)
	}
	_ = e.Close() // the network has ended with that error
}

// Settings that would let others in, or can't be, are refused with what is allowed.
func TestSettingsAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Settings)
		says   string
	}{
		"an open port":        {func(s *Settings) { s.Listen = "192.0.2.1:1" }, "or with insecure"},
		"every address":       {func(s *Settings) { s.Listen = ":1" }, "with advertise only"},
		"every IPv6 address":  {func(s *Settings) { s.Listen = "[::]:1" }, "with advertise only"},
		"no port":             {func(s *Settings) { s.Listen = "localhost" }, "HOST:PORT"},
		"a port too far":      {func(s *Settings) { s.Listen = "localhost:70000" }, "1 to 65535"},
		"nobody's address":    {func(s *Settings) { s.Advertise = ":7" }, "with a host"},
		"half a certificate":  {func(s *Settings) { s.Security.Cert = "x" }, "none or all"},
		"no patience":         {func(s *Settings) { s.Patience = 0 }, "100ms to 24h"},
		"no window":           {func(s *Settings) { s.Window = 1 }, "1024 to"},
		"a file that is none": {func(s *Settings) { s.Security = Security{Cert: "/no", Key: "/no", CA: "/no"} }, "no such file"},
	} {
		s := DefaultSettings()
		c.change(&s)
		err := s.Validate()
		if err == nil {
			_, _, err = s.Security.credentials()
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.says)
		}
	}
	if err := CheckWorkers([]string{"a:1", "b:2", "a:1"}); err == nil || !strings.Contains(err.Error(), "named twice") {
		t.Errorf("error %v, want one that a worker is named twice", err)
	}
}
