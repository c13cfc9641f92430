//go:build unix

package distributed

import (
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"sfdfa-actors/internal/porttest"
)

// inCluster lets so many workers join a cluster, builds a network on them, and again
// after one was killed and another has come.
func inCluster(t *testing.T, of func(number int) Membership) {
	t.Helper()
	var workers []*process
	for number := range 2 {
		o := workerOptions{Settings: testSettings(), Identity: same}
		o.Settings.Membership = of(number)
		workers = append(workers, start(t, o))
	}
	s := testSettings()
	s.Membership = of(0)
	needEndpoint(t)
	c, err := NewCoordinator(s, same, nil, 2, testJoin)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for round := range 2 {
		e, err := buildOn(t, c, faultSeed)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.workers) != 2 {
			t.Errorf("workers %v, want the two members of the cluster", c.workers)
		}
		expectReference(t, e)
		if round == 0 {
			workers[1].signal(t, syscall.SIGKILL)
			_ = workers[1].command.Wait() // killed
			for len(c.endpoint.members.current()) == 2 {
				<-c.endpoint.members.changed
			}
			o := workerOptions{Settings: testSettings(), Identity: same}
			o.Settings.Membership = of(1)
			start(t, o)
		}
	}
}

// Members of a cluster that look at each other's health pages are found, and missed when
// they are gone.
func TestWorkersAreFoundByTheirHealthPages(t *testing.T) {
	t.Parallel()
	var hosts []string
	var ports []int
	for range 2 {
		address := porttest.Free(t)
		_, port, _ := net.SplitHostPort(address)
		number, err := net.LookupPort("tcp", port)
		if err != nil {
			t.Fatal(err)
		}
		hosts, ports = append(hosts, address), append(ports, number)
	}
	inCluster(t, func(number int) Membership {
		return Membership{Cluster: "test", Hosts: hosts, Port: ports[number]}
	})
}

// What names no cluster is refused with what is allowed.
func TestMembershipsAreChecked(t *testing.T) {
	good := Membership{Cluster: "a", Hosts: []string{"a:1"}, Port: 6330}
	for name, c := range map[string]struct {
		change func(*Membership)
		says   string
	}{
		"a name with a slash": {func(m *Membership) { m.Cluster = "a/b" }, "without blanks"},
		"a name without end":  {func(m *Membership) { m.Cluster = strings.Repeat("a", maxName+1) }, "up to 256 bytes"},
		"a host without port": {func(m *Membership) { m.Hosts = []string{"a"} }, "HOST:PORT"},
		"no port":             {func(m *Membership) { m.Port = 0 }, "cluster-port is 0"},
	} {
		m := good
		c.change(&m)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.says)
		}
	}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		membership Membership
		workers    []string
		least      int
	}{{good, []string{"a:1"}, 1}, {good, nil, 0}, {Membership{Cluster: "a"}, nil, 1}, {Membership{}, nil, 0}, {Membership{}, []string{"a:1"}, 2}} {
		if err := CheckWorkerCount(c.membership, c.workers, c.least); err == nil {
			t.Errorf("%s is accepted", fmt.Sprint(c))
		}
	}
}
