package distributed

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"google.golang.org/grpc/credentials"
)

// mostConnections bounds the connections that others have to a process at a time. Each
// machine of a network has one.
const mostConnections = 4096

// doorkeeper is a server's credentials that let in no more than so many connections at a
// time, so that strangers can't use up the process's memory and files. The library
// listens by itself, so this is the first that is seen of a connection.
type doorkeeper struct {
	credentials.TransportCredentials
	most int64
	open *atomic.Int64
}

func newDoorkeeper(c credentials.TransportCredentials, most int) *doorkeeper {
	return &doorkeeper{c, int64(most), &atomic.Int64{}}
}

// ServerHandshake implements credentials.TransportCredentials.
func (d *doorkeeper) ServerHandshake(raw net.Conn) (net.Conn, credentials.AuthInfo, error) {
	if d.open.Add(1) > d.most {
		d.open.Add(-1)
		return nil, nil, fmt.Errorf("distributed: %s wants to connect, but %d connections are open, which is allowed at most", raw.RemoteAddr(), d.most)
	}
	conn, info, err := d.TransportCredentials.ServerHandshake(raw)
	if err != nil {
		d.open.Add(-1)
		return nil, nil, err
	}
	return &guest{Conn: conn, left: sync.OnceFunc(func() { d.open.Add(-1) })}, info, nil
}

// Clone implements credentials.TransportCredentials. Clones count together.
func (d *doorkeeper) Clone() credentials.TransportCredentials {
	return &doorkeeper{d.TransportCredentials.Clone(), d.most, d.open}
}

// guest is a connection that was let in.
type guest struct {
	net.Conn
	left func()
}

// Close implements net.Conn.
func (g *guest) Close() error {
	g.left()
	return g.Conn.Close()
}
