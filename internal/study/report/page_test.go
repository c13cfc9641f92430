package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/messages"
)

// pageElements are all that a page may consist of, with their attributes.
var pageElements = map[string][]string{
	"html": {"lang"}, "head": {}, "meta": {"charset", "name", "content", "http-equiv"}, "title": {}, "style": {}, "body": {},
	"header": {}, "nav": {"aria-label"}, "main": {}, "section": {"id", "aria-labelledby"}, "div": {"class", "role", "tabindex", "aria-label", "aria-labelledby"},
	"h1": {}, "h2": {"id"}, "h3": {}, "p": {"class"}, "ul": {}, "li": {}, "a": {"href"},
	"table": {}, "caption": {}, "thead": {}, "tbody": {}, "tr": {}, "th": {"scope", "class"}, "td": {"class"},
	"figure": {"class", "role", "tabindex", "aria-label"}, "figcaption": {}, "img": {"src", "alt", "width", "height"}, "details": {}, "summary": {},
}

// pageIsWellFormed reads a page as XML, strictly, and checks that it needs no
// network and no eyes: every image is inside and described, every link leads to a
// section or a file beside it, every table has heads.
func pageIsWellFormed(t *testing.T, page []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(page))
	ids, links, images, heads, tables := map[string]bool{}, []string{}, 0, 0, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name, attributes := start.Name.Local, map[string]string{}
		allowed, known := pageElements[name]
		for _, a := range start.Attr {
			attributes[a.Name.Local] = a.Value
			if !slices.Contains(allowed, a.Name.Local) {
				t.Errorf("the element %s has the attribute %s", name, a.Name.Local)
			}
		}
		if !known {
			t.Errorf("the element %s", name)
		}
		switch name {
		case "img":
			images++
			if !strings.HasPrefix(attributes["src"], "data:image/") || attributes["alt"] == "" {
				t.Errorf("an image with alt %q and src %.30s", attributes["alt"], attributes["src"])
			}
		case "a":
			links = append(links, attributes["href"])
		case "table":
			tables++
		case "thead":
			heads++
		}
		if id := attributes["id"]; id != "" {
			if ids[id] {
				t.Errorf("the id %s twice", id)
			}
			ids[id] = true
		}
	}
	if images < 5 || tables < 8 || heads != tables {
		t.Errorf("%d images, %d tables, %d of them with a head", images, tables, heads)
	}
	for _, link := range links {
		section, inside := strings.CutPrefix(link, "#")
		if inside && !ids[section] || !inside && strings.ContainsAny(link, ":/") {
			t.Errorf("a link to %s", link)
		}
	}
}

const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;]]>{{.}}`

// Nothing that stands in a run's directory becomes markup: neither its name, nor a
// setting, nor a version in its checkpoint.
func TestHostileTextStaysText(t *testing.T) {
	name := strings.ReplaceAll(hostile, "/", "∕")
	c := small()
	c.DataDir = hostile // yinyang is generated: it does not look there
	directory := run(t, c, name)
	trained := open(t, directory)
	trained.Version.Commit, trained.Machine.OS = hostile, hostile
	r, err := Options{Part: messages.Test, Observer: silent{}}.Write(t.Context(), directory, trained)
	if err != nil {
		t.Fatal(err)
	}
	page := fileOf(t, r, PageFile)
	pageIsWellFormed(t, page)
	for _, tag := range []string{"<script", "<img src=x", "onerror=alert(1)>"} {
		if bytes.Contains(page, []byte(tag)) {
			t.Errorf("the page has %s", tag)
		}
	}
	if texts := strings.Count(textOf(t, page), hostile); texts < 3 {
		t.Errorf("the page shows the text %d times, want its setting, its commit and its system", texts)
	}
}

// textOf is the text of a page without its elements.
func textOf(t *testing.T, page []byte) string {
	t.Helper()
	var text strings.Builder
	for decoder := xml.NewDecoder(bytes.NewReader(page)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			text.Write(data)
		}
	}
}

// Settings that differ from the defaults stand out, beside the default.
func TestSettingsThatDifferStandOut(t *testing.T) {
	c := small()
	m := &material{trained: &runs.Trained{Config: c}}
	content, err := settingsSection(m)
	if err != nil {
		t.Fatal(err)
	}
	strong := map[string][]cell{}
	rows := 0
	for _, b := range content.blocks {
		if b.Grid == nil {
			continue
		}
		for _, row := range b.Grid.Rows {
			rows++
			if row[0].Strong {
				strong[row[0].Text] = row
			}
		}
	}
	if rows < 35 || len(strong) != 5 {
		t.Errorf("%d settings, %d of them stand out: %v", rows, len(strong), strong)
	}
	for name, want := range map[string][2]string{"layers": {"30 20", "300"}, "epochs": {"2", "40"}, "train-limit": {"200", "0"}, "neurons-per-core": {"7", "0"}} {
		if row := strong[name]; row == nil || row[1].Text != want[0] || row[3].Text != want[1] {
			t.Errorf("%s: %v, want the value %s and the default %s", name, row, want[0], want[1])
		}
	}
}
