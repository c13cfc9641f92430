package selfcheck

import (
	"fmt"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
)

// Engine names an engine and how its messages travel.
type Engine string

const (
	// Reference is the plain loop.
	Reference Engine = "reference"
	// SamplePackets are actors that send the spikes of a sample together.
	SamplePackets Engine = "actors, a packet per sample"
	// BatchPackets are actors that send the spikes of the whole batch together.
	BatchPackets Engine = "actors, a packet per batch"
	// SingleSpikes are actors that send every spike alone.
	SingleSpikes Engine = "actors, a message per spike"
)

// Engines lists the values.
func Engines() []Engine { return []Engine{Reference, SamplePackets, BatchPackets, SingleSpikes} }

// Variant is one way to carry out a case.
type Variant struct {
	Engine   Engine
	Rule     learning.Rule // SFDFA, or BP for the case's back-propagated gradient
	Gradient learning.Gradient
	Form     learning.Form
	Window   float64 // network.Setup.Window
}

// String describes the variant in a few words.
func (v Variant) String() string {
	if v.backPropagates() {
		return fmt.Sprintf("%s, back-propagation", v.Engine)
	}
	text := fmt.Sprintf("%s, %s gradient, %s form", v.Engine, v.Gradient, v.Form)
	if v.Window > 0 {
		text += fmt.Sprintf(", windows of %.2g of the least delay", v.Window)
	}
	return text
}

// Variants lists all ways in which a case of a chain is carried out.
func Variants() []Variant {
	var variants []Variant
	for _, engine := range Engines() {
		for _, gradient := range learning.Gradients() {
			for _, form := range learning.Forms() {
				variants = append(variants, Variant{Engine: engine, Rule: learning.SFDFA{}, Gradient: gradient, Form: form})
			}
		}
	}
	return append(variants, Variant{Engine: Reference, Rule: learning.BP{}, Gradient: learning.Exact, Form: learning.Fused})
}

// backPropagates reports whether the variant is about the case's gradient by
// back-propagation, and not about its batch step.
func (v Variant) backPropagates() bool { return v.Rule.HiddenError() == learning.BackPropagated }

func (e Engine) build(net *network.Network, setup network.Setup) (network.Engine, error) {
	switch e {
	case Reference:
		return reference.New(net, setup)
	case SingleSpikes:
		return system.New(net, setup, actors.SpikeTransport)
	}
	return system.New(net, setup, actors.PacketTransport)
}

// coalesce is the number of samples whose messages travel together.
func (e Engine) coalesce(batch int) int {
	if e == BatchPackets {
		return batch
	}
	return 1
}
