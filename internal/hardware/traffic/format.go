package traffic

// Format is how many bits a message has on the simulated hardware.
type Format struct {
	// Packet is the size of a packet without payload: its destination, its
	// source, and what kind it is. Loihi's spike messages have 32 bits with all
	// of that (Davies et al., IEEE Micro 38(1), 2018).
	Packet int64 `json:"packet_bits"`
	// Grade is the payload of a graded spike.
	Grade int64 `json:"grade_bits"`
	// Number is the payload of a message for each error, directional derivative
	// or spike count in it.
	Number int64 `json:"number_bits"`
}

// DefaultFormat gives every number 32 bits, the precision of the network's weights.
func DefaultFormat() Format { return Format{Packet: 32, Grade: 32, Number: 32} }
