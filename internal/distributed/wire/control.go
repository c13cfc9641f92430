package wire

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// Hello asks a worker whether it will take part in a session. It is repeated until there is
// an answer.
type Hello struct {
	Machine      int    // that the worker would be, from 1
	Address      string // of the coordinator
	Build        string // of its program
	Architecture string // of its CPU
}

// Welcome is the answer of a worker that will.
type Welcome struct {
	Challenge []byte // that the proof in Build is about
}

// Refusal is the answer of a worker that will not.
type Refusal struct {
	Reason string
	Later  bool // it may be asked again
}

// Build makes a worker part of a network: it builds the cores that are its own.
type Build struct {
	Proof            []byte        // that the coordinator knows the token
	Challenge        []byte        // that the proof in Built is about
	Addresses        []string      // of all machines; the first is the coordinator's
	Owners           []int         // machine of each core
	Spec             []byte        // what determines the network
	Record           bool          // somebody looks at the spikes of all cores
	RecordsTestsOnly bool          // but not at those of samples that are learned from
	Window           int           // bytes that may be on their way from one machine to another
	Patience         time.Duration // without a word after which a machine counts as lost
}

// Digest is one of all that a Build says, but for the proof.
func (b *Build) Digest() [sha256.Size]byte {
	unproved := *b
	unproved.Proof = nil
	text, err := json.Marshal(&unproved)
	if err != nil {
		panic(fmt.Sprintf("wire: a build can't be encoded: %v", err)) // it has numbers, names and bytes
	}
	return sha256.Sum256(text)
}

// Built says that the worker's part of the network stands.
type Built struct {
	Neurons int
	Proof   []byte // that the worker knows the token
}

// Failure says why a machine can't go on.
type Failure struct {
	Reason string
	Lost   bool // because of a machine or a connection, not because of the network
}

// Release ends a worker's part in a session.
type Release struct{}

// Heartbeat says that a machine is there, what it has received and sent, and whether it is
// idle.
type Heartbeat struct {
	Received  uint64         // messages in order from the machine that it goes to
	BytesSent int64          // bytes of messages in order to all machines since the network was built
	Audit     uint64         // number of the last audit: from the coordinator to ask for BytesSent, from a worker with what it asked for
	Idle      *MessageCounts `json:",omitempty"` // nil if the machine's share of the network is not idle
}

// MessageCounts are the numbers of messages in order that a machine has sent to each
// machine, and delivered from each, while no actor of it does anything until another
// machine's message comes.
type MessageCounts struct {
	Sent, Delivered []uint64 // by machine
}

// Acknowledgement says how many messages have come in order.
type Acknowledgement struct {
	Received uint64
}
