package messages

// Packets are the spikes that one core, or the input, fired in the samples of
// an envelope. Without Spikes they travel as Singles; Counts says how many.
type Packets struct {
	Envelope *Envelope
	From     int     // source core, or InputCore
	Window   int     // the samples' window from 1 on, inside a stage with a cycle; 0 for whole samples
	Counts   []int32 // spikes of each sample
	Spikes   []Spike // sample after sample, each ordered as CompareSpikes has it
}

// InputCore is the source of the input's packets.
const InputCore = -1

// Single is one spike that travels alone, from the input or a core to a core or
// the readout. Its Sample is the position in the envelope.
type Single struct {
	Envelope *Envelope
	From     int // source core, or InputCore
	Window   int // as Packets has it
	Spike    Spike
}
