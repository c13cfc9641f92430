package settings

import (
	"fmt"
	"strings"
)

// faults are all that is wrong with some settings.
type faults []error

// Error names them on one line.
func (f faults) Error() string {
	texts := make([]string, len(f))
	for i, fault := range f {
		texts[i] = fault.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns them one by one.
func (f faults) Unwrap() []error { return f }

// refuse adds a fault if something is wrong.
func (f *faults) refuse(wrong bool, format string, arguments ...any) {
	if wrong {
		*f = append(*f, fmt.Errorf(format, arguments...))
	}
}

// add adds an error, if it is one.
func (f *faults) add(err error) {
	if err != nil {
		*f = append(*f, err)
	}
}

// err is nil without a fault, and else a ConfigError.
func (f faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return &ConfigError{f}
}

// Join is one ConfigError of all the faults in some errors, each once; nil without any.
func Join(errs ...error) error {
	var joined faults
	seen := map[string]bool{}
	for _, err := range errs {
		if err == nil {
			continue
		}
		for _, fault := range Faults(err) {
			if !seen[fault.Error()] {
				seen[fault.Error()] = true
				joined.add(fault)
			}
		}
	}
	return joined.err()
}

// Faults are all that is wrong with settings by themselves, or the error as it is.
func Faults(err error) []error {
	reason := err
	if config, ok := err.(*ConfigError); ok {
		reason = config.Err
	}
	if all, ok := reason.(faults); ok {
		return all
	}
	return []error{err} // with all that others have put before it
}
