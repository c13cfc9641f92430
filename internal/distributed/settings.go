package distributed

import (
	"fmt"
	"net"
	"time"
)

// Settings are what the coordinator and its workers have in common. They change
// nothing in the results.
type Settings struct {
	Listen    string // HOST:PORT that the process listens on; port 0 is any
	Advertise string // HOST:PORT under which others find it, or empty if that is Listen
	Security  Security
	Membership
	Patience time.Duration // silence after which a machine counts as lost
	Window   int           // bytes that may be on their way from one machine to another
}

// DefaultSettings listen for processes of this machine only.
func DefaultSettings() Settings {
	return Settings{
		Listen: "127.0.0.1:0", Patience: 10 * time.Second, Window: 8 << 20,
		Membership: Membership{Provider: Providers[0].Name, Port: 6330},
	}
}

// least and most that settings may be.
const (
	minPatience = 100 * time.Millisecond
	maxPatience = 24 * time.Hour
	minWindow   = 1 << 10
	maxWindow   = 32 << 20
)

// Validate says which setting can't be used.
func (s *Settings) Validate() error {
	if s.Patience < minPatience || s.Patience > maxPatience {
		return fmt.Errorf("distributed: worker-timeout is %v, allowed: %v to %v", s.Patience, minPatience, maxPatience)
	}
	if s.Window < minWindow || s.Window > maxWindow {
		return fmt.Errorf("distributed: window is %d bytes, allowed: %d to %d", s.Window, minWindow, maxWindow)
	}
	host, err := checkAddress("listen", s.Listen, true)
	if err != nil {
		return err
	}
	if s.Advertise != "" {
		if _, err := checkAddress("advertise", s.Advertise, false); err != nil {
			return err
		}
	} else if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return fmt.Errorf("distributed: listen is %q, which is every address of the machine: allowed with advertise only, the HOST:PORT under which others find it", s.Listen)
	}
	if err := s.Membership.Validate(); err != nil {
		return err
	}
	return s.Security.validate(s.Listen)
}

// checkAddress returns the host of a HOST:PORT.
func checkAddress(name, address string, anyPort bool) (host string, err error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("distributed: %s is %q, allowed: HOST:PORT", name, address)
	}
	number, err := net.LookupPort("tcp", port)
	if err != nil || number == 0 && !anyPort {
		return "", fmt.Errorf("distributed: %s is %q, allowed: a port from 1 to 65535", name, address)
	}
	if host == "" && !anyPort {
		return "", fmt.Errorf("distributed: %s is %q, allowed: with a host", name, address)
	}
	return host, nil
}

// CheckWorkers refuses a list of workers that can't be asked.
func CheckWorkers(addresses []string) error {
	seen := map[string]bool{}
	for _, address := range addresses {
		if _, err := checkAddress("worker", address, false); err != nil {
			return err
		}
		if seen[address] {
			return fmt.Errorf("distributed: worker %s is named twice", address)
		}
		seen[address] = true
	}
	return nil
}

// isLoopback reports whether only processes of this machine reach an address.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return host == "localhost"
}

// ListenFor is an address of this machine under which the workers can reach it.
func ListenFor(workers []string) (string, error) {
	for _, worker := range workers {
		if isLoopback(worker) {
			continue
		}
		way, err := net.Dial("udp", worker) // sends nothing, but finds the way
		if err != nil {
			return "", fmt.Errorf("distributed: worker %s: %w", worker, err)
		}
		defer way.Close()
		host, _, err := net.SplitHostPort(way.LocalAddr().String())
		if err != nil {
			return "", fmt.Errorf("distributed: worker %s: %w", worker, err)
		}
		return net.JoinHostPort(host, "0"), nil
	}
	return "127.0.0.1:0", nil
}
