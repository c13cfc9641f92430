//go:build linux

package distributed

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"sfdfa-actors/internal/distributed/terms"
)

// lan connects hosts of their own, as far as the network is concerned, in this machine.
// It delays every packet by a random time between two bounds, so that packets overtake
// each other, and loses some.
type lan struct {
	least, most time.Duration
	loss        float64     // probability that a packet is lost
	cut         atomic.Bool // all are lost
	carried     atomic.Int64
	lost        atomic.Int64

	lock  sync.Mutex
	hosts map[netip.Addr]*os.File // this one first
}

// subnet has the addresses of the hosts.
var subnet = netip.MustParsePrefix("10.213.0.0/24")

// attach adds a host that this process reads and writes the packets of, and returns its
// address. Without a namespace it is this one.
func (l *lan) attach(t *testing.T, namespace string) string {
	t.Helper()
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.hosts == nil {
		l.hosts = map[netip.Addr]*os.File{}
	}
	number := len(l.hosts) + 1
	address := subnet.Addr()
	for range number {
		address = address.Next()
	}
	name := fmt.Sprintf("sfdfa%d-%d", os.Getpid()%100000, number)
	device := openDevice(t, name)
	l.hosts[address] = device
	ip := []string{"ip"}
	if namespace != "" {
		command(t, "ip", "netns", "add", namespace)
		t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", namespace).Run() })
		command(t, "ip", "link", "set", name, "netns", namespace)
		ip = []string{"ip", "netns", "exec", namespace, "ip"}
		command(t, append(ip, "link", "set", "lo", "up")...)
	}
	command(t, append(ip, "addr", "add", fmt.Sprintf("%s/%d", address, subnet.Bits()), "dev", name)...)
	command(t, append(ip, "link", "set", name, "up")...)
	go l.carry(device, rand.New(rand.NewPCG(uint64(number), 1)))
	return address.String()
}

// carry carries packets from a host to those that they are for until it is closed.
func (l *lan) carry(from *os.File, random *rand.Rand) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		to := l.destination(buffer[:n])
		if to == nil {
			continue // not of these hosts: the kernel looks for neighbours
		}
		if l.cut.Load() || random.Float64() < l.loss {
			l.lost.Add(1)
			continue
		}
		packet := append([]byte(nil), buffer[:n]...)
		late := l.least + time.Duration(random.Int64N(int64(l.most-l.least)+1))
		time.AfterFunc(late, func() {
			_, _ = to.Write(packet) // or it is lost
			l.carried.Add(1)
		})
	}
}

// destination finds the host that a packet of version 4 of the protocol is for.
func (l *lan) destination(packet []byte) *os.File {
	if len(packet) < 20 || packet[0]>>4 != 4 {
		return nil
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.hosts[netip.AddrFrom4([4]byte(packet[16:20]))]
}

// openDevice makes a network device whose packets this process reads and writes.
func openDevice(t *testing.T, name string) *os.File {
	t.Helper()
	descriptor, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Skipf("skipped: a network of its own needs /dev/net/tun: %v", err)
	}
	request, err := unix.NewIfreq(name)
	if err != nil {
		t.Fatal(err)
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(descriptor, unix.TUNSETIFF, request); err != nil {
		_ = unix.Close(descriptor)
		t.Skipf("skipped: a network of its own needs the right to make devices: %v", err)
	}
	file := os.NewFile(uintptr(descriptor), name)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// command runs a command, or skips the test where that is not allowed.
func command(t *testing.T, words ...string) {
	t.Helper()
	if out, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
		t.Skipf("skipped: a network of its own needs ip and the right to use it: %s: %v: %s", strings.Join(words, " "), err, out)
	}
}

// startOn starts workers on hosts of their own, and a coordinator on this one.
func startOn(t *testing.T, l *lan, count int, patience time.Duration) ([]*process, *Coordinator) {
	t.Helper()
	leaveToOwnProcess(t) // where the same network is to be made
	s := testSettings()
	s.Security.Insecure, s.Patience = true, patience
	s.Listen = l.attach(t, "") + ":0"
	var workers []*process
	for i := range count {
		namespace := fmt.Sprintf("sfdfa-%d-%d", os.Getpid()%100000, i)
		o := workerOptions{Settings: s, Identity: same}
		o.Settings.Listen = l.attach(t, namespace) + ":7607"
		workers = append(workers, startWith(t, o, "ip", "netns", "exec", namespace, os.Args[0]))
	}
	return workers, coordinateWith(t, s, workers...)
}

// Over wires that are slow, lose packets and let them overtake each other, a network has
// the bits of the reference.
func TestSlowAndLossyWiresChangeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: it takes some seconds")
	}
	l := &lan{least: 2 * time.Millisecond, most: 8 * time.Millisecond, loss: 0.02}
	_, c := startOn(t, l, 2, 10*time.Second)
	e, err := buildOn(t, c, faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	expectReference(t, e)
	t.Logf("%d packets carried, %d lost", l.carried.Load(), l.lost.Load())
	if l.lost.Load() == 0 {
		t.Error("no packet was lost, want some")
	}
}

// A wire that is cut is noticed, though nobody has hung up.
func TestACutWireIsNoticed(t *testing.T) {
	t.Parallel() // no other test that is has these addresses
	l := &lan{}
	r := &trial{t: t, seed: faultSeed}
	r.workers, r.c = startOn(t, l, 1, 2*time.Second)
	err := r.suffer("amidst an assignment", func() { l.cut.Store(true) })
	if !terms.IsLost(err) {
		t.Errorf("error %v, want one about a loss", err)
	}
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
}
