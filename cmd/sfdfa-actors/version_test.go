package main

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

func TestTheVersionIsSemanticAndSaidEverywhere(t *testing.T) {
	if !regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$`).MatchString(programVersion) {
		t.Errorf("version %q, want major.minor.patch", programVersion)
	}
	for _, arguments := range [][]string{{"--version"}, {"version"}} {
		code, stdout, stderr := invoke(context.Background(), arguments...)
		if code != exitOK || !strings.HasPrefix(stdout, "sfdfa-actors "+programVersion+"\n") {
			t.Errorf("%v: exit code %d, prints %q, error %q", arguments, code, stdout, stderr)
		}
	}
	citation, err := os.ReadFile("../../CITATION.cff")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(citation), "\nversion: "+programVersion+"\n") {
		t.Errorf("CITATION.cff does not say version: %s", programVersion)
	}
}

func TestVersionSaysWhatTheProgramWasBuiltFrom(t *testing.T) {
	_, lines, _ := invoke(context.Background(), "version")
	for _, part := range []string{"\ncommit ", "\ngo " + runtime.Version() + "\n", "\nprotoactor-go "} {
		if !strings.Contains(lines, part) {
			t.Errorf("no %q in %q", part, lines)
		}
	}
	code, text, stderr := invoke(context.Background(), "version", "--json")
	var object struct{ Version, Go string }
	if err := json.Unmarshal([]byte(text), &object); err != nil || code != exitOK {
		t.Fatalf("exit code %d, %s, error %v: %s", code, text, err, stderr)
	}
	if object.Version != programVersion || object.Go != runtime.Version() {
		t.Errorf("JSON %s, want version %s and go %s", text, programVersion, runtime.Version())
	}
}
