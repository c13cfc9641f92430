package docs_test

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// inline finds commands of the program within a line of text.
var inline = regexp.MustCompile("`((?:go run \\./cmd/)?sfdfa-actors [^`]+)`")

// placeholder is a word in place of which the reader writes something.
var placeholder = regexp.MustCompile(`\b[A-Z]{2,}\b|\b[A-Z]$`)

// commands lists the program's commands of a page: those of blocks, and those within lines, each once. Of runs in a table
// only the settings are worked out.
func commands(t *testing.T, page string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	add := func(command string) {
		command = strings.Replace(command, "go run ./cmd/", "", 1)
		if !slices.Contains(all, command) {
			all = append(all, command)
		}
	}
	fenced := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, fence):
			fenced = !fenced
		case !fenced:
			for _, found := range inline.FindAllStringSubmatch(line, -1) {
				command := found[1]
				if strings.HasPrefix(line, "|") {
					command = strings.Replace(command, "sfdfa-actors run", "sfdfa-actors config", 1)
				}
				add(command)
			}
		case strings.HasPrefix(line, "go run ./cmd/sfdfa-actors "), strings.HasPrefix(line, "./sfdfa-actors "):
			add(strings.TrimPrefix(line, "./"))
		}
	}
	return all
}

// small makes training a matter of an instant.
const small = "--layers 30 --epochs 1 --train-limit 40 --test-limit 20"

// shortened makes commands short that would take more than an instant, and those that need the internet say how they
// are called: what begins like this gets these flags in addition, which override earlier ones.
var shortened = [][2]string{
	{"sfdfa-actors run", small},
	{"sfdfa-actors compare", small + " --seeds 1"},
	{"sfdfa-actors traffic compare", small},
	{"sfdfa-actors sweep", small + " --seeds 1"},
	{"sfdfa-actors scale", "--layers 30 --samples 20 --procs 1,2"},
	{"sfdfa-actors bench", "--layers 30 --samples 20 --rounds 1"},
	{"sfdfa-actors simulate", "--duration 20ms"},
	{"sfdfa-actors data fetch", "--help"},
}

// short is a command as the test carries it out. One that goes on with a run takes its settings, and is short already.
func short(command string) string {
	for _, rule := range shortened {
		if strings.HasPrefix(command, rule[0]) && !strings.Contains(command, "--resume") && !strings.Contains(command, "--help") {
			return command + " " + rule[1]
		}
	}
	return command
}

// writeImages writes a data set of 28×28 images in the format of MNIST, of noise.
func writeImages(t *testing.T, folder string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for part, samples := range map[string]uint32{"train": 60, "t10k": 20} {
		sizes := func(kind uint32, sizes ...uint32) (file []byte) {
			for _, n := range append([]uint32{kind}, sizes...) {
				file = binary.BigEndian.AppendUint32(file, n)
			}
			return file
		}
		images, labels := sizes(0x803, samples, 28, 28), sizes(0x801, samples)
		for range samples {
			labels = append(labels, byte(random.IntN(10)))
			for range 28 * 28 {
				images = append(images, byte(random.IntN(256)*random.IntN(2)))
			}
		}
		for name, file := range map[string][]byte{"-images-idx3-ubyte": images, "-labels-idx1-ubyte": labels} {
			if err := os.WriteFile(filepath.Join(folder, part+name), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// dataMissing is the exit code of a command whose settings are in order, but not its data set.
const dataMissing = 3

// Every command of the README can be carried out. Two data sets of images are noise, others are missing; no accuracy
// is looked at.
func TestTheREADME(t *testing.T) {
	t.Parallel()
	needsSomeSeconds(t)
	folder, err := program()
	if err != nil {
		t.Fatal(err)
	}
	s := &shell{folder: t.TempDir(), path: folder}
	for _, name := range []string{"mnist", "fashion-mnist"} {
		writeImages(t, filepath.Join(s.folder, "data", name))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	tried := 0
	for _, command := range commands(t, "../README.md") {
		if runs, err := filepath.Glob(filepath.Join(s.folder, "runs", "*")); err == nil && len(runs) > 0 {
			command = strings.ReplaceAll(command, "runs/DIR", filepath.Join("runs", filepath.Base(runs[0])))
		}
		if placeholder.MatchString(command) {
			continue // the reader has to write something in its place
		}
		command = strings.ReplaceAll(command, "internal/", s.sources(t)+"/internal/")
		err := s.try(ctx, t, step{command: short(command), output: "…\n"})
		t.Logf("%s %v of CPU time", short(command), s.used)
		if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == dataMissing) {
			t.Errorf("%s: %v", short(command), err)
		}
		tried++
	}
	if tried < 30 {
		t.Errorf("the README has %d commands, want at least 30", tried)
	}
}

// sources is the folder of the project.
func (s *shell) sources(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}
