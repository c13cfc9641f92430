package report

import (
	"bytes"
	_ "embed" // for the page
	"encoding/base64"
	"html/template"
	"image/png"
)

//go:embed page.html
var pageTemplate string

//go:embed page.css
var pageStyle string

// page is what the template of the page is filled with. All text is escaped: what
// stands in the run's files can't become markup.
type page struct {
	Title, Headline string
	Run             string
	Style           template.CSS
	Parts           []pagePart
	Files           []file
}

// pagePart is a section on the page.
type pagePart struct {
	ID, Title string
	Needs     string // not empty: there is nothing to show without
	Groups    []group
}

// group is what stands together: drawings side by side, or one other block.
type group struct {
	Drawings []*drawing
	Block    *block
}

// Name is that of a file of the report.
func (f file) Name() string { return f.name }

// About says what is in a file.
func (f file) About() string { return f.about }

// renderPage renders a page that has its titles, well-formed as XML too.
func renderPage(p *page, parts []part, files []file) ([]byte, error) {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	p.Style, p.Files = template.CSS(pageStyle), files
	for i := range parts {
		shown := pagePart{ID: parts[i].id, Title: parts[i].title}
		if parts[i].content == nil {
			shown.Needs = parts[i].needs
		} else {
			shown.Groups = grouped(parts[i].blocks)
		}
		p.Parts = append(p.Parts, shown)
	}
	var html bytes.Buffer
	err = t.Execute(&html, p)
	return html.Bytes(), err
}

// grouped puts drawings that follow each other side by side.
func grouped(blocks []block) (groups []group) {
	for i := range blocks {
		b := &blocks[i]
		if b.Drawing == nil {
			groups = append(groups, group{Block: b})
			continue
		}
		if n := len(groups); n == 0 || groups[n-1].Drawings == nil {
			groups = append(groups, group{})
		}
		last := &groups[len(groups)-1]
		last.Drawings = append(last.Drawings, b.Drawing)
	}
	return groups
}

// Source is the image as the page has it.
func (i galleryImage) Source() (template.URL, error) {
	var pixels bytes.Buffer
	err := png.Encode(&pixels, i.picture)
	return dataURL("image/png", pixels.Bytes()), err
}

// dataURL is a picture inside of the page. Its content is this package's own.
func dataURL(kind string, content []byte) template.URL {
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content))
}
