package actors_test

import (
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/learning"
)

// Actors refuse a rule that a neuron can't run by itself.
func TestNoPlanForBackPropagation(t *testing.T) {
	for _, rule := range learning.Rules {
		c := tiny()
		c.Spec.Learning.Rule = rule
		net, err := network.New(c.Spec)
		if err != nil {
			t.Fatal(err)
		}
		_, err = actors.NewPlan(net, network.Setup{}, actors.PacketTransport)
		if refused := err != nil && strings.Contains(err.Error(), "the rule is "+rule.Name()); refused != (rule.Nonlocal() != "") {
			t.Errorf("%s: error %v", rule.Name(), err)
		}
	}
}
