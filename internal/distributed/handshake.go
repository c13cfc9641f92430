package distributed

import (
	"crypto/tls"
	"fmt"
	"net"
	"time"

	"google.golang.org/grpc/credentials"
)

// namedRefusals is a server's TLS that says whom it refuses, and why.
type namedRefusals struct {
	credentials.TransportCredentials
	refusals *throttle
}

// ServerHandshake implements credentials.TransportCredentials.
func (n namedRefusals) ServerHandshake(connection net.Conn) (net.Conn, credentials.AuthInfo, error) {
	secured, info, err := n.TransportCredentials.ServerHandshake(connection)
	if err != nil {
		n.refusals.warnOfFrame(fmt.Errorf("no TLS connection with %v: %w", connection.RemoteAddr(), err))
	}
	return secured, info, err
}

// Clone implements credentials.TransportCredentials.
func (n namedRefusals) Clone() credentials.TransportCredentials {
	return namedRefusals{n.TransportCredentials.Clone(), n.refusals}
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
