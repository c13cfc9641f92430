package distributed

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"google.golang.org/grpc/credentials"
)

// namedRefusals is TLS that says with whom it fails, and why.
type namedRefusals struct {
	credentials.TransportCredentials
	refusals *throttle
	last     *atomic.Pointer[refusal]
}

// refusal is why there is no TLS connection with a host.
type refusal struct {
	host   string
	reason error
}

// String says which side refuses.
func (r *refusal) String() string {
	if verification := (*tls.CertificateVerificationError)(nil); errors.As(r.reason, &verification) {
		return fmt.Sprintf("this side refuses the certificate of %s: %v", r.host, r.reason)
	}
	return fmt.Sprintf("%s refuses this side's certificate: %v", r.host, r.reason)
}

// ServerHandshake implements credentials.TransportCredentials.
func (n namedRefusals) ServerHandshake(connection net.Conn) (net.Conn, credentials.AuthInfo, error) {
	secured, info, err := n.TransportCredentials.ServerHandshake(connection)
	n.note(connection, err)
	return secured, info, err
}

// ClientHandshake implements credentials.TransportCredentials.
func (n namedRefusals) ClientHandshake(ctx context.Context, authority string, connection net.Conn) (net.Conn, credentials.AuthInfo, error) {
	secured, info, err := n.TransportCredentials.ClientHandshake(ctx, authority, connection)
	if ctx.Err() == nil {
		n.note(connection, err)
	}
	return secured, info, err
}

// note says and keeps why there is no connection.
func (n namedRefusals) note(connection net.Conn, err error) {
	if err == nil {
		return
	}
	n.refusals.warnOfFrame(fmt.Errorf("no TLS connection with %v: %w", connection.RemoteAddr(), err))
	if host, _, splitErr := net.SplitHostPort(connection.RemoteAddr().String()); splitErr == nil {
		n.last.Store(&refusal{host, err})
	}
}

// Clone implements credentials.TransportCredentials.
func (n namedRefusals) Clone() credentials.TransportCredentials {
	return namedRefusals{n.TransportCredentials.Clone(), n.refusals, n.last}
}

// lastRefusal says why the last TLS connection with the host of an address failed, or nothing if
// it did not.
func (o *endpoint) lastRefusal(address string) string {
	host, _, _ := net.SplitHostPort(address) // it was dialled
	if last := o.refused.Load(); last != nil && last.host == host {
		return last.String()
	}
	return ""
}

// handshakeTimeout is how long a machine that has not answered is asked why.
const handshakeTimeout = time.Second

// whyNoAnswer says what is wrong with the TLS connection to an address, or nothing if that is
// not it.
func whyNoAnswer(address string, client *tls.Config) string {
	connection, err := net.DialTimeout("tcp", address, handshakeTimeout)
	if err != nil {
		return ""
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(handshakeTimeout)) // a socket has deadlines
	host, _, _ := net.SplitHostPort(address)                     // it was dialled
	config := client.Clone()
	config.ServerName, config.NextProtos = host, []string{"h2"}
	secured := tls.Client(connection, config)
	if err := secured.Handshake(); err != nil {
		return fmt.Sprintf("this side refuses its certificate, or it has none: %v", err)
	}
	// With TLS 1.3 the other side says after the handshake whether it takes our certificate.
	if _, err := secured.Read(make([]byte, 1)); err != nil {
		if timeout, ok := err.(net.Error); !ok || !timeout.Timeout() {
			return fmt.Sprintf("it refuses this side's certificate: %v", err)
		}
	}
	return ""
}
