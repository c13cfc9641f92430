// Package output prints what commands come to: as one JSON object for programs, or as tables for people.
package output

import (
	"fmt"
	"io"

	"sfdfa-actors/internal/file/schema"
)

// Show prints a result as one JSON object, or as tables no wider than Width columns.
func Show[T any](w io.Writer, asJSON bool, kind schema.Name, result T, tables func(io.Writer, T) error) error {
	if asJSON {
		return JSON(w, kind, result)
	}
	return tables(Wrap(w), result)
}

// JSON prints one object on one line.
func JSON(w io.Writer, kind schema.Name, object any) error {
	line, err := kind.Line(object)
	if err != nil {
		return fmt.Errorf("printing JSON: %w", err)
	}
	_, err = w.Write(line)
	return err
}
