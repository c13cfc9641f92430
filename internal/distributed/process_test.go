//go:build unix

package distributed

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/topology"
)

// testJoin is how long tests wait for workers that are there.
const testJoin = 30 * time.Second

// workerVariable makes the test's binary a worker with these options.
const workerVariable = "SFDFA_TEST_WORKER"

// workerOptions are those of a worker process.
type workerOptions struct {
	Settings   Settings
	Identity   terms.Identity
	MaxNeurons int
	MaxCores   int    // that the blueprint admits; 0 is all
	Fails      string // why the blueprint's guard ends every network, or nothing
}

func TestMain(m *testing.M) {
	if text := os.Getenv(workerVariable); text != "" {
		if err := beWorker(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil { // those that run beside others wait for most of their time
		panic(err)
	}
	os.Exit(m.Run())
}

// beWorker says its address and works until it is told to stop.
func beWorker(text string) error {
	var o workerOptions
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	w, err := NewWorker(o.Settings, o.Identity, blueprintOfCase(o), o.MaxNeurons)
	if err != nil {
		return err
	}
	fmt.Println(w.Address())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	w.Serve(ctx)
	return nil
}

var same = terms.Identity{Build: "test", Architecture: "test"}

// recurrent is the seed from which on cases have cycles.
const recurrent = 1000

// caseOf is the case of a seed.
func caseOf(seed uint64) networktest.Case {
	if seed >= recurrent {
		return networktest.Recurrent(seed - recurrent)
	}
	return networktest.Random(seed)
}

// buildCase builds the network of a case, whose spec is its seed, and the transport if
// it is another than that of packets.
func buildCase(spec []byte) (*network.Network, actors.Transport, error) {
	text, transport, named := strings.Cut(string(spec), " ")
	if !named {
		transport = string(actors.PacketTransport)
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return nil, "", err
	}
	net, err := network.New(caseOf(seed).Spec)
	return net, actors.Transport(transport), err
}

// schedulerOf is what runs a case's actors on workers: by turns the pool and goroutines of their own.
func schedulerOf(net *network.Network) network.Scheduler {
	return network.Schedulers()[len(net.Cores)%2]
}

// blueprintOfCase is a Builder of cases.
func blueprintOfCase(o workerOptions) terms.Builder {
	return func(spec []byte) (b terms.Blueprint, err error) {
		net, transport, err := buildCase(spec)
		if err != nil {
			return b, err
		}
		b.Spec, b.Transport, b.Scheduler = net.Spec, transport, schedulerOf(net)
		b.Admit = func(owns func(topology.Core) bool) error {
			cores := 0
			for _, core := range net.Cores {
				if owns(core) {
					cores++
				}
			}
			if o.MaxCores > 0 && cores > o.MaxCores {
				return fmt.Errorf("%d cores do not fit, allowed: %d", cores, o.MaxCores)
			}
			return nil
		}
		if o.Fails != "" {
			b.Guard = func(fail func(error)) func() {
				fail(errors.New(o.Fails))
				return func() {}
			}
		}
		return b, nil
	}
}

func testSettings() Settings {
	s := DefaultSettings()
	s.Patience = 10 * time.Second
	return s
}

// process is a worker in a process of its own.
type process struct {
	address string
	command *exec.Cmd
	log     *syncBuffer
}

// syncBuffer is what a process has said so far.
type syncBuffer struct {
	lock sync.Mutex
	text strings.Builder
}

// Write implements io.Writer.
func (b *syncBuffer) Write(p []byte) (int, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.Write(p)
}

// String returns all of it.
func (b *syncBuffer) String() string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.text.String()
}

// start starts a worker, which ends with the test.
func start(t testing.TB, o workerOptions) *process {
	t.Helper()
	return startWith(t, o, os.Args[0])
}

// startWith starts a worker by a command.
func startWith(t testing.TB, o workerOptions, words ...string) *process {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{command: exec.Command(words[0], words[1:]...), log: &syncBuffer{}}
	p.command.Env = append(os.Environ(), workerVariable+"="+string(text))
	p.command.Stderr = p.log
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		_ = p.command.Wait() // killed
		if t.Failed() {
			t.Logf("worker %s said:\n%s", p.address, p.log)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("a worker did not start: %v: %s", err, p.log)
	}
	p.address = strings.TrimSpace(line)
	return p
}

// startWorkers starts so many workers with the settings of all tests.
func startWorkers(t *testing.T, count int) (all []*process) {
	t.Helper()
	for range count {
		all = append(all, start(t, workerOptions{Settings: testSettings(), Identity: same}))
	}
	return all
}

func addressesOf(workers []*process) (addresses []string) {
	for _, w := range workers {
		addresses = append(addresses, w.address)
	}
	return addresses
}

// signal sends a signal to a worker.
func (p *process) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := p.command.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// restart starts another worker at the address of one that was killed.
func (p *process) restart(t *testing.T) *process {
	t.Helper()
	_ = p.command.Wait() // killed
	o := workerOptions{Settings: testSettings(), Identity: same}
	o.Settings.Listen = p.address
	return start(t, o)
}

func coordinate(t *testing.T, workers ...*process) *Coordinator {
	t.Helper()
	return coordinateWith(t, testSettings(), workers...)
}

func coordinateWith(t *testing.T, s Settings, workers ...*process) *Coordinator {
	t.Helper()
	needEndpoint(t)
	c, err := NewCoordinator(s, same, addressesOf(workers), 0, testJoin)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}
