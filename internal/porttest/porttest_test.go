package porttest

import (
	"net"
	"testing"
)

// An address is given once, and can be listened on.
func TestFreeAddressesAreFreeAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		address := Free(t)
		if seen[address] {
			t.Errorf("%s is given twice", address)
		}
		seen[address] = true
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
	}
	if address := Free(t); seen[address] {
		t.Errorf("%s is given, though a server listens on it", address)
	}
}
