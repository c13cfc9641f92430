package calibration

import (
	"fmt"

	"sfdfa-actors/messages"
)

// Bounds beyond which a population does not work: the share of its neurons that never fire in an epoch, and of the pairs
// of a neuron and a sample in which it reaches its spike cap.
const (
	silentShare = 0.5
	cappedShare = 0.5
)

// FirstFault says of an epoch which population is the first that does not work, and how, or nothing: name is what it calls a population. An output neuron
// that never fires is enough, since it never learns its class.
func FirstFault(activities messages.Activities, samples int64, name func(int) string) (population int, what string) {
	for population, neurons := range activities {
		if population == 0 {
			continue
		}
		n, silent, capped := float64(len(neurons)), messages.CountSilent(neurons), messages.CountCapped(neurons)
		isOutput := population == len(activities)-1
		switch {
		case isOutput && silent > 0, float64(silent) > silentShare*n:
			return population, fmt.Sprintf("%d of %d neurons of population %s fired in no sample of the epoch, and without a spike they learn nothing", silent, len(neurons), name(population))
		case float64(capped) > cappedShare*n*float64(samples):
			return population, fmt.Sprintf("the neurons of population %s reach their spike cap in %.0f %% of samples, and hardly tell them apart", name(population), 100*float64(capped)/(n*float64(samples)))
		}
	}
	return 0, ""
}
