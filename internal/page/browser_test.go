package page

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
)

// patience is how long a test waits for the page.
const patience = 60 * time.Second

// browser opens headless Chromium, and returns its context and what it complains of. Without Chromium the test is
// skipped.
func browser(t *testing.T) (context.Context, func() []string) {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium here: on Debian, apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	var mutex sync.Mutex
	var complaints []string
	console := chromedp.Console(ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			mutex.Lock()
			complaints = append(complaints, message.String())
			mutex.Unlock()
		}
	}()
	return ctx, func() []string {
		mutex.Lock()
		defer mutex.Unlock()
		return complaints
	}
}

type action = chromedp.Action[chromedp.Void]

// textOf is what an element of the page says.
func textOf(t *testing.T, ctx context.Context, id string) string {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("`+id+`").textContent`))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(text)
}

// script evaluates an expression in the page, and waits for what it promises.
func script(expression string) action {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression, chromedp.EvalAwaitPromise))
		if err != nil {
			return fmt.Errorf("%s: %w", expression, err)
		}
		return nil
	})
}

// until waits for something to be true of the page. Its policy forbids code in texts, which the library would wait with.
func until(condition string) action {
	return script(`new Promise((done) => { const look = () => (` + condition + `) ? done(true) : setTimeout(look, 20); look(); })`)
}

func stateIs(state string) action {
	return until(`document.getElementById("state").textContent === "` + state + `"`)
}

// press presses a button once it may be.
func press(id string) action {
	return chromedp.Steps(until(`!document.getElementById("`+id+`").disabled`), chromedp.Click(chromedp.CSS("#"+id)))
}

// metric is the value of a metric.
func metric(t *testing.T, s *Server, name string) float64 {
	t.Helper()
	_, text := fetch(t, s.URL+"metrics")
	for line := range strings.Lines(text) {
		if rest, is := strings.CutPrefix(line, name); is {
			value, err := strconv.ParseFloat(strings.TrimSpace(rest[strings.LastIndex(rest, " "):]), 64)
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	t.Fatalf("there is no metric %s", name)
	return 0
}

// The page of a job that goes on shows the numbers of its metrics, its buttons do what they say, and a neuron answers.
// With PAGE_PICTURES it leaves pictures of the page in that directory.
func TestThePageInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	browsing, complaints := browser(t)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	s, w := opened(t, stop)
	c := settings.Defaults("yinyang", "sfdfa")
	c.Epochs, c.TestLimit, c.NeuronsPerCore, c.Batch = 1000, 200, 20, 20
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		trained(t, ctx, c, w, nil)
	}()
	err := chromedp.Do(browsing, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.URL),
		until(`document.querySelectorAll(".mesh-core").length > 5 && document.querySelector("#test-accuracy").textContent !== "–"`),
		until(`document.querySelector("#shares-legend").children.length > 0 && document.querySelector("#raster-legend").hidden === false`),
		press("pause"), stateIs("paused"))
	if err != nil {
		t.Fatal(err)
	}
	expectMetrics(t, browsing, s)
	batch := textOf(t, browsing, "batch")
	err = chromedp.Do(browsing, press("step"), until(`document.getElementById("batch").textContent !== "`+batch+`"`), stateIs("paused"),
		press("checkpoint"),
		chromedp.SetValue(chromedp.CSS("#neuron-index"), "12"), chromedp.Click(chromedp.CSS("#neuron-form button")),
		until(`document.querySelectorAll("#neuron-synapses tbody tr").length === 5 && document.querySelector("#neuron-course polyline")`),
		chromedp.Focus(chromedp.CSS(".mesh-core[tabindex='0']")), chromedp.KeyEvent("\r"), until(`document.querySelectorAll("#core-neurons button").length === 20`))
	if err != nil {
		t.Fatal(err)
	}
	if after := textOf(t, browsing, "batch"); after == batch {
		t.Errorf("one batch: the batch stays %s", after)
	}
	expectMetrics(t, browsing, s)
	leavePictures(t, browsing)
	if w.State().Saved != 1 {
		t.Errorf("%d checkpoints were written, want the one that was asked for", w.State().Saved)
	}
	if err := chromedp.Do(browsing, press("continue"), stateIs("running"), script("(window.confirm = () => true, true)"), press("stop"), stateIs("interrupted")); err != nil {
		t.Fatal(err)
	}
	<-ended
	if w.State().State != watch.Interrupted {
		t.Errorf("the run is %s, want it interrupted", w.State().State)
	}
	for _, complaint := range complaints() {
		t.Errorf("the browser complains: %s", complaint)
	}
}

// expectMetrics compares the page of a paused run with its metrics.
func expectMetrics(t *testing.T, browsing context.Context, s *Server) {
	t.Helper()
	for id, want := range map[string]string{
		"epoch":          fmt.Sprint(metric(t, s, "sfdfa_epoch{")),
		"batch":          fmt.Sprint(metric(t, s, "sfdfa_phase_samples{") / 20),
		"test-accuracy":  fmt.Sprintf("%.2f", metric(t, s, "sfdfa_test_accuracy_percent{")),
		"train-accuracy": fmt.Sprintf("%.2f", metric(t, s, "sfdfa_train_accuracy_percent{")),
		"train-loss":     fmt.Sprintf("%.3f", metric(t, s, "sfdfa_train_loss{")),
	} {
		if got := textOf(t, browsing, id); got != want {
			t.Errorf("%s is %s on the page, %s by the metrics", id, got, want)
		}
	}
}

// leavePictures writes pictures of the page, wide and narrow, light and dark.
func leavePictures(t *testing.T, browsing context.Context) {
	directory := os.Getenv("PAGE_PICTURES")
	if directory == "" {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 400} {
			media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
			_, err := chromedp.Call(browsing, emulation.SetEmulatedMedia, media)
			if err == nil {
				err = chromedp.Do(browsing, chromedp.EmulateViewport(width, 900), script(`new Promise((done) => { scrollTo(0, 0); setTimeout(() => done(true), 800); })`))
			}
			var picture []byte
			if err == nil {
				picture, err = chromedp.Run(browsing, chromedp.FullScreenshot(100))
			}
			if err == nil {
				err = os.WriteFile(filepath.Join(directory, fmt.Sprintf("page-%d-%s.png", width, scheme)), picture, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
