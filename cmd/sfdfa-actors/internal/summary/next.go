package summary

import (
	"regexp"
	"strings"

	"sfdfa-actors/internal/runs/record"
)

// plain is a word that no shell takes for anything else.
var plain = regexp.MustCompile(`^[\pL\pN_./:\\-]+$`)

// NextStep is the command that leads on from a run: the one that goes on with it if it was interrupted, or else the
// one that shows it. The newest run below record.Root needs no name.
func NextStep(s *record.Summary) string {
	if s.Interrupted {
		return "sfdfa-actors run --resume " + quoted(s.Directory)
	}
	if newest, err := record.Newest(record.Root); err == nil && newest == s.Directory {
		return "sfdfa-actors report --open"
	}
	return "sfdfa-actors report --open " + quoted(s.Directory)
}

// quoted is a word as shells take it.
func quoted(word string) string {
	if plain.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
