package docs_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sfdfa-actors/internal/porttest"
)

// A step is a command of a page, or a file that the page has the reader write, with what stands below it.
type step struct {
	line    int
	command string // or empty
	output  string // of the command; … stands for anything within a line, and a line of it for any lines
	file    string // its name, or empty
	content string
	skip    bool // shown, not tried
}

// fence begins or ends a block; the word behind it is the block's language.
const fence = "```"

// steps reads a page. A block "console" has commands behind "$ " and what they print. A block of another language
// whose first line is a comment with a file's name is that file. A backslash at its end continues a command.
func steps(t *testing.T, page string) (all []step) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	language, comment := "", regexp.MustCompile(`^# (\w+\.py)\b`)
	for i, line := range strings.Split(string(text), "\n") {
		if word, isFence := strings.CutPrefix(line, fence); isFence {
			language = word
			continue
		}
		switch {
		case language == "python" && comment.MatchString(line):
			all = append(all, step{line: i + 1, file: comment.FindStringSubmatch(line)[1], content: line + "\n"})
		case language == "python" && len(all) > 0:
			all[len(all)-1].content += line + "\n"
		case language == "console" && strings.HasPrefix(line, "$ "):
			all = append(all, step{line: i + 1, command: line[2:], skip: strings.Contains(line, "go build")})
		case language == "console" && len(all) > 0 && strings.HasSuffix(all[len(all)-1].command, "\\"):
			last := &all[len(all)-1]
			last.command = strings.TrimSuffix(last.command, "\\") + strings.TrimSpace(line)
		case language == "console" && len(all) > 0:
			all[len(all)-1].output += line + "\n"
		}
	}
	return all
}

// program is a folder with the program, built once for all pages.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "sfdfa-actors-docs-")
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", filepath.Join(folder, "sfdfa-actors"), "../cmd/sfdfa-actors")
	if output, err := build.CombinedOutput(); err != nil {
		return folder, fmt.Errorf("building: %w\n%s", err, output)
	}
	if python := pythonWith("numpy"); python != "" {
		err = os.Symlink(python, filepath.Join(folder, "python3"))
	}
	return folder, err
})

func TestMain(m *testing.M) {
	flag.Parse()
	// What the pages run is so short that much of its time would go into collections of a small heap.
	if err := os.Setenv("GOGC", "400"); err != nil { // of the program
		panic(err)
	}
	code := m.Run()
	if !testing.Short() {
		if folder, _ := program(); folder != "" { // what went wrong is said where the program is needed
			os.RemoveAll(folder)
		}
	}
	os.Exit(code)
}

// pythons remembers what pythonWith has found, for all pages.
var (
	pythonsMutex sync.Mutex
	pythons      = map[string]string{}
)

// pythonWith is a Python with a package, the system's own if the first one has none, or empty.
func pythonWith(name string) string {
	pythonsMutex.Lock()
	defer pythonsMutex.Unlock()
	if found, isKnown := pythons[name]; isKnown {
		return found
	}
	pythons[name] = ""
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if path, err := exec.LookPath(python); err == nil && exec.Command(path, "-c", "import "+name).Run() == nil {
			pythons[name] = path
			break
		}
	}
	return pythons[name]
}

// shell tries a page's steps one after another, in one folder.
type shell struct {
	folder, path string
	ports        map[string]string // those of the page, and free ones in their place
	jobs         []*exec.Cmd
	used         time.Duration // CPU time of the last command
}

var port = regexp.MustCompile(`127\.0\.0\.1:(\d+)`)

// free is a command with ports that nothing listens on.
func (s *shell) free(t *testing.T, command string) string {
	return port.ReplaceAllStringFunc(command, func(address string) string {
		if s.ports[address] == "" {
			s.ports[address] = porttest.Free(t)
		}
		return s.ports[address]
	})
}

// try carries out a step, and compares what it prints.
func (s *shell) try(ctx context.Context, t *testing.T, what step) error {
	if what.file != "" {
		return os.WriteFile(filepath.Join(s.folder, what.file), []byte(what.content), 0o600)
	}
	line, inBackground := strings.CutSuffix(s.free(t, what.command), " &")
	if inBackground {
		line = "exec " + line
	}
	command := exec.CommandContext(ctx, "sh", "-c", line)
	command.Dir = s.folder
	command.Env = append(os.Environ(), "PATH="+s.path+string(os.PathListSeparator)+os.Getenv("PATH"))
	command.WaitDelay = 10 * time.Second
	if inBackground {
		s.jobs = append(s.jobs, command)
		return command.Start()
	}
	printed, err := command.CombinedOutput()
	if state := command.ProcessState; state != nil {
		s.used = state.UserTime() + state.SystemTime()
	}
	if err != nil {
		return fmt.Errorf("%w\n%s", err, printed)
	}
	for page, free := range s.ports {
		printed = bytes.ReplaceAll(printed, []byte(free), []byte(page))
	}
	if !matches(what.output, string(printed)) {
		return fmt.Errorf("it prints\n%s\nthe page says\n%s", printed, what.output)
	}
	return nil
}

// lacking is the package that a step needs and this system has not, or empty.
func (s *shell) lacking(what step, missing map[string]string) string {
	for file, lacks := range missing {
		if strings.Contains(what.command, file) {
			return lacks
		}
	}
	for _, name := range []string{"numpy", "scipy", "pandas"} {
		needs := strings.Contains(what.content, "import "+name) || name == "numpy" && strings.Contains(what.command, "--dataset npz")
		if needs && pythonWith(name) == "" {
			return name
		}
	}
	return ""
}

// end ends what runs in the background.
func (s *shell) end() {
	for _, job := range s.jobs {
		_ = job.Process.Kill() // it may be over
		_ = job.Wait()         // killed
	}
}

// matches reports whether a text is what a page says, empty lines and the width of spaces aside.
func matches(said, text string) bool {
	var pattern strings.Builder
	for line := range strings.Lines(said) {
		switch line = strings.Join(strings.Fields(line), " "); line {
		case "":
		case "…":
			pattern.WriteString(`(?:.*\n)*?`)
		default:
			pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + `\n`)
		}
	}
	var lines strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines.WriteString(line + "\n")
		}
	}
	return regexp.MustCompile(`^` + pattern.String() + `$`).MatchString(lines.String())
}

// needsSomeSeconds skips a test of commands where it should, or can't, be made.
func needsSomeSeconds(t *testing.T) {
	t.Helper()
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("the commands of a page need a shell and some seconds: not with -short")
	}
}

// tryPage carries out all steps of a page. Where a Python lacks what a page needs, the steps that need it are left out.
func tryPage(t *testing.T, page string, least int) {
	needsSomeSeconds(t)
	folder, err := program()
	if err != nil {
		t.Fatal(err)
	}
	s := &shell{folder: t.TempDir(), path: folder, ports: map[string]string{}}
	defer s.end()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	tried, left, missing := 0, 0, map[string]string{} // what the files that were not written need
	for _, step := range steps(t, page) {
		if lacks := s.lacking(step, missing); lacks != "" {
			if left++; step.file != "" {
				missing[step.file] = lacks
			}
			t.Logf("%s:%d: left out: it needs python3-%s", page, step.line, lacks)
			continue
		}
		if step.skip {
			continue
		}
		if err := s.try(ctx, t, step); err != nil {
			t.Fatalf("%s:%d: %s%s: %v", page, step.line, step.command, step.file, err)
		}
		t.Logf("%s:%d: %s %v of CPU time", page, step.line, step.command, s.used)
		tried++
	}
	if tried+left < least {
		t.Errorf("%s has %d steps, want at least %d", page, tried, least)
	}
}

func TestTheTutorial(t *testing.T) {
	t.Parallel()
	tryPage(t, "TUTORIAL.md", 12)
}

func TestThePageOnPython(t *testing.T) {
	t.Parallel()
	if pythonWith("numpy") == "" {
		t.Skip("no python3 with numpy: apt-get install python3-numpy")
	}
	tryPage(t, "PYTHON.md", 8)
}

func TestWhatAPageSaysMatches(t *testing.T) {
	for _, test := range []struct {
		said, text string
		want       bool
	}{
		{"a\n\nb  \n", "a\nb\n", true},
		{"a\n", "a\nb\n", false},
		{"  a b\n", "a   b\n", true},
		{"ab\n", "a b\n", false},
		{"a\n…\nd\n", "a\nb\nc\nd\n", true},
		{"took …s.\n", "took 1.5s.\n", true},
		{"took …s.\n", "took 1.5s!\n", false},
		{"(1)\n", "1\n", false},
	} {
		if matches(test.said, test.text) != test.want {
			t.Errorf("%q and %q: want %v", test.said, test.text, test.want)
		}
	}
}
