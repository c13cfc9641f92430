package energy_test

import (
	"fmt"

	"sfdfa-actors/internal/hardware/energy"
)

// A profile is read from the table by its name, or from a file of one's own.
func ExampleOpen() {
	p, err := energy.Open("testdata/example.yaml")
	if err != nil {
		panic(err)
	}
	for _, c := range p.Constants {
		fmt.Println(c.Name, c.Value, c.Unit)
	}
	// Output:
	// synaptic-operation-binary 20 pJ
	// hop-x 3 pJ
}
