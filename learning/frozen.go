package learning

// Frozen gives hidden neurons no error: only output neurons learn, and the rate
// regulariser moves the others.
type Frozen struct{}

// Name implements Rule.
func (Frozen) Name() string { return "frozen" }

// Summary implements Rule.
func (Frozen) Summary() string {
	return "no error for hidden neurons, only the rate regulariser: the floor that a rule has to beat"
}

// HiddenError implements Rule.
func (Frozen) HiddenError() ErrorSource { return NoError }

// Feedback implements Rule.
func (Frozen) Feedback() Feedback { return nil }

// Sends implements Rule.
func (Frozen) Sends() Payload { return Payload{} }

// Nonlocal implements Rule.
func (Frozen) Nonlocal() string { return "" }
