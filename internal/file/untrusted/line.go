package untrusted

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line makes one line of a text that may hold anything, of not much more than
// limit bytes: what is cut away leaves an ellipsis, and characters that can't be
// seen, or would move the cursor, are written as \n, \x1b and so on.
func Line(text string, limit int) string {
	var line strings.Builder
	for i, r := range text {
		if i >= limit {
			line.WriteString("…")
			break
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			line.WriteString(`\x` + strconv.FormatUint(uint64(text[i]), 16))
		case unicode.IsPrint(r):
			line.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			line.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return line.String()
}
