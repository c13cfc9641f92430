package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sfdfa-actors/cmd/sfdfa-actors/internal/explain"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/hardware/traffic"
)

// Rows and columns of the tables of traffic and of runs are words of the glossary.
func TestRowsAndColumnsAreExplained(t *testing.T) {
	words := []string{"all forward", "all learning", "began", "data set", "rule", "hidden", "test", "energy", "state", "directory"}
	for _, column := range slices.Concat(sent, done) {
		words = append(words, column.name)
	}
	for _, p := range traffic.Purposes() {
		words = append(words, purposeName(p))
	}
	for _, word := range words {
		if _, err := explain.Find(word); err != nil {
			t.Errorf("%v: add a line to docs/GLOSSARY.md", err)
		}
	}
}

func TestExplainExplainsListsAndGuesses(t *testing.T) {
	for line, want := range map[string]string{
		"explain Weight alignment": "weight alignment  angle between the output weights",
		"explain":                  "weight alignment",
		"__complete explain weigh": "weight alignment\n",
	} {
		code, stdout, stderr := invoke(context.Background(), strings.Fields(line)...)
		if code != exitOK || !strings.Contains(stdout, want) {
			t.Errorf("%s: exit code %d, %s%s", line, code, stdout, stderr)
		}
		for text := range strings.Lines(stdout) {
			if utf8.RuneCountInString(text) > output.Width+1 {
				t.Errorf("%s: a long line %s", line, text)
			}
		}
	}
	expect(t, "mistyped", exitUsage, "did you mean weight alignment?", "explain", "wieght", "alignment")
	expect(t, "nothing like it", exitUsage, "allowed: a word that", "explain", strings.Repeat("\x1b[31m", 1000))
}
