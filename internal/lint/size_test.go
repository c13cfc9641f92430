package lint

import (
	"go/ast"
	"go/token"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// What does not fit is to be taken apart.
const (
	packageLines  = 3000 // without tests
	fileLines     = 500
	functionLines = 70  // without tests
	columns       = 120 // of documents
)

// lines is the number of lines of a node, from its first to its last.
func lines(n ast.Node) int {
	return positions.Position(n.End()).Line - positions.Position(n.Pos()).Line + 1
}

func TestPackagesAreSmall(t *testing.T) {
	sizes := map[string]int{}
	for _, s := range sources(t) {
		sizes[s.pkg] += s.lines()
	}
	for pkg, size := range sizes {
		if size > packageLines {
			t.Errorf("package %s has %d lines, at most %d are allowed", pkg, size, packageLines)
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	for _, s := range allSources(t) {
		if n := s.lines(); n > fileLines {
			t.Errorf("%s has %d lines, at most %d are allowed", s.path, n, fileLines)
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	longest := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				longest = max(longest, lines(n))
				if lines(n) > functionLines {
					t.Errorf("%s: a function of %d lines, at most %d are allowed", positions.Position(n.Pos()), lines(n), functionLines)
				}
			}
			return true
		})
	}
	if longest < 15 {
		t.Errorf("the longest function has %d lines: that was not measured", longest)
	}
}

// Tables and what stands between fences can't be broken.
func TestLinesOfDocumentsAreShort(t *testing.T) {
	checked := 0
	eachFile(t, ".md", func(path, file string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fenced := false
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				fenced = !fenced
			}
			if fenced || strings.HasPrefix(line, "|") {
				continue
			}
			checked++
			if n := utf8.RuneCountInString(line); n > columns {
				t.Errorf("%s:%d has %d columns, at most %d are allowed", path, i+1, n, columns)
			}
		}
	})
	if checked < 500 {
		t.Errorf("checked %d lines, want at least 500", checked)
	}
}

// Every exported constant and variable has a comment: its own, one behind it on
// the line, or one on its group.
func TestExportedValuesAreDocumented(t *testing.T) {
	checked := 0
	for _, s := range sources(t) {
		for _, declaration := range s.file.Decls {
			group, ok := declaration.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST && group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				values := spec.(*ast.ValueSpec)
				for _, name := range values.Names {
					if !name.IsExported() {
						continue
					}
					checked++
					if group.Doc == nil && values.Doc == nil && values.Comment == nil {
						t.Errorf("%s: %s has no comment", positions.Position(name.Pos()), name.Name)
					}
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("checked %d exported values, want at least 30", checked)
	}
}
