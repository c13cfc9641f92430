package wire

// Routed is a message of the network on its way to actors of another machine.
type Routed struct {
	To      Destination
	Message any
}

// Destination is an actor, or several that get the same message.
type Destination struct {
	Role   Role
	Number int // of the core, or the population
}

// Role is a kind of destination.
type Role byte

const (
	// ToCoordinator names the coordinator of the network.
	ToCoordinator Role = iota
	// ToReadout names the readout.
	ToReadout
	// ToClient names whoever uses the engine.
	ToClient
	// ToRecorder names the recorder of the spikes of all cores.
	ToRecorder
	// ToCore names one core.
	ToCore
	// ToPopulation names all cores of a population that live on the machine.
	ToPopulation
	// ToEveryCore names all cores that live on the machine.
	ToEveryCore

	lastRole = ToEveryCore
)

// maxNumber bounds the numbers of cores, populations and neurons.
const maxNumber = 1<<31 - 1

func (d Destination) valid() bool {
	numbered := d.Role == ToCore || d.Role == ToPopulation
	return d.Role <= lastRole && (numbered || d.Number == 0)
}
