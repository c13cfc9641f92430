package distributed

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/asynkron/protoactor-go/cluster"
	"github.com/asynkron/protoactor-go/cluster/clusterproviders/automanaged"
	"github.com/asynkron/protoactor-go/cluster/clusterproviders/etcd"
	"github.com/asynkron/protoactor-go/remote"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// Membership says how the coordinator finds its workers if it is given no list of them: they
// are all members of a cluster of the actor library. Only the cluster's list of members is
// used; Security decides who may take part.
type Membership struct {
	Cluster  string   // name; empty is no cluster
	Provider string   // one of Providers
	Hosts    []string // HOST:PORT of the workers' health pages, or of etcd
	Port     int      // of a worker's health page, with automanaged only
}

// Provider keeps the list of a cluster's members.
type Provider struct {
	Name    string
	Summary string
	open    func(m *Membership) (cluster.ClusterProvider, error)
}

// Providers is the table of providers.
var Providers = []Provider{
	{"automanaged", "members look at each other's health pages; needs no service", func(m *Membership) (cluster.ClusterProvider, error) {
		return automanaged.NewWithConfig(refreshInterval, m.Port, m.Hosts...), nil
	}},
	{"etcd", "members stand in etcd", func(m *Membership) (cluster.ClusterProvider, error) {
		return etcd.NewWithConfig("/sfdfa-actors", clientv3.Config{Endpoints: m.Hosts, DialTimeout: dialTimeout})
	}},
}

const (
	refreshInterval = time.Second     // of the list of members
	dialTimeout     = 5 * time.Second // until etcd has to answer
)

// ProviderNames lists the names of the table.
func ProviderNames() (names []string) {
	for _, p := range Providers {
		names = append(names, p.Name)
	}
	return names
}

// Validate returns an error that names a field that can't be used, its value and what is
// allowed.
func (m *Membership) Validate() error {
	if m.Cluster == "" {
		return nil
	}
	if strings.ContainsAny(m.Cluster, "/@ ") {
		return fmt.Errorf("distributed: cluster is %q, allowed: a name without blanks, / and @", m.Cluster)
	}
	if !slices.Contains(ProviderNames(), m.Provider) {
		return fmt.Errorf("distributed: cluster-provider is %q, allowed: %s", m.Provider, strings.Join(ProviderNames(), ", "))
	}
	if len(m.Hosts) == 0 {
		return fmt.Errorf("distributed: cluster-hosts is empty, allowed: HOST:PORT of the workers' health pages, or of etcd")
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
	provider cluster.ClusterProvider
	isMember bool          // of the cluster itself
	changed  chan struct{} // has room for one signal

	lock      sync.Mutex
	addresses []string // in order
}

// joinCluster enters a cluster, whose settings are valid, as a member, or looks at it from
// outside.
func (o *endpoint) joinCluster(m Membership, asMember bool) (*memberList, error) {
	i := slices.IndexFunc(Providers, func(p Provider) bool { return p.Name == m.Provider })
	provider, err := Providers[i].open(&m)
	if err != nil {
		return nil, fmt.Errorf("distributed: cluster %s: %w", m.Cluster, err)
	}
	list := &memberList{provider: provider, isMember: asMember, changed: make(chan struct{}, 1)}
	o.system.EventStream.Subscribe(func(event any) {
		if topology, ok := event.(*cluster.ClusterTopology); ok {
			list.update(topology)
		}
	})
	// Gossip, identities and virtual actors are not started: the placement is fixed.
	c := cluster.New(o.system, cluster.Configure(m.Cluster, provider, nil, remote.Configure("", 0)))
	c.Remote = o.remote
	start := provider.StartClient
	if asMember {
		start = provider.StartMember
	}
	if err := start(c); err != nil {
		return nil, fmt.Errorf("distributed: cluster %s: %w", m.Cluster, err)
	}
	return list, nil
}

// update takes over the members that the library knows now.
func (l *memberList) update(topology *cluster.ClusterTopology) {
	var addresses []string
	for _, m := range topology.Members {
		addresses = append(addresses, m.Address())
	}
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

// leave leaves the cluster, or stops looking at it. An error would change nothing any more.
func (l *memberList) leave() {
	if watcher, ok := l.provider.(interface{ DeregisterMember() error }); ok && !l.isMember {
		_ = watcher.DeregisterMember() // the library's Shutdown would close a health page that there is not
		return
	}
	_ = l.provider.Shutdown(true)
}
