package schema

import "testing"

func TestTheSchemaComesFirst(t *testing.T) {
	for _, test := range []struct {
		object     any
		line, file string
	}{
		{struct{}{}, `{"schema":"sfdfa-actors/run/1"}` + "\n", "{\n  \"schema\": \"sfdfa-actors/run/1\"\n}\n"},
		{map[string]int{"a": 1}, `{"schema":"sfdfa-actors/run/1","a":1}` + "\n", "{\n  \"schema\": \"sfdfa-actors/run/1\",\n  \"a\": 1\n}\n"},
	} {
		line, err := Run.Line(test.object)
		if err != nil || string(line) != test.line {
			t.Errorf("%v: %s, %v, want %s", test.object, line, err, test.line)
		}
		file, err := Run.File(test.object)
		if err != nil || string(file) != test.file {
			t.Errorf("%v: %s, %v, want %s", test.object, file, err, test.file)
		}
	}
	if text, err := Run.Line([]int{1}); err == nil {
		t.Errorf("a list is encoded as %s", text)
	}
}
