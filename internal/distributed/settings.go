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
	Window   int           // bytes that may be in flight from one machine to another
}

// DefaultSettings listen for processes of this machine only.
func DefaultSettings() Settings {
	return Settings{
		Listen: "127.0.0.1:0", Patience: 10 * time.Second, Window: 8 << 20,
		Membership: Membership{Port: 6330},
	}
}

// Bounds of settings.
const (
	minPatience = 100 * time.Millisecond
	maxPatience = 24 * time.Hour
	minWindow   = 1 << 10
	maxWindow   = 32 << 20
)

// Validate returns an error that names a setting that can't be used, its value and what is
// allowed.
func (s *Settings) Validate() error {
	if s.Patience < minPatience || s.Patience > maxPatience {
		return fmt.Errorf("distributed: worker-timeout is %v, allowed: %v to %v", s.Patience, minPatience, maxPatience)
	}
	if s.Window < minWindow || s.Window > maxWindow {
		return fmt.Errorf("distributed: window is %d bytes, allowed: %d to %d", s.Window, minWindow, maxWindow)
	}
	host, _, err := checkAddress("listen", s.Listen, true)
	if err != nil {
		return err
	}
	if s.Advertise != "" {
		if _, _, err := checkAddress("advertise", s.Advertise, false); err != nil {
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

// checkAddress returns host and port of a HOST:PORT. To listen, a host and a port other
// than 0 are not needed.
func checkAddress(name, address string, listens bool) (host string, port int, err error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, fmt.Errorf("distributed: %s is %q, allowed: HOST:PORT", name, address)
	}
	port, err = net.LookupPort("tcp", service)
	if err != nil || port == 0 && !listens {
		return "", 0, fmt.Errorf("distributed: %s is %q, allowed: a port from 1 to 65535", name, address)
	}
	if host == "" && !listens {
		return "", 0, fmt.Errorf("distributed: %s is %q, allowed: with a host", name, address)
	}
	return host, port, nil
}

// CheckWorkers refuses a list of workers with an invalid or repeated address.
func CheckWorkers(addresses []string) error {
	seen := map[string]bool{}
	for _, address := range addresses {
		if _, _, err := checkAddress("worker", address, false); err != nil {
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

// ListenFor returns an address of this machine, with any port, under which the workers can
// reach it.
func ListenFor(workers []string) (string, error) {
	for _, worker := range workers {
		if isLoopback(worker) {
			continue
		}
		route, err := net.Dial("udp", worker) // sends nothing, but finds the route
		if err != nil {
			return "", fmt.Errorf("distributed: worker %s: %w", worker, err)
		}
		defer route.Close()
		host, _, err := net.SplitHostPort(route.LocalAddr().String())
		if err != nil {
			return "", fmt.Errorf("distributed: worker %s: %w", worker, err)
		}
		return net.JoinHostPort(host, "0"), nil
	}
	return "127.0.0.1:0", nil
}
