package messages

import (
	"reflect"
	"testing"
)

// Cloned states are equal, and share no memory with those that they were cloned from: every list of numbers is there.
func TestClonedStatesShareNoMemory(t *testing.T) {
	lent := make([]State, 2)
	for i := range lent {
		fields := reflect.ValueOf(&lent[i]).Elem()
		for k := range fields.NumField() {
			if field := fields.Field(k); field.Kind() == reflect.Slice {
				field.Set(reflect.ValueOf([]float64{float64(i), float64(k)}))
			}
		}
		lent[i].Steps = 10 + i
	}
	cloned := CloneStates(lent)
	if !reflect.DeepEqual(cloned, lent) {
		t.Fatalf("%+v, want %+v", cloned, lent)
	}
	before := CloneStates(lent)
	for i := range lent {
		fields := reflect.ValueOf(&lent[i]).Elem()
		for k := range fields.NumField() {
			if field := fields.Field(k); field.Kind() == reflect.Slice {
				field.Index(0).SetFloat(-1)
			}
		}
	}
	if !reflect.DeepEqual(cloned, before) {
		t.Errorf("%+v after what they were cloned from was written over, want %+v", cloned, before)
	}
}
