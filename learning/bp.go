package learning

// BP is back-propagation through spike times (Eq. 5): the gradient of the loss itself.
type BP struct{}

// Name implements Rule.
func (BP) Name() string { return "bp" }

// Summary implements Rule.
func (BP) Summary() string {
	return "back-propagation through spike times: the gradient of the loss itself, for the reference engine only"
}

// HiddenError implements Rule.
func (BP) HiddenError() ErrorSource { return BackPropagated }

// Feedback implements Rule.
func (BP) Feedback() Feedback { return nil }

// Sends implements Rule.
func (BP) Sends() Payload { return Payload{SpikeErrors: true} }

// Nonlocal implements Rule.
func (BP) Nonlocal() string {
	return "errors travel backwards through other neurons' weights, which an actor does not see"
}
