package lint

import (
	"go/ast"
	"strings"
	"testing"
)

// forbidden lists calls by package path and name, and the only places that may
// make them.
var forbidden = []struct {
	pkg, prefix string
	allowed     []string
	why         string
}{
	{"time", "Now", []string{"internal/distributed", "internal/page", "internal/runs", "internal/study/bench", "internal/study/machine", "internal/study/scaling", "datasets/fetch", "cmd/"}, "results must not depend on the clock"},
	{"time", "Sleep", nil, "waiting is done on channels"},
	{"fmt", "Print", nil, "only commands print, to their own writers"},
	{"os", "Exit", []string{"cmd/"}, "errors are returned"},
	{"math/rand/v2", "", []string{"internal/rng", "internal/networktest", "topology"}, "random numbers come from internal/rng"},
	{"math/rand", "", nil, "random numbers come from internal/rng"},
}

func TestForbiddenCalls(t *testing.T) {
	calls := 0
	for _, s := range sources(t) {
		names := importNames(s)
		ast.Inspect(s.file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			ident, ok := selector.X.(*ast.Ident)
			if !ok || ident.Obj != nil {
				return true
			}
			calls++
			for _, f := range forbidden {
				if names[ident.Name] == f.pkg && strings.HasPrefix(selector.Sel.Name, f.prefix) && !mayCall(s, f.allowed) {
					t.Errorf("%s: %s.%s: %s", positions.Position(n.Pos()), ident.Name, selector.Sel.Name, f.why)
				}
			}
			return true
		})
	}
	if calls < 500 {
		t.Errorf("looked at %d uses of packages, want at least 500", calls)
	}
}

func mayCall(s source, allowed []string) bool {
	for _, pkg := range allowed {
		if strings.HasPrefix(s.pkg+"/", strings.TrimSuffix(pkg, "/")+"/") {
			return true
		}
	}
	return false
}

// importNames maps the name a file uses for a package to the package's path.
func importNames(s source) map[string]string {
	names := map[string]string{}
	for i, spec := range s.file.Imports {
		path := s.imports[i]
		elements := strings.Split(path, "/")
		name := elements[len(elements)-1]
		if len(elements) > 1 && strings.HasPrefix(name, "v") && len(name) == 2 {
			name = elements[len(elements)-2]
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = path
	}
	return names
}

// goroutines are the packages that may start them: a panic on any other would end
// the process with a stack trace.
var goroutines = []string{"actors/system", "internal/reference", "internal/parallel", "internal/distributed"}

func TestGoroutinesAreStartedWherePanicsAreCaught(t *testing.T) {
	started := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			_, isGo := n.(*ast.GoStmt)
			if call, ok := n.(*ast.CallExpr); ok {
				selector, ok := call.Fun.(*ast.SelectorExpr)
				isGo = ok && selector.Sel.Name == "Go"
			}
			if isGo {
				started++
				if !mayCall(s, goroutines) {
					t.Errorf("%s: a goroutine; internal/parallel carries panics over to the caller", positions.Position(n.Pos()))
				}
			}
			return true
		})
	}
	if started < 3 {
		t.Errorf("found %d goroutines, want at least 3", started)
	}
}

// No init functions: variants stand in tables that say so.
func TestNoInitFunctions(t *testing.T) {
	for _, s := range sources(t) {
		for _, declaration := range s.file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: an init function", s.path)
			}
		}
	}
}

// The actor library's mailboxes unpack a message with a GetMessages method and
// deliver it as well.
func TestNothingHasAGetMessagesMethod(t *testing.T) {
	methods := 0
	for _, s := range sources(t) {
		for _, declaration := range s.file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			if methods++; f.Name.Name == "GetMessages" {
				t.Errorf("%s: a method GetMessages", positions.Position(f.Pos()))
			}
		}
	}
	if methods < 100 {
		t.Errorf("looked at %d methods, want at least 100", methods)
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		documented[s.pkg] = documented[s.pkg] || s.file.Doc != nil
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no package comment", pkg)
		}
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		for _, declaration := range s.file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no comment", positions.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					typed, ok := spec.(*ast.TypeSpec)
					if ok && typed.Name.IsExported() && d.Doc == nil && typed.Doc == nil {
						t.Errorf("%s: %s has no comment", positions.Position(typed.Pos()), typed.Name.Name)
					}
				}
			}
		}
	}
}

// exportedReceiver reports whether a function is no method, or one of an
// exported type. Methods that only satisfy a well-known interface need no
// comment.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	kind := d.Recv.List[0].Type
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	ident, ok := kind.(*ast.Ident)
	return ok && ident.IsExported() && d.Name.Name != "Error"
}
