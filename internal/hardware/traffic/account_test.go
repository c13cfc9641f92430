package traffic_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"sfdfa-actors/internal/hardware/traffic"
)

// Adding accounts adds every one of their numbers, of every purpose.
func TestAccountsAddEveryNumber(t *testing.T) {
	numbers := func(a *traffic.Account) (all []*int64) {
		all = []*int64{&a.Samples, &a.Batches}
		for _, purpose := range traffic.Purposes() {
			for _, quantity := range traffic.Quantities() {
				all = append(all, quantity.Of(purpose.Work(a)))
			}
		}
		return all
	}
	var sum, other traffic.Account
	for i, number := range numbers(&sum) {
		*number, *numbers(&other)[i] = int64(100+i), int64(1000+i)
	}
	sum.Add(&other)
	for i, number := range numbers(&sum) {
		if want := 100 + 1000 + 2*int64(i); *number != want {
			t.Errorf("number %d is %d, want %d", i, *number, want)
		}
	}
	if fields := reflect.TypeFor[traffic.Account]().NumField(); fields != 2+len(traffic.Purposes()) {
		t.Errorf("%d fields of an account, want samples, batches and %d purposes", fields, len(traffic.Purposes()))
	}
}

// Every number of a work stands in the table once, under its name in JSON.
func TestTheQuantitiesAreTheWork(t *testing.T) {
	kind := reflect.TypeFor[traffic.Work]()
	if got := len(traffic.Quantities()); got != kind.NumField() {
		t.Fatalf("%d quantities, want the %d numbers of a work", got, kind.NumField())
	}
	for i, q := range traffic.Quantities() {
		var w traffic.Work
		*q.Of(&w) = 7
		text, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		if want := `{"` + q.Name + `":7}`; string(text) != want || reflect.ValueOf(w).Field(i).Int() != 7 {
			t.Errorf("quantity %d is %s of %+v, want %s", i, text, w, want)
		}
	}
}

// Every purpose of an account stands in the table once, under the name that it
// has in files, and belongs to one phase: the phases add up to the total.
func TestThePurposesAreTheAccount(t *testing.T) {
	var account traffic.Account
	text, err := json.Marshal(&account)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	for i, p := range traffic.Purposes() {
		if _, ok := keys[p.Name]; !ok {
			t.Errorf("the account has no %q", p.Name)
		}
		delete(keys, p.Name)
		p.Work(&account).HopsX += 1 << i
	}
	delete(keys, "samples")
	delete(keys, "batches")
	if len(keys) > 0 {
		t.Errorf("in no line of the table: %v", keys)
	}
	forward, learning, total := account.PhaseWork(traffic.Forward), account.PhaseWork(traffic.Learning), account.Total()
	if forward.Hops() != 0b1111 || learning.Hops() != 0b1111110000 || total.Hops() != 0b1111111111 {
		t.Errorf("%b forward, %b learning, %b in all: the first four purposes are forward, the others learning", forward.Hops(), learning.Hops(), total.Hops())
	}
}
