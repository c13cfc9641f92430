package paper

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
)

// Table is the numbers of a figure. Column names end with the unit, if there is
// one.
type Table struct {
	Columns []string
	Rows    [][]any // numbers and words; nil is an empty field
}

func (t *Table) add(values ...any) { t.Rows = append(t.Rows, values) }

// csv writes numbers as short as they are exact.
func (t *Table) csv() ([]byte, error) {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	if err := w.Write(t.Columns); err != nil {
		return nil, err
	}
	for _, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return nil, fmt.Errorf("paper: a row of %d values for %d columns", len(row), len(t.Columns))
		}
		fields := make([]string, len(row))
		for i, value := range row {
			fields[i] = field(value)
		}
		if err := w.Write(fields); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return content.Bytes(), w.Error()
}

func field(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(value, 'g', -1, 64)
	case *float64:
		if value == nil {
			return ""
		}
		return field(*value)
	}
	return fmt.Sprint(value)
}
