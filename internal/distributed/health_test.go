//go:build unix

package distributed

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sfdfa-actors/internal/porttest"
)

// silentHost accepts connections, and never says a word. Each one is also sent to the channel.
func silentHost(t *testing.T) (address string, accepted chan net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	accepted = make(chan net.Conn, 100)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			accepted <- connection
		}
	}()
	return listener.Addr().String(), accepted
}

// pageThat serves a health page by a function.
func pageThat(t *testing.T, says http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(says)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// Only pages that name the cluster count, whatever else the hosts do: nobody there, silence,
// another cluster, no page, no JSON, a page without end, an address that is none.
func TestPagesThatSayNothingHoldNobodyUp(t *testing.T) {
	t.Parallel()
	says := func(text string) string {
		return pageThat(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) })
	}
	good := says(`{"Cluster": "lab", "Address": "worker:1"}`)
	silent, _ := silentHost(t)
	endless := pageThat(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte(strings.Repeat(" ", 1<<16)))
		}
	})
	redirect := pageThat(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+good+healthPath, http.StatusFound)
	})
	hosts := []string{
		"127.0.0.1:1", silent, endless, redirect, good, says(`{"Cluster": "another", "Address": "a:1"}`),
		says("no JSON"), says(`{"Cluster": "lab", "Address": "nowhere"}`), says(`{"Cluster": "lab", "Address": "` + strings.Repeat("a", maxName) + `:1"}`),
	}
	if got := findMembers(t.Context(), Membership{Cluster: "lab", Hosts: hosts}); !slices.Equal(got, []string{"worker:1"}) {
		t.Errorf("members %q, want worker:1 alone", got)
	}
}

// Who stops looking does not wait for a page that never comes.
func TestLookingAtPagesStopsAtOnce(t *testing.T) {
	silent, accepted := silentHost(t)
	list := watchHealthPages(Membership{Cluster: "lab", Hosts: []string{silent}})
	<-accepted
	list.stop()
	if members := list.current(); len(members) > 0 {
		t.Errorf("members %q of a host that says nothing", members)
	}
}

// A worker's page says its cluster and address to who asks for it, and nothing to others. A
// port that is taken is an error that names the setting.
func TestAHealthPageSaysWhoIsThere(t *testing.T) {
	_, port, err := net.SplitHostPort(porttest.Free(t))
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	m := Membership{Cluster: "lab", Port: number}
	page, err := openHealthPage("127.0.0.1", m, "worker:1")
	if err != nil {
		t.Fatal(err)
	}
	defer page.Close()
	if got, err := readHealthPage(context.Background(), "127.0.0.1:"+port); err != nil || got != (member{"lab", "worker:1"}) {
		t.Errorf("the page says %+v, error %v", got, err)
	}
	if _, err := openHealthPage("127.0.0.1", m, "worker:2"); err == nil || !strings.Contains(err.Error(), "cluster-port") {
		t.Errorf("error %v, want one that names cluster-port", err)
	}
}
