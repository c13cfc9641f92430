package lint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	slashpath "path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "sfdfa-actors"

// source is one Go file.
type source struct {
	path    string // from the repository's root
	pkg     string // directory from the repository's root
	test    bool
	file    *ast.File
	imports []string
}

var positions = token.NewFileSet()

// lines is the number of lines of the file.
func (s *source) lines() int { return positions.File(s.file.Pos()).LineCount() }

// sources are the Go files of the repository that are no tests.
func sources(t *testing.T) []source {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(allSources(t)), func(s source) bool { return s.test })
}

// parsed is the repository once a test has parsed it.
var parsed []source

// allSources parses the repository. A walk that found little would make every
// test here pass in silence, so that fails.
func allSources(t *testing.T) []source {
	t.Helper()
	if parsed != nil {
		return parsed
	}
	var found []source
	eachFile(t, ".go", func(path, file string) {
		tree, err := parser.ParseFile(positions, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		s := source{path: path, pkg: slashpath.Dir(path), test: strings.HasSuffix(path, "_test.go"), file: tree}
		for _, spec := range tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			s.imports = append(s.imports, imported)
		}
		found = append(found, s)
	})
	if len(found) < 100 {
		t.Fatalf("found %d source files, want at least 100", len(found))
	}
	parsed = found
	return found
}

// eachFile calls visit for each of the repository's files whose names end in a way, with
// its path from the repository's root and from here.
func eachFile(t *testing.T, ending string, visit func(path, file string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		path, err := filepath.Rel(root, file)
		if err == nil && strings.HasSuffix(file, ending) {
			visit(filepath.ToSlash(path), file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
