//go:build unix

package distributed

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"sfdfa-actors/internal/networktest"
)

// command runs a command, or skips the test where that is not allowed.
func command(t *testing.T, words ...string) {
	t.Helper()
	if out, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
		t.Skipf("skipped: a network of its own needs ip, tc and the rights to use them: %s: %v: %s", strings.Join(words, " "), err, out)
	}
}

// hosts makes a host of its own, as far as the network is concerned, for a worker, behind
// a wire with these properties of netem, if any. It returns its name, its address and that of this end.
func hosts(t *testing.T, number int, properties ...string) (name, address, own string) {
	t.Helper()
	name = fmt.Sprintf("sfdfa-%d-%d", os.Getpid()%100000, number)
	wire, far := fmt.Sprintf("sf%d-%d", os.Getpid()%100000, number), fmt.Sprintf("sg%d-%d", os.Getpid()%100000, number)
	subnet := 200 + number
	own, address = fmt.Sprintf("10.213.%d.1", subnet), fmt.Sprintf("10.213.%d.2", subnet)
	command(t, "ip", "netns", "add", name)
	t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", name).Run() })
	command(t, "ip", "link", "add", wire, "type", "veth", "peer", "name", far, "netns", name)
	command(t, "ip", "addr", "add", own+"/24", "dev", wire)
	command(t, "ip", "link", "set", wire, "up")
	command(t, "ip", "netns", "exec", name, "ip", "addr", "add", address+"/24", "dev", far)
	command(t, "ip", "netns", "exec", name, "ip", "link", "set", far, "up")
	command(t, "ip", "netns", "exec", name, "ip", "link", "set", "lo", "up")
	command(t, "ip", "netns", "exec", name, "ip", "route", "add", "default", "via", own)
	if len(properties) == 0 {
		return name, address, own
	}
	netem := append([]string{"tc", "qdisc", "add", "dev", wire, "root", "netem"}, properties...)
	command(t, netem...)
	command(t, append([]string{"ip", "netns", "exec", name}, append([]string{"tc", "qdisc", "add", "dev", far, "root", "netem"}, properties...)...)...)
	return name, address, own
}

// Over wires that are slow and lose packets a network has the bits of the reference.
func TestSlowAndLossyWiresChangeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it takes some seconds")
	}
	open := testSettings()
	open.Security.Insecure = true
	var workers []*process
	var own string
	for number := range 2 {
		var name, address string
		name, address, own = hosts(t, number, "delay", "5ms", "3ms", "loss", "2%")
		o := workerOptions{open, same, 0}
		o.Settings.Listen = address + ":7607"
		workers = append(workers, startIn(t, name, o))
	}
	s := open
	s.Listen = own + ":0"
	e, err := buildOn(t, coordinateWith(t, s, workers...), faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	got, err := live(e, networktest.Random(faultSeed))
	if err != nil {
		t.Fatal(err)
	}
	if want := want(t, faultSeed); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

// A wire that is cut is noticed, though nobody has hung up.
func TestACutWireIsNoticed(t *testing.T) {
	open := testSettings()
	open.Security.Insecure = true
	name, address, own := hosts(t, 7)
	o := workerOptions{open, same, 0}
	o.Settings.Listen = address + ":7607"
	r := &trial{t: t, workers: []*process{startIn(t, name, o)}}
	s := open
	s.Listen = own + ":0"
	r.c = coordinateWith(t, s, r.workers...)
	err := r.suffer("amidst an assignment", func() {
		command(t, "ip", "netns", "exec", name, "ip", "link", "set", "dev", fmt.Sprintf("sg%d-7", os.Getpid()%100000), "down")
	})
	if !IsLost(err) {
		t.Errorf("error %v, want one about a loss", err)
	}
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
}

// startIn starts a worker on a host of its own.
func startIn(t *testing.T, host string, o workerOptions) *process {
	t.Helper()
	return startWith(t, o, "ip", "netns", "exec", host, os.Args[0])
}
