package distributed

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Bounds of health pages: their readers and writers may be anybody.
const (
	refreshInterval = time.Second     // between two looks at all pages
	pageTimeout     = 2 * time.Second // for a page, and for a reader of one
	maxPage         = 4 << 10         // bytes of a page, and of a request for one
)

// healthPath is where a worker's health page is.
const healthPath = "/_health"

// member is what a health page says, as JSON.
type member struct {
	Cluster string // name
	Address string // HOST:PORT of the worker
}

// openHealthPage serves a worker's health page on the host that it listens on.
func openHealthPage(host string, m Membership, address string) (*http.Server, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(m.Port)))
	if err != nil {
		return nil, fmt.Errorf("distributed: cluster-port: %w", err)
	}
	page, err := json.Marshal(member{m.Cluster, address})
	if err != nil {
		return nil, fmt.Errorf("distributed: cluster: %w", err)
	}
	pages := http.NewServeMux()
	pages.HandleFunc("GET "+healthPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(page) // a reader that has gone needs none
	})
	server := &http.Server{Handler: pages, ReadTimeout: pageTimeout, WriteTimeout: pageTimeout, MaxHeaderBytes: maxPage}
	server.SetKeepAlivesEnabled(false)
	go func() { _ = server.Serve(listener) }() // until it is closed
	return server, nil
}

// watchHealthPages keeps a list of the members of a cluster, until it is stopped.
func watchHealthPages(m Membership) *memberList {
	ctx, cancel := context.WithCancel(context.Background())
	var looking sync.WaitGroup
	list := &memberList{changed: make(chan struct{}, 1), stop: func() { cancel(); looking.Wait() }}
	looking.Go(func() {
		again := time.NewTicker(refreshInterval)
		defer again.Stop()
		for ctx.Err() == nil {
			list.update(findMembers(ctx, m))
			select {
			case <-ctx.Done():
			case <-again.C:
			}
		}
	})
	return list
}

// findMembers looks at all health pages at a time, and returns the addresses of the cluster's
// members.
func findMembers(ctx context.Context, m Membership) (addresses []string) {
	found := make([]string, len(m.Hosts))
	var looking sync.WaitGroup
	for i, host := range m.Hosts {
		looking.Go(func() {
			if page, err := readHealthPage(ctx, host); err == nil && page.Cluster == m.Cluster {
				found[i] = page.Address
			}
		})
	}
	looking.Wait()
	for _, address := range found {
		if _, _, err := checkAddress("member", address, false); err == nil && len(address) <= maxName {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// healthClient asks hosts themselves, no proxies and none that a page names instead.
var healthClient = http.Client{
	Timeout:       pageTimeout,
	Transport:     &http.Transport{DisableKeepAlives: true, MaxResponseHeaderBytes: maxPage},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// readHealthPage returns what the health page at a HOST:PORT says.
func readHealthPage(ctx context.Context, host string) (page member, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+healthPath, nil)
	if err != nil {
		return page, err
	}
	response, err := healthClient.Do(request)
	if err != nil {
		return page, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return page, fmt.Errorf("health page: %s", response.Status)
	}
	return page, json.NewDecoder(io.LimitReader(response.Body, maxPage)).Decode(&page)
}
