package lint

import (
	"go/ast"
	"go/token"
	"testing"
)

// What does not fit is to be taken apart.
const (
	fileLines     = 500
	functionLines = 70
)

// lines is the number of lines of a node, from its first to its last.
func lines(n ast.Node) int {
	return positions.Position(n.End()).Line - positions.Position(n.Pos()).Line + 1
}

// No file is longer than 500 lines and no function longer than 70.
func TestFilesAndFunctionsAreShort(t *testing.T) {
	longestFile, longestFunction := 0, 0
	for _, s := range sources(t) {
		length := positions.File(s.file.Pos()).LineCount()
		longestFile = max(longestFile, length)
		if length > fileLines {
			t.Errorf("%s has %d lines, at most %d are allowed", s.path, length, fileLines)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				longestFunction = max(longestFunction, lines(n))
				if lines(n) > functionLines {
					t.Errorf("%s: a function of %d lines, at most %d are allowed", positions.Position(n.Pos()), lines(n), functionLines)
				}
			}
			return true
		})
	}
	if longestFile < 50 || longestFunction < 15 {
		t.Errorf("the longest file has %d lines and the longest function %d: that was not measured", longestFile, longestFunction)
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
