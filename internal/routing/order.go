package routing

import (
	"cmp"
	"slices"

	"sfdfa-actors/messages"
)

// Sort orders spikes by (time, source), and spikes that a neuron fires at the
// same time to the last bit by grade. Every sum over spikes is taken in this
// order, which is why results don't depend on the order of delivery.
func Sort(spikes []messages.Spike) {
	if !slices.IsSortedFunc(spikes, compare) {
		slices.SortFunc(spikes, compare)
	}
}

func compare(x, y messages.Spike) int {
	switch {
	case x.Time < y.Time:
		return -1
	case x.Time > y.Time:
		return 1
	}
	return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Grade, y.Grade))
}
