// Package spelling guesses which known word a mistyped one was meant to be.
package spelling

import "strings"

// longestWord bounds the words in bytes that are compared; nobody mistypes a longer one.
const longestWord = 64

// Guess returns the known word that is most like the given one, or nothing where none is: the same but for upper
// case and underscores, or a few letters away, or longer by its end. Of equals it returns the first.
func Guess(word string, known []string) (guess string, found bool) {
	if word == "" || len(word) > longestWord {
		return "", false
	}
	plain := fold(word)
	least := 1 + max(1, len(plain)/3) // of the edits that are too many
	for _, candidate := range known {
		if len(candidate) > longestWord {
			continue
		}
		if n := edits(plain, fold(candidate)); n < least && n < len(plain) {
			guess, least, found = candidate, n, true
		}
	}
	if found {
		return guess, true
	}
	const shortestStart = 3
	for _, candidate := range known {
		if len(plain) >= shortestStart && strings.HasPrefix(fold(candidate), plain) {
			return candidate, true
		}
	}
	return "", false
}

// Hint asks for what Guess returns, at the end of an error; it is empty without a guess.
func Hint(word string, known []string) string {
	guess, found := Guess(word, known)
	if !found {
		return ""
	}
	return "; did you mean " + guess + "?"
}

func fold(word string) string { return strings.ReplaceAll(strings.ToLower(word), "_", "-") }

// edits is the number of bytes to insert, delete, replace or swap with the next one that turns a into b: the optimal
// string alignment distance.
func edits(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			replaced := row[j]
			if a[i] != b[j] {
				replaced++
			}
			next[j+1] = min(replaced, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
