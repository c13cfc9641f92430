package lint

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// document is one page of Markdown, with a path from the repository's root.
type document struct{ path, text string }

// documents reads all pages. Those in docs/history tell of what was: only their form is
// checked.
func documents(t *testing.T, history bool) (all []document) {
	t.Helper()
	eachFile(t, ".md", func(path, file string) {
		if !history && strings.HasPrefix(path, "docs/history/") {
			return
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, document{path, string(text)})
	})
	if len(all) < 15 {
		t.Fatalf("found %d documents, want at least 15", len(all))
	}
	return all
}

// exists reports whether there is a file or folder at a path from the repository's root.
func exists(path string) bool {
	_, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(path)))
	return err == nil
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinksOfDocumentsLeadSomewhere(t *testing.T) {
	checked := 0
	for _, d := range documents(t, true) {
		for _, found := range link.FindAllStringSubmatch(d.text, -1) {
			target, anchor, _ := strings.Cut(found[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			checked++
			path := d.path
			if target != "" {
				path = filepath.ToSlash(filepath.Join(filepath.Dir(d.path), filepath.FromSlash(target)))
			}
			if !exists(path) {
				t.Errorf("%s links to %s, which is not there", d.path, found[1])
			} else if anchor != "" && !slices.Contains(anchors(t, path), anchor) {
				t.Errorf("%s links to %s, but there is no such heading", d.path, found[1])
			}
		}
	}
	if checked < 40 {
		t.Errorf("checked %d links, want at least 40", checked)
	}
}

var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// anchors returns the fragments by which links name the headings of a page.
func anchors(t *testing.T, path string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			heading := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
			all = append(all, strings.ReplaceAll(notInAnchors.ReplaceAllString(heading, ""), " ", "-"))
		}
	}
	return all
}

var (
	// path is one from the repository's root, as documents mention it anywhere.
	path = regexp.MustCompile(`(?:^|[\s(` + "`" + `]|\./)((?:actors|cmd|datasets|docs|internal|learning|messages|topology)/[\w./-]*\w)`)
	// testName is a name that only a test can have.
	testName = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w+\b`)
	// identifier is an exported one of a package: package.Name or package.Name.Member.
	identifier = regexp.MustCompile("`([a-z]+)\\.([A-Z]\\w*)(?:\\.([A-Z]\\w*))?`")
)

func TestDocumentsNameFilesThatExist(t *testing.T) {
	checked := 0
	for _, d := range documents(t, false) {
		for _, found := range path.FindAllStringSubmatch(d.text, -1) {
			checked++
			if !exists(found[1]) {
				t.Errorf("%s names %s, which is not there (any more)", d.path, found[1])
			}
		}
	}
	if checked < 60 {
		t.Errorf("checked %d paths, want at least 60", checked)
	}
}

func TestDocumentsNameTestsThatExist(t *testing.T) {
	known := testNames(t)
	for _, d := range documents(t, false) {
		for _, name := range testName.FindAllString(d.text, -1) {
			if !slices.Contains(known, name) {
				t.Errorf("%s names %s, which is gone: name the test that shows the same now, or take the promise away", d.path, name)
			}
		}
	}
}

var testDeclaration = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)

// testNames returns the names of all tests, fuzz targets and benchmarks.
func testNames(t *testing.T) (names []string) {
	t.Helper()
	eachFile(t, "_test.go", func(_, file string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range testDeclaration.FindAllSubmatch(text, -1) {
			names = append(names, string(found[1]))
		}
	})
	if len(names) < 500 {
		t.Fatalf("found %d tests, want at least 500", len(names))
	}
	return names
}

func TestDocumentsNameIdentifiersThatExist(t *testing.T) {
	declared := map[string]map[string]bool{} // what is declared, by a package's name: names, and members of types
	for _, s := range sources(t) {
		if declared[s.file.Name.Name] == nil {
			declared[s.file.Name.Name] = map[string]bool{}
		}
		for _, name := range declarations(s.file) {
			declared[s.file.Name.Name][name] = true
		}
	}
	checked := 0
	for _, d := range documents(t, false) {
		for _, found := range identifier.FindAllStringSubmatch(d.text, -1) {
			names, ours := declared[found[1]]
			if !ours {
				continue
			}
			checked++
			if !names[found[2]] || found[3] != "" && !names[found[3]] {
				t.Errorf("%s names %s, which is not there (any more)", d.path, found[0])
			}
		}
	}
	if checked < 15 {
		t.Errorf("checked %d identifiers, want at least 15", checked)
	}
}

// declarations returns the names that a file declares: of functions, methods, values and
// types, and of the members of types.
func declarations(file *ast.File) (names []string) {
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			names = append(names, d.Name.Name)
		case *ast.GenDecl:
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.TypeSpec:
					names = append(names, n.Name.Name)
				case *ast.ValueSpec:
					for _, name := range n.Names {
						names = append(names, name.Name)
					}
				case *ast.Field:
					for _, name := range n.Names {
						names = append(names, name.Name)
					}
				}
				return true
			})
		}
	}
	return names
}

// The table of packages in the architecture's page is complete.
func TestTheArchitectureNamesEveryPackage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range sources(t) {
		if seen[s.pkg] || strings.HasSuffix(s.pkg, "test") || s.pkg == "internal/lint" {
			continue
		}
		seen[s.pkg] = true
		if !strings.Contains(string(text), "`"+s.pkg+"`") {
			t.Errorf("docs/ARCHITECTURE.md lacks %s: add it to the table of packages", s.pkg)
		}
	}
}
