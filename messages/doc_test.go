package messages_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The package comment names every struct of the package.
func TestThePackageCommentNamesEveryMessage(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var comment string
	var structs []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		comment += file.Doc.Text()
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() {
				if _, ok := spec.Type.(*ast.StructType); ok {
					structs = append(structs, spec.Name.Name)
				}
			}
			return true
		})
	}
	named := strings.FieldsFunc(comment, func(r rune) bool { return strings.ContainsRune(" ,;\t\n", r) })
	if len(structs) < 25 {
		t.Errorf("found %d structs, want at least 25", len(structs))
	}
	for _, name := range structs {
		if !slices.Contains(named, name) {
			t.Errorf("the package comment does not name %s", name)
		}
	}
}
