package terms

import (
	"errors"
	"fmt"
)

// Lost is the error of a network that has lost a machine, or the connection to one. Built
// again from a checkpoint, the network ends as if nothing had happened.
type Lost struct {
	Machine string // address, or empty if it is not one alone
	Reason  error
}

// Error implements error.
func (e *Lost) Error() string {
	if e.Machine == "" {
		return e.Reason.Error()
	}
	return fmt.Sprintf("worker %s is lost: %v", e.Machine, e.Reason)
}

// Unwrap returns the reason.
func (e *Lost) Unwrap() error { return e.Reason }

// IsLost reports whether an error is a Lost one.
func IsLost(err error) bool {
	var lost *Lost
	return errors.As(err, &lost)
}

// tooFew is the reason of a Lost error if not enough workers have joined.
type tooFew struct{ error }

// TooFew is the error of a network that was not begun, since not enough workers have joined, with the reason in words.
func TooFew(reason error) *Lost { return &Lost{"", tooFew{reason}} }

// HaveNotJoined reports whether an error is that of a network that was not begun, since not
// enough workers were there.
func HaveNotJoined(err error) bool {
	var few tooFew
	return errors.As(err, &few)
}
