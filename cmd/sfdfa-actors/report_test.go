package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/report"
)

// The command prints where the page is; its numbers are those of eval.
func TestReportWritesAPage(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	summaryOf(t, small(directory)...)
	out := filepath.Join(t.TempDir(), "elsewhere")
	code, stdout, stderr := invoke(context.Background(), "report", directory, "--sample", "7", "--part", "train", "--out", out)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	page := filepath.Join(out, "report.html")
	text, err := os.ReadFile(page)
	if err != nil || !strings.Contains(string(text), "train sample 7: ") {
		t.Errorf("the page shows another sample, error %v", err)
	}
	for _, part := range []string{"yinyang with sfdfa after 2 epochs", "test accuracy", "digest", page} {
		if !strings.Contains(stdout, part) {
			t.Errorf("no %q in\n%s", part, stdout)
		}
	}
	eval := summaryOf(t, "eval", directory)
	report := summaryOf(t, "report", directory)
	summary := report["summary"].(map[string]any)
	for _, key := range []string{"test_accuracy", "test_accuracy_lowest_index", "test_loss", "test_samples", "digest", "epochs", "batches"} {
		if summary[key] == nil || summary[key] != eval[key] {
			t.Errorf("%s is %v, eval has %v", key, summary[key], eval[key])
		}
	}
	written, err := os.ReadFile(filepath.Join(directory, "report", "report.json"))
	var same map[string]any
	if err != nil || json.Unmarshal(written, &same) != nil || same["summary"].(map[string]any)["digest"] != summary["digest"] {
		t.Errorf("report.json is not what --json prints: %v", err)
	}
}

func TestReportErrors(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	summaryOf(t, small(directory)...)
	without := filepath.Join(t.TempDir(), "without")
	summaryOf(t, small(without)...)
	for _, name := range []string{runs.CheckpointDirectory, record.SummaryFile} {
		if err := os.RemoveAll(filepath.Join(without, name)); err != nil {
			t.Fatal(err)
		}
	}
	damaged := filepath.Join(t.TempDir(), "damaged")
	summaryOf(t, small(damaged)...)
	if err := os.WriteFile(filepath.Join(damaged, record.MetricsFile), []byte("{\"epoch\":7}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		code      int
		stderr    []string
	}{
		"no run":         {[]string{t.TempDir()}, exitUsage, []string{"holds no run"}},
		"no directory":   {nil, exitUsage, []string{"no run below runs"}},
		"no checkpoint":  {[]string{without}, exitUsage, []string{without, "no checkpoint"}},
		"sample":         {[]string{directory, "--sample", "50"}, exitUsage, []string{"sample is 50", "allowed: 0 to 49 in the test part"}},
		"below":          {[]string{directory, "--sample", "-1"}, exitUsage, []string{"sample is -1"}},
		"part":           {[]string{directory, "--part", "all"}, exitUsage, []string{`part is "all"`, "train, validation, test"}},
		"metrics":        {[]string{damaged}, exitFailed, []string{"metrics.jsonl", "line 1", "epoch is 7", "allowed: 1"}},
		"out is no such": {[]string{directory, "--out", filepath.Join(damaged, record.MetricsFile)}, exitUsage, []string{"out is", "directory"}},
	} {
		code, stdout, stderr := invoke(context.Background(), append([]string{"report"}, test.arguments...)...)
		if code != test.code || stdout != "" {
			t.Errorf("%s: exit code %d, want %d; prints %q", name, code, test.code, stdout)
		}
		for _, part := range test.stderr {
			if !strings.Contains(stderr, part) {
				t.Errorf("%s: error %q does not mention %q", name, stderr, part)
			}
		}
	}
}

// writeImages writes a data set of the MNIST family: so many images in each part,
// of all ten classes, each of one bright row.
func writeImages(t *testing.T, folder string, samples int) {
	t.Helper()
	const side = 28
	images := binary.BigEndian.AppendUint32(nil, 0x803)
	labels := binary.BigEndian.AppendUint32(nil, 0x801)
	for _, n := range []int{samples, side, side} {
		images = binary.BigEndian.AppendUint32(images, uint32(n))
	}
	labels = binary.BigEndian.AppendUint32(labels, uint32(samples))
	for i := range samples {
		pixels := make([]byte, side*side)
		for x := range side {
			pixels[(i%20)*side+x] = byte(255 - x)
		}
		images, labels = append(images, pixels...), append(labels, byte(i%10))
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"images-idx3-ubyte": images, "labels-idx1-ubyte": labels} {
		for _, part := range []string{"train-", "t10k-"} {
			if err := os.WriteFile(filepath.Join(folder, part+name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The page shows the images that are mistaken; without the data set there is no
// report, but a word on what is missing.
func TestReportOfImages(t *testing.T) {
	data, directory := t.TempDir(), filepath.Join(t.TempDir(), "run")
	writeImages(t, filepath.Join(data, "mnist"), 60)
	summaryOf(t, "run", "--dataset", "mnist", "--data-dir", data, "--layers", "10", "--epochs", "1", "--out", directory)
	report := summaryOf(t, "report", directory)
	mistakes := report["sections"].(map[string]any)["mistakes"].([]any)
	page, err := os.ReadFile(filepath.Join(directory, "report", "report.html"))
	if shown := strings.Count(string(page), `alt="test sample `); err != nil || shown < 5 || shown > len(mistakes) {
		t.Errorf("%d images of %d mistakes, error %v", shown, len(mistakes), err)
	}
	if err := os.RemoveAll(filepath.Join(data, "mnist")); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := invoke(context.Background(), "report", directory)
	if code != exitDataMissing || stdout != "" || !strings.Contains(stderr, "train-images-idx3-ubyte") {
		t.Errorf("exit code %d, want %d: %s", code, exitDataMissing, stderr)
	}
}

// Where the system has no opener, a line says which page to open, and the report is there.
func TestAReportThatNothingOpensIsNoFailure(t *testing.T) {
	directory := victim(t)()
	t.Setenv("PATH", t.TempDir())
	code, _, stderr := invoke(context.Background(), "report", directory, "--open")
	page := filepath.Join(directory, report.Directory, report.PageFile)
	if _, err := os.Stat(page); err != nil || code != exitOK || !strings.Contains(stderr, "open it yourself") || !strings.Contains(stderr, page) {
		t.Errorf("exit code %d, error %v, %s", code, err, stderr)
	}
}
