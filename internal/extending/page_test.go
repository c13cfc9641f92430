// Package extending_test keeps the examples of docs/EXTENDING.md, and compares the page
// with them.
package extending_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var root = filepath.Join("..", "..")

// page is one of the documentation's files.
func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "EXTENDING.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every file and folder that the page names is there.
func TestThePageNamesFilesThatExist(t *testing.T) {
	names := regexp.MustCompile("`([a-z0-9_./-]+/[A-Za-z0-9_.-]+)`").FindAllStringSubmatch(page(t), -1)
	if len(names) < 20 {
		t.Errorf("the page names %d files, want at least 20", len(names))
	}
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name[1]))); err != nil {
			t.Errorf("the page names %s: %v", name[1], err)
		}
	}
}

// Every table that the page names stands in the file that it names for it.
func TestThePageNamesTables(t *testing.T) {
	rows := regexp.MustCompile("\\| `([a-z0-9_./-]+\\.go)` \\| `(\\w+)` \\|\n").FindAllStringSubmatch(page(t), -1)
	if len(rows) != 9 {
		t.Errorf("the page has %d tables, want 9", len(rows))
	}
	for _, row := range rows {
		source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(row[1])))
		if err != nil || !strings.Contains(string(source), "var "+row[2]+" = []") {
			t.Errorf("%s has no table %s: %v", row[1], row[2], err)
		}
	}
}

// Every block of code is part of the file that stands before it.
func TestThePageHasTheCodeOfTheExamples(t *testing.T) {
	blocks := regexp.MustCompile("(?s)From\\s+`([^`]+)`[^`]*:\n\n```(?:go|yaml)\n(.*?)```\n").FindAllStringSubmatch(page(t), -1)
	if all := strings.Count(page(t), "```") / 2; len(blocks) != all || all < 7 {
		t.Errorf("%d of %d blocks of code name their file, want all of at least 7", len(blocks), all)
	}
	for _, block := range blocks {
		source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(block[1])))
		if err != nil || !strings.Contains(string(source), block[2]) {
			t.Errorf("%s does not have this code: %v\n%s", block[1], err, block[2])
		}
	}
}
