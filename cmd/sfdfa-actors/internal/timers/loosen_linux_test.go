package timers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asked is the slack that a process of this test asks for.
const asked = 3 * time.Millisecond

// argument makes the test's binary such a process.
const argument = "loosen"

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == argument {
		loosened()
		return
	}
	os.Exit(m.Run())
}

// gone makes it remove its program first.
const gone = "gone"

// loosened says what it has: its number, its argument, and the slack of each thread.
func loosened() {
	if os.Args[2] == gone {
		if err := os.Remove(os.Args[0]); err != nil {
			fmt.Println(err)
		}
	}
	err := Loosen(asked)
	slacks := map[time.Duration]bool{}
	threads := make(chan time.Duration)
	for range 8 {
		go func() {
			slack, err := current()
			if err != nil {
				slack = -1
			}
			threads <- slack
		}()
	}
	for range 8 {
		slacks[<-threads] = true
	}
	fmt.Println(os.Getpid(), os.Args[2], os.Getenv("KEPT"), slacks, err)
}

// A process that loosens its timers is still the same, with its arguments and its
// environment, and all its threads have the slack. It is started anew only once.
func TestLoosen(t *testing.T) {
	command := exec.Command(os.Args[0], argument, "one argument")
	command.Env = append(os.Environ(), "KEPT=kept")
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if got, want := string(output), fmt.Sprintf("%d one argument kept map[3ms:true] <nil>\n", command.Process.Pid); got != want {
		t.Errorf("the process says %q, want %q", got, want)
	}
}

// Timers that may be later than asked for stay so, and nothing is started anew: this
// test's process would begin from its start.
func TestLooserTimersStay(t *testing.T) {
	before, err := current()
	if err != nil {
		t.Fatal(err)
	}
	if err := Loosen(before); err != nil {
		t.Error(err)
	}
	if after, err := current(); err != nil || after != before {
		t.Errorf("slack %s, error %v, want %s as before", after, err, before)
	}
}

// A program that can't be started anew goes on as it was.
func TestAProgramThatIsGone(t *testing.T) {
	before, err := current()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, content, 0o700); err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command(path, argument, gone).CombinedOutput()
	if want := fmt.Sprintf("map[%s:true] timers: starting %s anew: no such file or directory\n", before, path); err != nil || !strings.HasSuffix(string(output), want) {
		t.Errorf("error %v, the process says %q, want %q at the end", err, output, want)
	}
}
