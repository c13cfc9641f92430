package fetch

import "strings"

// joinedError is several errors in one line, where errors.Join would take one
// line for each.
type joinedError []error

// joined returns the failures among errs as one error, nil if there are none.
func joined(errs ...error) error {
	var failures joinedError
	for _, err := range errs {
		if err != nil {
			failures = append(failures, err)
		}
	}
	if len(failures) == 0 {
		return nil
	}
	return failures
}

func (j joinedError) Error() string {
	lines := make([]string, len(j))
	for i, err := range j {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "; ")
}

func (j joinedError) Unwrap() []error { return j }
