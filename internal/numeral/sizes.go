package numeral

import (
	"fmt"
	"strings"
)

// Sizes writes the sizes of populations, or other numbers, with a text between them.
func Sizes(numbers []int, between string) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", between)
}
