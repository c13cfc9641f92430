package distributed

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Membership says how the coordinator finds its workers if it is given no list of them: each
// worker has a health page, and those whose page names the cluster are its members. Security
// decides who may take part.
type Membership struct {
	Cluster string   // name; empty is no cluster
	Hosts   []string // HOST:PORT of the workers' health pages; the coordinator needs them, for a coordinator
	Port    int      // of its own health page, for a worker
}

// Validate returns an error that names a field that can't be used, its value and what is
// allowed.
func (m *Membership) Validate() error {
	if m.Cluster == "" {
		return nil
	}
	if strings.ContainsAny(m.Cluster, "/@ ") || len(m.Cluster) > maxName {
		return fmt.Errorf("distributed: cluster is %q, allowed: a name of up to %d bytes without blanks, / and @", m.Cluster, maxName)
	}
	for _, host := range m.Hosts {
		if _, _, err := checkAddress("cluster-hosts", host, false); err != nil {
			return err
		}
	}
	if m.Port < 1 || m.Port > 65535 {
		return fmt.Errorf("distributed: cluster-port is %d, allowed: 1 to 65535", m.Port)
	}
	return nil
}

// memberList is the list of a cluster's members as this process knows it.
type memberList struct {
	changed chan struct{} // has room for one signal
	stop    func()        // ends the looking, and waits until it has ended

	lock      sync.Mutex
	addresses []string // in order
}

// update takes over the members that were found now.
func (l *memberList) update(addresses []string) {
	slices.Sort(addresses)
	l.lock.Lock()
	l.addresses = slices.Compact(addresses)
	l.lock.Unlock()
	notify(l.changed)
}

// current are the addresses of the members, in order.
func (l *memberList) current() []string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.addresses
}
