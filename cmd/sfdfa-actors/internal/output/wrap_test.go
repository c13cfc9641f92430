package output

import (
	"fmt"
	"strings"
	"testing"
)

func TestWrapByHand(t *testing.T) {
	words := strings.Repeat("word ", 30)
	for _, test := range []struct{ text, want string }{
		{"short\n", "short\n"},
		{strings.Repeat("x", 150) + "\n", strings.Repeat("x", 150) + "\n"},
		{words + "\n", strings.TrimSpace(strings.Repeat("word ", 20)) + "\n" + strings.Repeat("word ", 10) + "\n"},
		{"a  " + words + "\n", "a  " + strings.TrimSpace(strings.Repeat("word ", 19)) + "\n   " + strings.Repeat("word ", 11) + "\n"},
	} {
		var got strings.Builder
		w := Wrap(&got)
		for _, piece := range strings.SplitAfter(test.text, " ") { // as tables come
			fmt.Fprint(w, piece)
		}
		if got.String() != test.want {
			t.Errorf("%q: %q, want %q", test.text, got.String(), test.want)
		}
	}
}
