package figure

import (
	"fmt"
	"slices"
	"strings"
)

// Form says how pictures are written as files. The zero value is SVG in the first of Styles.
type Form struct {
	Formats []string // of FormatNames; none is SVG
	Style   *Style   // or nil
	Command string   // that makes the pictures, which they keep; or empty
}

// formats have their encoders, by the ends of files' names.
var formats = []struct {
	name   string
	encode func(*sheet) ([]byte, error)
}{
	{"svg", (*sheet).svg},
	{"png", (*sheet).png},
	{"pdf", (*sheet).pdf},
}

// FormatNames lists the formats that pictures can have.
func FormatNames() (names []string) {
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// NewForm is a form of names, or an error that says which can't be.
func NewForm(formats []string, style, command string) (f Form, err error) {
	for _, name := range formats {
		if !slices.Contains(FormatNames(), name) {
			return f, fmt.Errorf("figures has %q, allowed: %s", name, strings.Join(FormatNames(), ", "))
		}
	}
	f.Formats, f.Command = formats, command
	f.Style, err = StyleByName(style)
	return f, err
}

// Files are the files of a picture, with what each is going to hold.
func (f Form) Files(name string, p Picture) map[string]func() ([]byte, error) {
	files := map[string]func() ([]byte, error){}
	s := newSheet(p, f.Style, f.Command)
	for _, format := range formats {
		if slices.Contains(f.Formats, format.name) || len(f.Formats) == 0 && format.name == "svg" {
			files[name+"."+format.name] = func() ([]byte, error) { return format.encode(s) }
		}
	}
	if !s.style.isTitled {
		files[name+".txt"] = func() ([]byte, error) { return []byte(s.caption()), nil }
	}
	return files
}
