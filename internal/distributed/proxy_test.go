//go:build unix

package distributed

import (
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"

	"sfdfa-actors/internal/porttest"
)

// proxy stands before a worker: what comes goes on late, and all can be cut.
type proxy struct {
	listener net.Listener
	to       string // the worker
	most     time.Duration

	lock        sync.Mutex
	connections []net.Conn
}

func newProxy(t *testing.T, most time.Duration) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, most: most}
	t.Cleanup(func() {
		_ = listener.Close()
		p.cut()
	})
	return p
}

func (p *proxy) serve() {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", p.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		p.lock.Lock()
		p.connections = append(p.connections, near, far)
		p.lock.Unlock()
		go p.pass(near, far)
		go p.pass(far, near)
	}
}

// pass passes bytes on, in pieces of any size, each late by any time.
func (p *proxy) pass(from, to net.Conn) {
	defer to.Close()
	buffer := make([]byte, 1<<14)
	for {
		n, err := from.Read(buffer[:1+rand.IntN(len(buffer))])
		if n > 0 {
			<-time.After(rand.N(p.most + 1))
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if err != io.EOF {
				_ = from.Close()
			}
			return
		}
	}
}

// cut ends all connections.
func (p *proxy) cut() {
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, c := range p.connections {
		_ = c.Close()
	}
	p.connections = nil
}

// behindProxies starts workers that others find behind proxies.
func behindProxies(t *testing.T, count int, most time.Duration) (workers []*process, proxies []*proxy) {
	t.Helper()
	for range count {
		p := newProxy(t, most)
		o := workerOptions{Settings: testSettings(), Identity: same}
		o.Settings.Advertise = p.listener.Addr().String()
		o.Settings.Listen = porttest.Free(t)
		p.to = o.Settings.Listen
		go p.serve()
		workers, proxies = append(workers, start(t, o)), append(proxies, p)
	}
	return workers, proxies
}

// Over ways that are slow and cut everything in pieces, a network has the bits of the
// reference.
func TestSlowWaysChangeNothing(t *testing.T) {
	t.Parallel()
	workers, _ := behindProxies(t, 2, 4*time.Millisecond)
	e, err := buildOn(t, coordinate(t, workers...), faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	expectReference(t, e)
}

// A connection that is cut, though both sides go on, is a loss, and is made good.
func TestCutConnectionsAreNoticedAndMadeGood(t *testing.T) {
	want := digestWithoutFaults(t, faultSeed)
	r := &trial{t: t, seed: faultSeed}
	var proxies []*proxy
	r.workers, proxies = behindProxies(t, 2, 0)
	r.c = coordinate(t, r.workers...)
	r.makeGood(r.suffer("amidst an assignment", proxies[1].cut), want, func() {})
}
