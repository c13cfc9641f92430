package settings

import (
	"strings"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/datasets"
	"sfdfa-actors/datasets/cochlea"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/learning"
)

// words are the values of settings that are words, by the settings' names, as the
// packages that give them a meaning list them.
var words = map[string]string{
	"cochlea-fit":         alternatives(cochlea.Fits()),
	"cochlea-compression": alternatives(cochlea.Compressions()),
	"cochlea-unit":        alternatives(cochlea.Units()),
	"precision":           alternatives(neuron.Precisions()),
	"placement":           alternatives(placement.RuleNames()),
	"rule":                alternatives(learning.RuleNames()),
	"gradient":            alternatives(learning.Gradients()),
	"eligibility":         alternatives(learning.Forms()),
	"optimiser":           alternatives(learning.OptimiserKinds()),
	"ties":                alternatives(learning.TieRules()),
	"perturb":             alternatives(learning.Perturbs()),
	"delays":              NoDelays + "|" + FixedDelays + "|" + LearnedDelays,
	"delay-from":          DelaysFromInput + "|" + DelaysFromAll,
	"delay-per":           DelaysPerSynapse + "|" + DelaysPerAxon,
	"engine":              "actors|reference",
	"transport":           alternatives(actors.Transports()),
	"scheduler":           alternatives(network.Schedulers()),
	"time-unit":           alternatives(datasets.TimeUnits()),
	"dataset":             alternatives(datasets.Names()),
}

// offered are values of settings that may have others too.
var offered = map[string][]string{
	"preset":         PresetNames(),
	"energy-profile": energy.Names(),
}

// alternatives writes names as an allowed tag does: a|b|c.
func alternatives[T ~string](names []T) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(name)
	}
	return strings.Join(texts, "|")
}
