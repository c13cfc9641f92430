package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
)

// Table is a table with a row of values for each line.
type Table struct {
	// Columns are names, with the unit if there is one. Scripts rely on them.
	Columns []string
	// Rows have a value for each column; nil, also as a pointer to a number, leaves it empty.
	Rows [][]any
}

// New returns a table without rows.
func New(columns ...string) *Table { return &Table{Columns: columns} }

// Add adds a row.
func (t *Table) Add(values ...any) { t.Rows = append(t.Rows, values) }

// CSV writes the table. It is an error if a row has not a value for each column.
func (t *Table) CSV() ([]byte, error) {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	if err := w.Write(t.Columns); err != nil {
		return nil, err
	}
	line := make([]string, len(t.Columns))
	for n, row := range t.Rows {
		if len(row) != len(line) {
			return nil, fmt.Errorf("table: row %d has %d values, allowed: %d, one for each column", n, len(row), len(line))
		}
		for i, value := range row {
			line[i] = text(value)
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return content.Bytes(), w.Error()
}

// text writes a value; a number is as short as it can be without losing a bit.
func text(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case *float64:
		if value == nil {
			return ""
		}
		return number(*value)
	case *int:
		if value == nil {
			return ""
		}
		return strconv.Itoa(*value)
	case float64:
		return number(value)
	}
	return fmt.Sprint(value)
}

// number writes an exponent only where the number would be long without, as JSON does.
func number(x float64) string {
	const small, large = 1e-6, 1e21
	if size := math.Abs(x); size != 0 && (size < small || size >= large) {
		return strconv.FormatFloat(x, 'e', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
