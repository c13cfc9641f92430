package limits

import (
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// ceiling is the memory that a run may have, 0 for any, with the name of what sets it.
type ceiling struct {
	size     Size
	name     string
	interval time.Duration // between two looks at the memory
}

// Times between two looks at the memory: what the machine has left beside a run is much, what a small limit allows may be
// used up in no time.
const (
	ownInterval     = 2 * time.Millisecond
	machineInterval = 20 * time.Millisecond
)

// machineShare is the part of the machine's memory that a run may have without a limit of its own. Others need some of it,
// and where none is left the system kills what has most.
const machineShare = 15.0 / 16

// ceiling is the run's own limit or, without one, most of what the machine has.
func (l Limits) ceiling() ceiling {
	if l.Memory > 0 {
		return ceiling{l.Memory, "max-memory", ownInterval}
	}
	return ceiling{Size(machineShare * float64(machineMemory())), "most of the machine's memory", machineInterval}
}

// machineMemory is the memory that the machine has, or the container that the program is in; 0 where the system does not
// say.
func machineMemory() Size {
	memory, err := memlimit.FromSystem()
	if err != nil {
		memory = 0
	}
	if container, err := memlimit.FromCgroup(); err == nil && (memory == 0 || container < memory) {
		memory = container
	}
	return Size(memory)
}
