package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"sfdfa-actors/messages"
)

// staysInProcess are the structs of package messages that the table of kinds does not
// have, with the reason.
var staysInProcess = map[reflect.Type]string{
	reflect.TypeFor[messages.Admission]():      "the coordinator's machine has the input and the readout",
	reflect.TypeFor[messages.Assignment]():     "the coordinator's machine has the client",
	reflect.TypeFor[messages.Finished]():       "the coordinator's machine has the client",
	reflect.TypeFor[messages.Halt]():           "the coordinator's machine has the client",
	reflect.TypeFor[messages.Outcomes]():       "the coordinator's machine has the readout",
	reflect.TypeFor[messages.Delivery]():       "a core's machine has its neurons",
	reflect.TypeFor[messages.ArrivingSingle](): "a core's machine has its neurons",
	reflect.TypeFor[messages.ArrivingCount]():  "a core's machine has its neurons",
	reflect.TypeFor[messages.OwnSpikes]():      "a core's machine has its neurons",
	reflect.TypeFor[messages.OwnSingle]():      "a core's machine has its neurons",
	reflect.TypeFor[messages.MomentRequest]():  "free runs have one process",
	reflect.TypeFor[messages.Moment]():         "free runs have one process",
	reflect.TypeFor[messages.NeuronMoment]():   "a core's machine has its neurons",
	reflect.TypeFor[messages.GradeFormat]():    "it is no message: the spec of the network has it",
}

// parts adds to a set the types that a type is made of.
func parts(set map[reflect.Type]bool, of reflect.Type) {
	if set[of] {
		return
	}
	set[of] = true
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		parts(set, of.Elem())
	case reflect.Struct:
		for i := range of.NumField() {
			parts(set, of.Field(i).Type)
		}
	}
}

// Every struct of package messages crosses, is part of one that crosses, or has a reason
// to stay within a process; what crosses has no such reason.
func TestEveryMessageCrossesOrStaysForAReason(t *testing.T) {
	crossing, staying := map[reflect.Type]bool{}, map[reflect.Type]bool{}
	for _, k := range kinds {
		parts(crossing, k.message)
	}
	for of := range staysInProcess {
		if crossing[of] {
			t.Errorf("%v has a reason to stay within a process, and crosses", of)
		}
		parts(staying, of)
	}
	known := map[string]bool{}
	home := reflect.TypeFor[messages.Spike]().PkgPath()
	for _, set := range []map[reflect.Type]bool{crossing, staying} {
		for of := range set {
			if of.PkgPath() == home {
				known[of.Name()] = true
			}
		}
	}
	for _, name := range exportedStructs(t, "../../../messages") {
		if !known[name] {
			t.Errorf("messages.%s is neither in the table of kinds nor among what stays within a process", name)
		}
	}
}

// exportedStructs lists the exported struct types that the files of a folder declare.
func exportedStructs(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() {
				if _, isStruct := spec.Type.(*ast.StructType); isStruct {
					names = append(names, spec.Name.Name)
				}
			}
			return true
		})
	}
	if len(names) == 0 {
		t.Fatalf("no struct is found in %s", folder)
	}
	return names
}
