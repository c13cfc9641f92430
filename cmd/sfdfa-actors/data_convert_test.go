package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
)

// A converted data set trains as the data set itself does: the same digest.
func TestDataConvert(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "npz", "spikes.npz")
	stdout, _, err := runData(t, "convert", "yinyang", "--data-dir", dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := file + ": yinyang, 5000 training and 1000 test samples\n"; stdout != want {
		t.Errorf("stdout %q, want %q", stdout, want)
	}
	few := "run --calibrate off --engine reference --layers 10 --epochs 1 --train-limit 200 --test-limit 100 --duration 0.2 --tau-syn 0.0125 --hidden-threshold 0.016 " +
		"--output-threshold 0.01 --hidden-weights -1,2.5 --output-weights -0.7,1 --output-spike-cap 20 --json"
	digest := func(arguments ...string) string {
		arguments = append(append(strings.Fields(few), arguments...), "--out", filepath.Join(t.TempDir(), "run"))
		code, stdout, stderr := invoke(context.Background(), arguments...)
		_, after, found := strings.Cut(stdout, `"digest":"`)
		if code != 0 || !found {
			t.Fatalf("%v: exit code %d, %s", arguments, code, stderr)
		}
		return after[:16]
	}
	rest := []string{"--gradient", "exact", "--learning-rate", "0.01", "--regularisation", "0.015", "--target-rate", "1.5",
		"--feedback-rate", "0.002", "--beta2", "0.99", "--batch", "40", "--target-right", "20", "--target-other", "1", "--learning-rate-decay", "1", "--spike-cap", "30"}
	own := digest(append(rest, "--dataset", "yinyang")...)
	if converted := digest(append(rest, "--dataset", "npz", "--data-dir", dir)...); converted != own {
		t.Errorf("digest %s from the npz file, want %s", converted, own)
	}
}

// Flags say how sound becomes spikes; a data set without sound has no such setting.
func TestDataConvertTakesSettings(t *testing.T) {
	dir := t.TempDir()
	for want, arguments := range map[string]string{
		"cochlea-channels is 32, allowed: with the data set fsdd only": "convert yinyang --cochlea-channels 32",
		"cochlea-channels is 1 filters":                                "convert fsdd --cochlea-channels 1",
		"unknown flag: --epochs":                                       "convert fsdd --epochs 2",
	} {
		_, _, err := runData(t, append(strings.Fields(arguments), "--data-dir", dir)...)
		requireDataError(t, err, nil, want)
	}
	_, _, err := runData(t, "convert", "fsdd", "--fsdd-split", "speaker:theo", "--cochlea-channels", "32", "--data-dir", dir)
	requireDataError(t, err, datasets.ErrMissing, "looked for in "+filepath.Join(dir, "fsdd"))
}

func TestDataConvertNeverTouchesAFileThatIsThere(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "mine.npz")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := runData(t, "convert", "yinyang", "--out", file)
	requireDataError(t, err, nil, "mine.npz is there already")
	if content, _ := os.ReadFile(file); string(content) != "mine" {
		t.Errorf("the file became %q", content)
	}
	_, _, err = runData(t, "convert", "mnist", "--data-dir", dir, "--out", filepath.Join(dir, "new.npz"))
	requireDataError(t, err, datasets.ErrMissing, "mnist: files missing")
	_, _, err = runData(t, "convert", "minst", "--data-dir", dir)
	requireDataError(t, err, datasets.ErrUnknown, `unknown data set "minst"`)
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the directory has %d entries, want the 1 it had", len(entries))
	}
}

func TestAConversionThatFailsLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "no\x00name", "x.npz")
	if err := convertData(&datasets.Dataset{}, out); err == nil {
		t.Error("no error for a name that can't be")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("the directory has %d entries, want none", len(entries))
	}
}

// Data sets whose files nobody publishes are listed, and not compared.
func TestDataOfUnknownChecksums(t *testing.T) {
	dir := t.TempDir()
	var written bytes.Buffer
	set, err := datasets.Open("yinyang", datasets.Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	if err := datasets.WriteNPZ(&written, set); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"spikes.npz": written.Bytes(), "shd_train.h5": nil, "shd_test.h5.gz": nil} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stdout, _, err := runData(t, "verify", "npz", "shd", "--data-dir", dir)
	if err != nil {
		t.Error(err)
	}
	for _, want := range []string{"spikes.npz: not checked: no checksum is known\n", "shd_train.h5: not checked: unpacked\n", "shd_test.h5.gz: not checked: no checksum is known\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("stdout %q, want %q in it", stdout, want)
		}
	}
	stdout, _, err = runData(t, "list", "--data-dir", dir)
	if err != nil {
		t.Error(err)
	}
	for _, want := range []string{"npz               ?       ?        ?         0           ?      present", "shd               700     20       8156      0           2264   present", "randman           700     20       4000      1000        1000   generated"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("stdout\n%s, want %q in it", stdout, want)
		}
	}
}

// A file of spikes has no end of a sample, and no neurons.
func TestConvertTakesAnyEncodingWindow(t *testing.T) {
	out := filepath.Join(t.TempDir(), "new", "folder", "spikes.npz")
	if code, _, stderr := invoke(context.Background(), "data", "convert", "yinyang", "--encoding-window", "500", "--out", out); code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	if code, _, _ := invoke(context.Background(), "data", "convert", "yinyang", "--encoding-window", "-1", "--out", out+"2"); code != exitUsage {
		t.Errorf("exit code %d of a negative window, want %d", code, exitUsage)
	}
}
