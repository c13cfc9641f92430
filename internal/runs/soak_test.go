package runs

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// soakTime is the environment variable that says how long TestSoak trains, as in
//
//	SFDFA_SOAK=30m go test ./internal/runs -run TestSoak -v -timeout 2h
const soakTime = "SFDFA_SOAK"

// vitals are what must not grow while a run goes on.
type vitals struct {
	heap       uint64 // bytes in use after a collection
	goroutines int
	files      int    // open ones; 0 where the system does not tell
	resident   string // memory as the system counts it, where it tells
}

func takeVitals() vitals {
	inUse()
	v := vitals{heap: inUse(), goroutines: runtime.NumGoroutine()} // pools give up what they hold at the second collection
	if files, err := os.ReadDir("/proc/self/fd"); err == nil {
		v.files = len(files)
	}
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if resident, found := strings.CutPrefix(line, "VmRSS:"); found {
			v.resident = strings.TrimSpace(resident)
		}
	}
	return v
}

// nurse is an observer that takes the vitals after every epoch.
type nurse struct {
	silent
	t       *testing.T
	began   time.Time
	minutes int // logged
	epochs  int
	samples int
	first   vitals // once the run is warm
	most    uint64 // heap since then
}

// Presented implements Observer.
func (n *nurse) Presented(outcomes []messages.Outcome) { n.samples += len(outcomes) }

// warm is the number of epochs after which nothing may grow any more.
const warm = 5

// Epoch implements Observer.
func (n *nurse) Epoch(m *record.Metrics) {
	now := takeVitals()
	n.epochs++
	if n.epochs == warm {
		n.first = now
	}
	if minutes := int(time.Since(n.began).Minutes()); n.epochs == warm || minutes > n.minutes {
		n.minutes = minutes
		n.t.Logf("%3d min, %5d epochs, %8d samples: heap %v, %d goroutines, %d open files, resident %s; test %.2f %%",
			minutes, n.epochs, n.samples, limits.Size(now.heap), now.goroutines, now.files, now.resident, m.TestAccuracy)
	}
	if n.epochs <= warm {
		return
	}
	n.most = max(n.most, now.heap)
	// Working memory follows what the neurons fire.
	const spikes = 2 << 20
	if most := n.first.heap + n.first.heap/10 + spikes; now.heap > most {
		n.t.Errorf("epoch %d: the heap holds %d bytes, %d after %d epochs", n.epochs, now.heap, n.first.heap, warm)
	}
	for range 1_000_000 { // one that has let go of everything may still be on its last step
		if now.goroutines = runtime.NumGoroutine(); now.goroutines <= n.first.goroutines {
			break
		}
		runtime.Gosched()
	}
	if now.goroutines > n.first.goroutines || now.files > n.first.files {
		n.t.Errorf("epoch %d: %d goroutines and %d open files, %d and %d after %d epochs",
			n.epochs, now.goroutines, now.files, n.first.goroutines, n.first.files, warm)
	}
}

// A run with a checkpoint every twenty batches keeps memory, goroutines and open
// files as they are after its first epochs, however long it goes on: nothing is
// kept for an epoch or a batch. Without the
// environment variable it is a few short epochs long.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for a while")
	}
	full := settings.Defaults("yinyang", "sfdfa")
	full.LearningRate, full.LearningRateDecay, full.Revive = 0.001, 1, 1250 // with which it learns for ever
	short := full
	short.Layers, short.TrainLimit, short.TestLimit = []int{100}, 500, 100
	for name, c := range map[string]settings.Config{"full epochs": full, "short epochs": short} {
		t.Run(name, func(t *testing.T) {
			s := Schedule{Every: 20, Keep: 2}
			c.Epochs = 12
			if text := os.Getenv(soakTime); text != "" {
				d, err := limits.ParseTime(text)
				must(t, err)
				c.Epochs, s.Limits.Time = 1_000_000, d
			} else if name == "full epochs" {
				t.Skip("takes its time: with " + soakTime + " only")
			}
			soak(t, c, s)
		})
	}
}

func soak(t *testing.T, c settings.Config, s Schedule) {
	n := &nurse{t: t, began: time.Now()}
	summary, err := s.Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), n)
	must(t, err)
	t.Logf("%d epochs: heap %v at most, %v after %d", summary.Epochs, limits.Size(n.most), limits.Size(n.first.heap), warm)
	if summary.Epochs <= warm {
		t.Errorf("%d epochs, want more than %d to compare", summary.Epochs, warm)
	}
}
