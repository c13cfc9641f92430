// Package porttest finds addresses for servers that tests start. It is for tests.
package porttest

import (
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
)

// first and count are those of the ports. They lie below the ones that systems give to whoever asks for any: else
// a connection of somebody else's test could take one before the server listens on it.
const first, count = 20_000, 12_000

// asked counts the ports that were looked at.
var asked atomic.Int64

// Free returns an address of this machine, HOST:PORT, that nobody listens on. It returns none twice before it has
// been through all ports.
func Free(tb testing.TB) string {
	tb.Helper()
	own := os.Getpid() * 37 // processes begin at different ones
	for range count {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(first+(own+int(asked.Add(1)))%count))
		listener, err := net.Listen("tcp", address)
		if err != nil {
			continue
		}
		_ = listener.Close() // it has accepted nothing
		return address
	}
	tb.Fatalf("none of the ports %d to %d is free", first, first+count-1)
	return ""
}
