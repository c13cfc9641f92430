package explain

import (
	"regexp"
	"slices"
	"strings"

	"sfdfa-actors/docs"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/spelling"
)

// Entry is a line of the glossary.
type Entry struct {
	Words []string `json:"words"` // of one meaning, or of meanings that belong together
	Text  string   `json:"text"`
}

// Section is a table of the glossary.
type Section struct {
	Title   string
	Entries []Entry
}

var row = regexp.MustCompile(`^\| ([^|]+) \| ([^|]+) \|$`)

// Sections returns the glossary's tables of words, without those of types in the code.
func Sections() (sections []Section) {
	for line := range strings.Lines(docs.Glossary) {
		line = strings.TrimSpace(line)
		if title, isHeading := strings.CutPrefix(line, "## "); isHeading {
			sections = append(sections, Section{Title: title})
			continue
		}
		cells := row.FindStringSubmatch(line)
		if cells == nil || cells[1] == "word" || len(sections) == 0 {
			continue
		}
		last := &sections[len(sections)-1]
		last.Entries = append(last.Entries, Entry{Words: strings.Split(cells[1], ", "), Text: cells[2]})
	}
	return slices.DeleteFunc(sections, func(s Section) bool { return strings.HasPrefix(s.Title, "`") })
}

// longestWord bounds the bytes of a word that an error repeats.
const longestWord = 60

// Find returns the entries of a word in all sections, whatever its case, with hyphens, underscores or spaces between
// its parts, and in the plural. It is a ConfigError if there is none.
func Find(word string) (found []Entry, err error) {
	var known []string
	for _, section := range Sections() {
		for _, entry := range section.Entries {
			known = append(known, entry.Words...)
			if slices.ContainsFunc(entry.Words, func(w string) bool { return fold(w) == fold(word) }) {
				found = append(found, entry)
			}
		}
	}
	if singular, isPlural := strings.CutSuffix(fold(word), "s"); len(found) == 0 && isPlural {
		if found, err := Find(singular); err == nil {
			return found, nil
		}
	}
	if len(found) == 0 {
		return nil, settings.Errorf("the glossary has no %q%s, allowed: a word that \"sfdfa-actors explain\" lists", untrusted.Line(word, longestWord), spelling.Hint(word, known))
	}
	return found, nil
}

// fold is what two spellings of a word have in common.
func fold(word string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(word))), " ")
}
