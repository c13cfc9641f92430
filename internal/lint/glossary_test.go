package lint

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// glossary is the page of which the test below keeps the tables of types complete.
const glossary = "docs/GLOSSARY.md"

// doors are the folders whose exported types the glossary has to name, with their sub-folders.
var doors = []string{"messages", "actors", "topology", "learning"}

// The glossary names every exported type behind the doors, and none that is gone.
func TestTheGlossaryNamesEveryType(t *testing.T) {
	declared := map[string][]string{} // exported types by package
	for _, s := range sources(t) {
		if mayCall(s, doors) {
			declared[s.pkg] = append(declared[s.pkg], typesOf(s.file)...)
		}
	}
	if len(declared) < 5 {
		t.Fatalf("found types in %d packages, want at least 5", len(declared))
	}
	named := glossaryTables(t)
	for _, pkg := range slices.Sorted(maps.Keys(declared)) {
		for _, name := range declared[pkg] {
			if !slices.Contains(named[pkg], name) {
				t.Errorf("%s lacks %s.%s: add a line \"| `%s` | what it is |\" below the heading ## `%s`", glossary, pkg, name, name, pkg)
			}
		}
	}
	for pkg, names := range named {
		for _, name := range names {
			if !slices.Contains(declared[pkg], name) {
				t.Errorf("%s names %s.%s, which is no exported type (any more): rename or remove its line", glossary, pkg, name)
			}
		}
	}
}

// typesOf returns the exported types of a file.
func typesOf(file *ast.File) (names []string) {
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.TYPE {
			continue
		}
		for _, spec := range group.Specs {
			if name := spec.(*ast.TypeSpec).Name; name.IsExported() {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

var (
	packageHeading = regexp.MustCompile("^## `([a-z/]+)`$")
	glossaryLine   = regexp.MustCompile("^\\| (`\\w+`(?:, `\\w+`)*) \\| [^|]*\\w[^|]* \\|$")
)

// glossaryTables returns the names in the glossary's tables, by package.
func glossaryTables(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(glossary)))
	if err != nil {
		t.Fatal(err)
	}
	tables, pkg := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if heading := packageHeading.FindStringSubmatch(line); heading != nil {
			pkg = heading[1]
			continue
		}
		if pkg == "" || !strings.HasPrefix(line, "| `") {
			continue
		}
		row := glossaryLine.FindStringSubmatch(line)
		if row == nil {
			t.Errorf("%s: %q is no line of the form \"| `Name` | what it is |\"", glossary, line)
			continue
		}
		for name := range strings.SplitSeq(row[1], ", ") {
			tables[pkg] = append(tables[pkg], strings.Trim(name, "`"))
		}
	}
	return tables
}
