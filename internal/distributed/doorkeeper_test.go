package distributed

import (
	"errors"
	"net"
	"strings"
	"testing"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// strict is credentials that nobody has.
type strict struct{ credentials.TransportCredentials }

// ServerHandshake implements credentials.TransportCredentials.
func (strict) ServerHandshake(net.Conn) (net.Conn, credentials.AuthInfo, error) {
	return nil, nil, errors.New("unknown")
}

func knock(t *testing.T, c credentials.TransportCredentials) (net.Conn, error) {
	t.Helper()
	here, there := net.Pipe()
	t.Cleanup(func() { _, _ = here.Close(), there.Close() })
	conn, _, err := c.ServerHandshake(here)
	return conn, err
}

// No more connections are open than are allowed, in all clones together; one that is
// closed, however often, makes room for one, and one that is not let in takes none.
func TestConnectionsAreLimitedInNumber(t *testing.T) {
	d := newDoorkeeper(insecure.NewCredentials(), 2)
	first, err := knock(t, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := knock(t, d.Clone()); err != nil {
		t.Fatal(err)
	}
	full := func() {
		t.Helper()
		if _, err := knock(t, d); err == nil || !strings.Contains(err.Error(), "2 connections are open") {
			t.Fatalf("error %v of a third, want one that there are two", err)
		}
	}
	full()
	for range 2 {
		_ = first.Close() // the second time it is closed already
	}
	d.TransportCredentials = strict{d.TransportCredentials}
	for range 3 {
		if _, err := knock(t, d); err == nil || err.Error() != "unknown" {
			t.Fatalf("error %v, want that of the credentials", err)
		}
	}
	d.TransportCredentials = insecure.NewCredentials()
	if _, err := knock(t, d); err != nil {
		t.Fatal(err)
	}
	full()
}
