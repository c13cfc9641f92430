package simulate

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	config "sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/report"
)

// execute runs the command and returns what it prints.
func execute(t *testing.T, ctx context.Context, arguments ...string) (string, error) {
	t.Helper()
	command := NewCommand()
	command.SilenceErrors, command.SilenceUsage = true, true
	var out bytes.Buffer
	command.SetOut(&out)
	command.SetErr(&out)
	command.SetArgs(arguments)
	err := command.ExecuteContext(ctx)
	return out.String(), err
}

// A run leaves its files, and refuses to be resumed once it has ended.
func TestARunLeavesItsFiles(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "out")
	printed, err := execute(t, context.Background(), "--network", "ring", "--scale", "0.1", "--duration", "200ms", "--out", directory)
	if err != nil || !strings.Contains(printed, "digest") || !strings.Contains(printed, "p5") {
		t.Fatalf("error %v, printed %q", err, printed)
	}
	for name, wanted := range map[string]bool{networkFile: true, spikesFile: true, picture + ".svg": true, meshPicture + ".svg": true, timePicture + ".svg": true, coresFile: true, reportFile: true, partialFile: false, checkpointFile: false} {
		if _, err := os.Stat(filepath.Join(directory, name)); (err == nil) != wanted {
			t.Errorf("%s: %v, wanted %v", name, err, wanted)
		}
	}
	page, err := os.ReadFile(filepath.Join(directory, report.PageFile))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for decoder := xml.NewDecoder(bytes.NewReader(page)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, is := token.(xml.CharData); is {
			text.Write(data)
		}
	}
	for _, want := range []string{"60 neurons fired", "p5", "busiest core: ", "an estimate by loihi-davies2018", linksFile} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the page does not say %q:\n%s", want, text.String())
		}
	}
	if _, err := execute(t, context.Background(), "--resume", directory); err == nil || !strings.Contains(err.Error(), "which has ended") {
		t.Errorf("resumed after its end: error %v", err)
	}
}

// All faults of flags, and of a network file, are reported one by one.
func TestFaultsOfFlagsAndNetworks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "network.yaml")
	text := "network:\n  populations:\n    a: {size: 4, tau-syn: 5}\n  projections:\n    - {from: a, to: b, connect: dense}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		want      []string
	}{
		"flags":     {[]string{"--duration", "0s", "--max-spikes", "-1", "--engine", "gpu", "--placement", "heap", "--energy-profile", "joule"}, []string{"network is missing", "duration is 0s", `engine is "gpu"`, "max-spikes is -1", `unknown placement "heap"`, "joule"}},
		"network":   {[]string{"--network", file}, []string{"network: line 3: population a: tau-syn", `network: line 5: projection 1: to is "b"`}},
		"workers":   {[]string{"--network", "ring", "--workers", "127.0.0.1:7701"}, []string{"workers are given, allowed with run only"}},
		"resume":    {[]string{"--resume", "x", "--seed", "2", "--out", "y"}, []string{"out can't be given with --resume", "seed can't be given with --resume"}},
		"scale":     {[]string{"--network", file, "--scale", "2"}, []string{"scale is 2, allowed with a network that comes with the program"}},
		"transient": {[]string{"--network", "ring", "--duration", "1s", "--transient", "1s"}, []string{"transient is 1s, must be at least 0 and below the duration of 1s"}},
		"missing":   {[]string{"--network", filepath.Join(t.TempDir(), "none.yaml")}, []string{"none.yaml: no such file"}},
	} {
		_, err := execute(t, context.Background(), test.arguments...)
		if !errors.As(err, new(*config.ConfigError)) {
			t.Errorf("%s: error %v, want one of settings", name, err)
			continue
		}
		faults := config.Faults(err)
		if len(faults) != len(test.want) {
			t.Errorf("%s: %d faults, want %d: %v", name, len(faults), len(test.want), err)
			continue
		}
		for i, want := range test.want {
			if !strings.Contains(faults[i].Error(), want) {
				t.Errorf("%s: fault %q, want %q", name, faults[i], want)
			}
		}
	}
}

// A run that is told to stop before it has begun leaves nothing but what it needs to begin again, and ends with the same
// digest then.
func TestAStoppedRunBeginsAgain(t *testing.T) {
	arguments := []string{"--network", "ring", "--scale", "0.1", "--duration", "300ms", "--json"}
	whole, err := execute(t, context.Background(), append(arguments, "--out", filepath.Join(t.TempDir(), "whole"))...)
	if err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(t.TempDir(), "stopped")
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := execute(t, stopped, append(arguments, "--out", directory)...); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that it was stopped", err)
	}
	again, err := execute(t, context.Background(), "--resume", directory, "--json")
	if err != nil {
		t.Fatal(err)
	}
	if digestOf(t, again) != digestOf(t, whole) {
		t.Errorf("printed %s, want the digest of %s", again, whole)
	}
}

// A page shows a network that runs freely, and changes no spike of it.
func TestAPageChangesNoSpike(t *testing.T) {
	arguments := []string{"--network", "ring", "--scale", "0.1", "--duration", "300ms", "--json"}
	want, err := execute(t, context.Background(), append(arguments, "--out", filepath.Join(t.TempDir(), "alone"))...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := execute(t, context.Background(), append(arguments, "--page", "127.0.0.1:0", "--out", filepath.Join(t.TempDir(), "shown"))...)
	if err != nil || !strings.HasPrefix(got, "page: http://127.0.0.1:") {
		t.Fatalf("printed %q, error %v", got, err)
	}
	if digestOf(t, got) != digestOf(t, want) {
		t.Errorf("printed %s, want the digest of %s", got, want)
	}
}

func digestOf(t *testing.T, printed string) string {
	t.Helper()
	_, rest, found := strings.Cut(printed, `"digest":"`)
	if !found || len(rest) < 64 {
		t.Fatalf("printed %q, want a digest", printed)
	}
	return rest[:64]
}
