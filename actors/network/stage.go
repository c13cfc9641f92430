package network

import (
	"fmt"
	"math"
	"slices"
)

// Stage is what samples pass through together: one population through which no cycle leads,
// sample by sample, or those of a strongly connected component with a cycle, window by window.
type Stage struct {
	Populations []int // in the order in which they take turns in a window
	Windows     *Windows
}

// Windows says how samples are cut in a stage with a cycle. A window is no longer than the
// smallest delay in a cycle of the stage, so what is fired in it arrives in later ones; but a projection without
// delay, or one that no cycle goes through, leads to a population whose turn comes later in the same window.
type Windows struct {
	Count  int     // of a sample
	length float64 // seconds
}

// End is the time in seconds at which a window ends: what happens at that time or later belongs to
// the next one. The last window has no end.
func (w *Windows) End(window int) float64 {
	if window >= w.Count-1 {
		return math.Inf(1)
	}
	return float64(window+1) * w.length
}

// Length is the length of a window, seconds.
func (w *Windows) Length() float64 { return w.length }

// Start is the time in seconds at which a window starts.
func (w *Windows) Start(window int) float64 { return float64(window) * w.length }

// roundingRoom keeps windows shorter than the smallest delay, so that what is fired in a window arrives
// behind its end however the sum of time and delay is rounded.
const roundingRoom = 0.999

// Stages lists the stages of the network in topological order: all populations are one in an endless sample.
func (n *Network) Stages(setup *Setup) []Stage {
	var stages []Stage
	for _, component := range n.Topology.Components() {
		if component[0] < n.Topology.FirstNeurons() {
			continue
		}
		if setup.Endless && len(stages) > 0 {
			stages[0].Populations = append(stages[0].Populations, component...)
			continue
		}
		stages = append(stages, Stage{Populations: component})
	}
	for i := range stages {
		if populations := stages[i].Populations; setup.Endless || n.Topology.Recurrent(populations[0]) {
			stages[i].Windows = n.windows(populations, setup.Window)
		}
	}
	return stages
}

// longestWindow is how long windows are, in seconds, where there is no delay.
const longestWindow = 10e-3

// windows cuts the samples of some populations.
func (n *Network) windows(component []int, share float64) *Windows {
	if share == 0 {
		share = roundingRoom
	}
	smallest, end := math.Inf(1), 0.0
	for _, population := range component {
		end = max(end, n.Populations[population].Model.End())
		for _, afferent := range n.Topology.Afferents(population) {
			if delay := afferent.Delays.Least(); delay > 0 && slices.Contains(component, afferent.From) && n.formCycle(afferent.From, population) {
				smallest = min(smallest, delay)
			}
		}
	}
	if math.IsInf(smallest, 1) {
		smallest = longestWindow
	}
	length := share * smallest
	return &Windows{Count: max(1, int(math.Ceil(end/length))), length: length}
}

// WindowsByPopulation are the windows of each population's stage, nil for those through which no cycle leads.
func (n *Network) WindowsByPopulation(setup *Setup) []*Windows {
	windows := make([]*Windows, len(n.Populations))
	for _, stage := range n.Stages(setup) {
		for _, population := range stage.Populations {
			windows[population] = stage.Windows
		}
	}
	return windows
}

// formCycle reports whether projections lead from one population to another and back.
func (n *Network) formCycle(from, to int) bool { return n.components[from] == n.components[to] }

// ArrivesAtOnce reports whether spikes of one population may arrive at another in the window in which
// they are fired: a projection without delay leads there, or one that no cycle goes through. Delays of those need
// not be as long as a window.
func (n *Network) ArrivesAtOnce(from, to int) bool {
	if !n.formCycle(from, to) {
		return true
	}
	for _, afferent := range n.Topology.Afferents(to) {
		if afferent.From == from && afferent.Delays.Least() == 0 {
			return true
		}
	}
	return false
}

// CheckRoute refuses spikes of one population for another, or for the readout behind the output, that no core sends: where no
// projection leads, or of a window that there is not. windows are those of WindowsByPopulation, and 0 is
// the window of whole samples. The input tells populations that get no whole samples when their windows begin.
func (n *Network) CheckRoute(windows []*Windows, from, to, window int) error {
	output := n.Topology.Output()
	leads := from == output && to == output+1 || slices.Contains(n.Topology.Efferents(from), to)
	if !leads && !(from == 0 && to <= output && (windows[to] != nil || n.Topology.IsGenerator(to))) {
		return fmt.Errorf("network: spikes of population %d are for population %d, to which no projection leads", from, to)
	}
	most := 0
	if to <= output && windows[from] != nil && windows[to] == windows[from] {
		most = windows[from].Count
	}
	if window > most || window < min(1, most) {
		return fmt.Errorf("network: spikes of population %d for population %d are of window %d, allowed: %d to %d", from, to, window, min(1, most), most)
	}
	return nil
}

// Synchronisation is how cores keep in step where populations form a cycle: each tells every core that it may send spikes to
// there when one of its windows is over, whether it has fired or not. It belongs to the simulator; no chip needs it.
type Synchronisation struct {
	Windows int64 `json:"windows"` // into which a sample is cut, in all cycles
	Packets int64 `json:"packets"` // between cores, an envelope's
}

// Synchronisation is nil where no cycle leads through the network.
func (n *Network) Synchronisation(setup *Setup) *Synchronisation {
	cores := make([]int64, len(n.Populations))
	for _, core := range n.Cores {
		cores[core.Population]++
	}
	var s Synchronisation
	for _, stage := range n.Stages(setup) {
		if stage.Windows == nil {
			continue
		}
		s.Windows += int64(stage.Windows.Count)
		for _, from := range stage.Populations {
			for _, to := range n.Topology.Efferents(from) {
				if slices.Contains(stage.Populations, to) {
					s.Packets += int64(stage.Windows.Count) * cores[from] * cores[to]
				}
			}
		}
	}
	if s.Windows == 0 {
		return nil
	}
	return &s
}
