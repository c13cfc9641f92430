package main

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/datasets/fetch"
)

// runData runs the command in process.
func runData(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, log bytes.Buffer
	command := newDataCommand()
	command.SilenceErrors, command.SilenceUsage = true, true // as the main program does
	command.SetOut(&out)
	command.SetErr(&log)
	command.SetArgs(args)
	err = command.ExecuteContext(t.Context())
	return out.String(), log.String(), err
}

// dataDir makes a data directory with an incomplete, damaged MNIST and an
// unpacked Fashion-MNIST label file.
func dataDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, path := range []string{"mnist/train-images-idx3-ubyte.gz", "fashion-mnist/t10k-labels-idx1-ubyte"} {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("damaged"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDataCommand(t *testing.T) {
	dir := dataDir(t)
	for _, test := range []struct {
		args   string
		stdout []string
		kind   error  // that the error wraps
		err    string // in the error's line
	}{
		{"", []string{"list", "verify", "fetch", "--data-dir"}, nil, ""},
		{"list", []string{
			"NAME              INPUTS  CLASSES  TRAINING  VALIDATION  TEST   FILES\n",
			"yinyang           5       3        5000      1000        1000   generated\n",
			"mnist             784     10       60000     0           10000  incomplete\n",
			"mnist: LeCun, Cortes, Burges 1998\n  licence: CC BY-SA 3.0",
			"emnist-balanced   784     47       112800    0           18800  missing\n",
		}, nil, ""},
		{"verify yinyang", []string{"yinyang: generated, no files\n"}, nil, ""},
		{"verify emnist47-derived", []string{"emnist47-derived-train-images-idx3-ubyte.gz: missing\n"}, datasets.ErrMissing, "emnist47-derived: files missing"},
		{"verify mnist", []string{"train-images-idx3-ubyte.gz: differs\n", "t10k-labels-idx1-ubyte.gz: missing\n"}, fetch.ErrChecksum,
			"440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609; datasets: mnist: files missing: train-labels-idx1-ubyte.gz"},
		{"verify fashion-mnist", []string{"t10k-labels-idx1-ubyte: not checked: unpacked\n"}, datasets.ErrMissing, "data fetch fashion-mnist"},
		{"verify", []string{"yinyang: generated", "differs\n", "emnist-balanced: missing\n"}, datasets.ErrMissing, "wrong checksum"},
		{"verify minst", nil, datasets.ErrUnknown, `unknown data set "minst", want one of yinyang, mnist`},
		{"fetch yinyang", nil, nil, ""},
		{"fetch minst", nil, datasets.ErrUnknown, `unknown data set "minst"`},
		{"fetch emnist47-derived", nil, datasets.ErrMissing, "by hand: put into"},
		{"fetch", nil, nil, "accepts 1 arg(s), received 0"},
		{"list mnist", nil, nil, `unknown command "mnist"`},
		{"wipe", nil, nil, `unknown command "wipe"`},
	} {
		t.Run(test.args, func(t *testing.T) {
			stdout, _, err := runData(t, append(strings.Fields(test.args), "--data-dir", dir)...)
			for _, want := range test.stdout {
				if !strings.Contains(stdout, want) {
					t.Errorf("stdout %q, want %q in it", stdout, want)
				}
			}
			if len(test.stdout) == 0 && stdout != "" {
				t.Errorf("stdout %q, want nothing", stdout)
			}
			requireDataError(t, err, test.kind, test.err)
		})
	}
}

// With nothing to verify the command fails, with names or without.
func TestDataVerifyOfNothing(t *testing.T) {
	dir := t.TempDir()
	for _, names := range [][]string{nil, {"mnist"}} {
		_, _, err := runData(t, append([]string{"verify", "--data-dir", dir}, names...)...)
		requireDataError(t, err, datasets.ErrMissing, "files missing")
	}
	if _, _, err := runData(t, "verify", "yinyang", "--data-dir", dir); err != nil {
		t.Errorf("error %v for a generated data set, want none", err)
	}
}

func requireDataError(t *testing.T, err, kind error, want string) {
	t.Helper()
	if want == "" && err == nil {
		return
	}
	if want == "" || err == nil {
		t.Fatalf("error %v, want %q", err, want)
	}
	if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q, want one line with %q", err, want)
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("error %q does not wrap %q", err, kind)
	}
}

func TestDataFetchFails(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	dir := t.TempDir()
	stdout, stderr, err := runData(t, "fetch", "mnist", "--data-dir", dir, "--mirror", server.URL)
	requireDataError(t, err, nil, "404 Not Found; by hand: put into "+filepath.Join(dir, "mnist"))
	if stdout != "" || stderr != "" {
		t.Errorf("stdout %q, stderr %q, want the failure in the error only", stdout, stderr)
	}
}

// TestDataFetch downloads the published MNIST files from a server of our own.
func TestDataFetch(t *testing.T) {
	published := filepath.Join("..", "..", "..", "shared", "data", "mnist")
	if _, err := os.Stat(published); err != nil {
		t.Skipf("the published MNIST files are not at hand: %v", err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(published)))
	defer server.Close()
	dir := t.TempDir()
	_, stderr, err := runData(t, "fetch", "mnist", "--data-dir", dir, "--mirror", server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"train-images-idx3-ubyte.gz: 4.2 of 9.9 MB\n", "t10k-labels-idx1-ubyte.gz: sha256 verified\n", "mnist is complete in "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr %q, want %q in it", stderr, want)
		}
	}
	stdout, _, err := runData(t, "verify", "mnist", "--data-dir", dir)
	if err != nil || strings.Count(stdout, ": OK\n") != 4 {
		t.Errorf("verify: %q, error %v, want 4 files OK", stdout, err)
	}
}
