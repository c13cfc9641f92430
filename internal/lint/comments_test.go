package lint

import (
	"go/ast"
	"strings"
	"testing"
)

// A comment on a declaration begins with the name that it declares. So one that was left
// behind by a new name is found.
func TestDocCommentsBeginWithTheName(t *testing.T) {
	checked := 0
	for _, s := range sources(t) {
		for _, declaration := range s.file.Decls {
			name, doc := documented(declaration)
			if doc == nil || strings.HasPrefix(doc.List[0].Text, "//go:") {
				continue
			}
			checked++
			first, _, _ := strings.Cut(strings.TrimSpace(doc.Text()), " ")
			if strings.TrimRight(first, ",:.\n") != name.Name {
				t.Errorf("%s: the comment on %s begins with %q, want its name", positions.Position(doc.Pos()), name.Name, first)
			}
		}
	}
	if checked < 1000 {
		t.Errorf("checked %d comments, want at least 1000", checked)
	}
}

// documented returns the name of a function, or of a declaration of one thing, with its
// comment if it has one.
func documented(declaration ast.Decl) (*ast.Ident, *ast.CommentGroup) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		return d.Name, d.Doc
	case *ast.GenDecl:
		if d.Lparen.IsValid() || d.Doc == nil {
			return nil, nil
		}
		switch spec := d.Specs[0].(type) {
		case *ast.TypeSpec:
			return spec.Name, d.Doc
		case *ast.ValueSpec:
			return spec.Names[0], d.Doc
		}
	}
	return nil, nil
}
