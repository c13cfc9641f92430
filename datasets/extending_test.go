package datasets

import (
	"fmt"
	"math/bits"

	"sfdfa-actors/messages"
)

// parityEntry is the row of a data set whose label is the parity of three bits.
var parityEntry = entry{
	Description: Description{
		Name: "parity", Inputs: 3, Classes: 2, Train: 8, Test: 8,
		Origin: "generated: three bits and their parity", Licence: "none needed",
	},
	open: openParity,
}

func openParity(e entry, o Options) (*Dataset, error) {
	all := parity{window: o.EncodingWindow}
	return &Dataset{Name: e.Name, Inputs: e.Inputs, Classes: e.Classes, Train: all, Test: all}, nil
}

// parity has the bits of its index as a sample: a bit that is set fires once.
type parity struct{ window float64 }

// Len implements Split.
func (parity) Len() int { return 8 }

// Label implements Split.
func (parity) Label(i int) int { return bits.OnesCount(uint(i)) % 2 }

// AppendSpikes implements Split.
func (p parity) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	for j := range 3 {
		if i>>j&1 == 1 {
			dst = append(dst, messages.Spike{Time: p.window * float64(j) / 3, Source: int32(j)})
		}
	}
	return dst
}

func ExampleOpen_parity() {
	defer func(before []entry) { catalogue = before }(catalogue)
	catalogue = append(catalogue[:len(catalogue):len(catalogue)], parityEntry)
	d, err := Open("parity", Options{EncodingWindow: 0.3})
	if err != nil {
		panic(err)
	}
	for _, spike := range d.Train.AppendSpikes(nil, 6) {
		fmt.Printf("input %d fires at %.1f s\n", spike.Source, spike.Time)
	}
	fmt.Println("label", d.Train.Label(6))
	// Output:
	// input 1 fires at 0.1 s
	// input 2 fires at 0.2 s
	// label 0
}
