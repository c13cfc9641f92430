package explain

import (
	"strings"
	"testing"
)

func TestWordsAreFoundInAnySpelling(t *testing.T) {
	for word, want := range map[string]string{
		"grade": "a number that a spike carries", "Grades": "a number that a spike carries", "test_accuracy": "share of the test samples",
		"  Test   ACCURACY ": "share of the test samples", "high water-mark": "working memory", "postsynaptic": "receiving side",
	} {
		found, err := Find(word)
		if err != nil || len(found) != 1 || !strings.Contains(found[0].Text, want) {
			t.Errorf("%q: %v, error %v, want %q", word, found, err, want)
		}
	}
	for word, want := range map[string]string{
		"eligibilty": "did you mean eligibility?", "undecidd": "did you mean undecided?", "xyzzy": "allowed: a word", "": "allowed: a word",
		"s": "allowed: a word", "sss": "allowed: a word", "OwnSpikes": "allowed: a word",
	} {
		if found, err := Find(word); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, error %v, want %q", word, found, err, want)
		}
	}
}

// A word stands in the glossary once, so that it has one meaning.
func TestEveryWordHasOneMeaning(t *testing.T) {
	seen := map[string]bool{}
	for _, section := range Sections() {
		for _, entry := range section.Entries {
			for _, word := range entry.Words {
				if seen[fold(word)] || word == "" || entry.Text == "" {
					t.Errorf("%q stands there twice, or is empty", word)
				}
				seen[fold(word)] = true
			}
		}
	}
	if len(seen) < 80 {
		t.Errorf("%d words, want at least 80", len(seen))
	}
}
