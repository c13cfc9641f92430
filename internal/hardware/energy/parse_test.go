package energy

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const minimal = `name: own
title: My chip
constants:
  hop-x: {value: 2.5, unit: nJ, source: my lab, evidence: measured, voltage: 0.8}
  static-power: {value: 7, unit: mW, source: my lab, evidence: estimated}
`

func TestParseReadsEveryKey(t *testing.T) {
	p, err := Parse([]byte(minimal))
	if err != nil {
		t.Fatal(err)
	}
	want := &Profile{Name: "own", Title: "My chip", Constants: []Constant{
		{Name: "hop-x", Value: 2.5, Unit: "nJ", Source: "my lab", Evidence: Measured, Voltage: 0.8},
		{Name: "static-power", Value: 7, Unit: "mW", Source: "my lab", Evidence: Estimated},
	}}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("got %+v, want %+v", p, want)
	}
	approximately(t, "a hop", p.Constants[0].SI(), 2.5e-9)
	approximately(t, "static power", p.Constants[1].SI(), 7e-3)
	if missing := p.Missing(); len(missing) != len(Terms())-2 {
		t.Errorf("missing are %v, want all but two", missing)
	}
}

// An error names the key, the value and what is allowed.
func TestParseRefuses(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(minimal, old, new, 1) }
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"empty":                  {"", []string{"empty", "allowed: name"}},
		"a list":                 {"- 1", []string{"a list", "allowed: keys"}},
		"no YAML":                {"name: [", []string{"line"}},
		"two documents":          {minimal + "---\nname: b\n", []string{"more than one YAML document"}},
		"unknown key":            {change("title", "titel"), []string{`"titel"`, "allowed: name, title, note, cores-per-chip, constants, latencies"}},
		"duplicate key":          {change("title", "name: other\ntitle"), []string{"name", "twice"}},
		"no name":                {change("name: own\n", ""), []string{"has no name"}},
		"name with a slash":      {change("own", "a/b"), []string{`"a/b"`, "allowed: letters"}},
		"empty title":            {change("My chip", `""`), []string{"title", "0 bytes"}},
		"null title":             {change("My chip", "null"), []string{"title", "allowed: one value"}},
		"title in a list":        {change("My chip", "[a]"), []string{"title", "a list"}},
		"half a core":            {change("title", "cores-per-chip: 0.5\ntitle"), []string{"cores-per-chip", "0.5", "a whole number, 1 or more"}},
		"no cores":               {change("title", "cores-per-chip: 0\ntitle"), []string{"cores-per-chip", "0", "1 or more"}},
		"no constants":           {"name: a\ntitle: b\n", []string{"no constants"}},
		"empty constants":        {"name: a\ntitle: b\nconstants: {}\n", []string{"constants is empty", "hop-x"}},
		"unknown constant":       {change("hop-x", "hop-z"), []string{`"hop-z"`, "allowed: synaptic-operation-binary"}},
		"duplicate constant":     {change("static-power", "hop-x"), []string{"hop-x", "twice"}},
		"a number as constant":   {"name: a\ntitle: b\nconstants: {hop-x: 3}\n", []string{"hop-x", `"3"`, "allowed: keys"}},
		"unknown key inside":     {change("evidence", "proof"), []string{"hop-x", `"proof"`, "allowed: value, unit"}},
		"duplicate value":        {change("unit", "value: 3, unit"), []string{"hop-x", "value", "twice"}},
		"no value":               {change("value: 2.5, ", ""), []string{"hop-x has no value"}},
		"text as value":          {change("2.5", "much"), []string{"hop-x: value", `"much"`, "a number from 0 to 1e+09"}},
		"quoted value":           {change("2.5", `"2.5"`), []string{"hop-x: value", "a number from 0 to 1e+09"}},
		"negative":               {change("2.5", "-2.5"), []string{"hop-x: value", "-2.5", "from 0"}},
		"not a number":           {change("2.5", ".nan"), []string{"hop-x: value", "nan"}},
		"NaN":                    {change("2.5", "NaN"), []string{"hop-x: value", "NaN", "from 0 to 1e+09"}},
		"infinite":               {change("2.5", "inf"), []string{"hop-x: value", "Inf", "from 0 to 1e+09"}},
		"beyond float64":         {change("2.5", "1e999"), []string{"hop-x: value", "1e999"}},
		"enormous":               {change("2.5", "1e10"), []string{"hop-x: value", "1e+10", "from 0 to 1e+09"}},
		"no unit":                {change("unit: nJ, ", ""), []string{"hop-x has no unit"}},
		"power for an energy":    {change("nJ", "mW"), []string{"hop-x: unit", `"mW"`, "fJ, pJ, nJ"}},
		"energy for a power":     {change("mW", "pJ"), []string{"static-power: unit", `"pJ"`, "mW, W"}},
		"unknown unit":           {change("nJ", "cal"), []string{"hop-x: unit", `"cal"`}},
		"no source":              {change("source: my lab, ", ""), []string{"hop-x has no source"}},
		"no evidence":            {change(", evidence: measured", ""), []string{"hop-x has no evidence"}},
		"unknown evidence":       {change("measured", "believed"), []string{"hop-x: evidence", `"believed"`, "measured, simulated, derived, estimated"}},
		"voltage 0":              {change("0.8", "0"), []string{"hop-x: voltage", "above 0"}},
		"negative voltage":       {change("0.8", "-1"), []string{"hop-x: voltage", "-1"}},
		"secondary is no flag":   {change("voltage: 0.8", "secondary: perhaps"), []string{"hop-x: secondary", `"perhaps"`, "true, false"}},
		"within with a value":    {change("value: 2.5", "within: hop-y, value: 2.5"), []string{"hop-x", `"value"`, "allowed: within, source"}},
		"within nothing":         {change("value: 2.5, unit: nJ, source: my lab, evidence: measured, voltage: 0.8", "within: hop-y, source: my lab"), []string{"hop-x: within", `"hop-y"`, "static-power"}},
		"unknown latency":        {minimal + "latencies: {hop-z: {}}\n", []string{`"hop-z"`, "neuron-update-active", "barrier"}},
		"energy for a latency":   {minimal + "latencies: {hop-x: {value: 1, unit: pJ, source: a, evidence: measured}}\n", []string{"hop-x: unit", `"pJ"`, "ps, ns, us, ms, s"}},
		"time for an energy":     {change("nJ", "ns"), []string{"hop-x: unit", `"ns"`, "fJ, pJ, nJ"}},
		"steps of a hop":         {minimal + "latencies: {hop-x: {steps: {1: 2}, unit: ns, source: a, evidence: measured}}\n", []string{"hop-x", `"steps"`, "allowed: value, unit"}},
		"no step":                {minimal + "latencies: {barrier: {steps: {}, unit: ns, source: a, evidence: measured}}\n", []string{"barrier: steps is empty", "{1: 0.6, 4: 1.4}"}},
		"steps out of order":     {minimal + "latencies: {barrier: {steps: {4: 1, 2: 2}, unit: ns, source: a, evidence: measured}}\n", []string{"barrier: steps", `"2"`, "each above the one before"}},
		"a negative step":        {minimal + "latencies: {barrier: {steps: {1: -1}, unit: ns, source: a, evidence: measured}}\n", []string{"barrier: steps: 1", "-1", "from 0"}},
		"an alias":               {"name: &a x\ntitle: *a\nconstants: {}\n", []string{"title", "alias"}},
		"a list as key":          {"? [a]\n: b\n", []string{"key in line 1", "a list"}},
		"oversized":              {"# " + strings.Repeat("x", largestProfile), []string{"more than 65536 bytes"}},
		"text that is too long":  {change("My chip", strings.Repeat("x", longestText+1)), []string{"title", "2001 bytes"}},
		"two constants in one":   {change("static-power", "hop-x"), []string{"twice"}},
		"constants are a number": {"name: a\ntitle: b\nconstants: 3\n", []string{"constants", `"3"`}},
	} {
		p, err := Parse([]byte(test.text))
		if err == nil {
			t.Errorf("%s: no error but %+v", name, p)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %q does not say %q", name, err, want)
			}
		}
	}
}

func TestOpenReadsFilesAndRefusesThemByName(t *testing.T) {
	file := filepath.Join(t.TempDir(), "chip.yaml")
	if err := os.WriteFile(file, []byte(minimal), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := open(t, file); p.Name != "own" {
		t.Errorf("got %+v", p)
	}
	if err := os.WriteFile(file, []byte("name: 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, "loihi9", filepath.Dir(file)} {
		_, err := Open(name)
		if !errors.Is(err, ErrProfile) || !strings.Contains(err.Error(), filepath.Base(name)) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(minimal))
	for _, name := range Names() {
		text, err := Text(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := Parse(text)
		if err != nil {
			if p != nil || err.Error() == "" || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q with %+v", err, p)
			}
			return
		}
		for _, c := range p.Constants {
			if c.Source == "" || c.Within == "" && !(c.SI() >= 0) {
				t.Errorf("accepted %+v", c)
			}
		}
		e := p.Estimate(&worked)
		if _, err := json.Marshal(e); err != nil || !(e.Run.Dynamic >= 0) {
			t.Errorf("estimated %+v: %v", e, err)
		}
	})
}
