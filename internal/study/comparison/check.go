package comparison

import (
	"fmt"

	"sfdfa-actors/internal/file/untrusted"
)

// Bounds on what a comparison.json says of itself.
const (
	mostVariants = 100
	longestName  = 100 // bytes
)

// check refuses a report that no comparison leaves, whose figures could not be drawn.
func (r *Report) check() error {
	if len(r.Rules) > mostVariants {
		return fmt.Errorf("it has %d variants, allowed: up to %d", len(r.Rules), mostVariants)
	}
	for i := range r.Rules {
		rule := &r.Rules[i]
		if len(rule.Name) > longestName || untrusted.Line(rule.Name, longestName) != rule.Name {
			return fmt.Errorf("variant %d has the name %q, allowed: up to %d printable bytes", i+1, untrusted.Line(rule.Name, longestName), longestName)
		}
		for k := range rule.Runs {
			for epoch := range rule.Runs[k].Curve {
				if err := rule.Runs[k].Curve[epoch].Check(epoch + 1); err != nil {
					return fmt.Errorf("variant %s, run %d: %w", rule.Name, k+1, err)
				}
			}
		}
	}
	return nil
}
