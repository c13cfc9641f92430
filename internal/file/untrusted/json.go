package untrusted

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// mostObjects bounds the objects of a JSON text: an empty one takes two bytes in
// the text and hundreds in memory.
const mostObjects = 1 << 19

// JSON reads the JSON file at path, of up to limit bytes, into a value. Its
// errors name the file.
func JSON(path string, limit int64, into any) error {
	text, err := Read(path, limit)
	if err != nil {
		return err
	}
	if err := CheckObjects(text); err != nil {
		return refuse(path, "%w", err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return refuse(path, "%w", err)
	}
	return nil
}

// CheckObjects refuses a JSON text that might have more objects than any real one.
// Braces in texts count too.
func CheckObjects(text []byte) error {
	if n := bytes.Count(text, []byte("{")); n > mostObjects {
		return fmt.Errorf("%w: %d JSON objects, allowed: up to %d", ErrTooLarge, n, mostObjects)
	}
	return nil
}
