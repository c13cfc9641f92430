package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"iter"
	"math"
	"strconv"
)

// Column is a column of a table whose rows are of type R.
type Column[R any] struct {
	// Name is the column's name, with its unit if it has one. Scripts rely on it.
	Name string
	// Value is the row's value in the column; nil, also as a pointer, leaves it empty.
	Value func(row R) any
}

// CSV writes the rows of a table. The only errors are those of encoding/csv.
func CSV[R any](columns []Column[R], rows iter.Seq[R]) ([]byte, error) {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.Name
	}
	if err := w.Write(line); err != nil {
		return nil, err
	}
	for row := range rows {
		for i, c := range columns {
			line[i] = text(c.Value(row))
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return content.Bytes(), w.Error()
}

// text writes a value: a number as short as it is exact.
func text(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case *float64:
		if value == nil {
			return ""
		}
		return number(*value)
	case float64:
		return number(value)
	}
	return fmt.Sprint(value)
}

// number has an exponent only where it would be long without, as in JSON.
func number(x float64) string {
	const small, large = 1e-6, 1e21
	if size := math.Abs(x); size != 0 && (size < small || size >= large) {
		return strconv.FormatFloat(x, 'e', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
