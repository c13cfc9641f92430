package table_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"sfdfa-actors/internal/file/table"
)

// pair is a row of the tests.
type pair struct {
	name  string
	value any
}

var columns = []table.Column[pair]{
	{Name: "name", Value: func(p pair) any { return p.name }},
	{Name: "value_ms", Value: func(p pair) any { return p.value }},
}

func TestCSVByHand(t *testing.T) {
	quarter, none := 0.25, (*float64)(nil)
	got, err := table.CSV(columns, slices.Values([]pair{
		{"plain", 3}, {"quoted, \"so\"", true}, {"exact", 0.1}, {"large", 1234567.0}, {"zero", 0.0},
		{"tiny", 1e-7}, {"huge", -1e21}, {"pointer", &quarter}, {"none", none}, {"nothing", nil}, {"infinite", math.Inf(1)},
	}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `name,value_ms
plain,3
"quoted, ""so""",true
exact,0.1
large,1234567
zero,0
tiny,1e-07
huge,-1e+21
pointer,0.25
none,
nothing,
infinite,+Inf
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestATableWithoutRowsIsItsHead(t *testing.T) {
	got, err := table.CSV(columns, slices.Values([]pair(nil)))
	if err != nil || string(got) != "name,value_ms\n" {
		t.Errorf("%q, error %v; want the head", got, err)
	}
}

// Whatever the number, what is read is what was written.
func TestNumbersAreExact(t *testing.T) {
	const seed = 3
	r := rand.New(rand.NewPCG(seed, 0))
	var rows []pair
	for range 2000 {
		rows = append(rows, pair{"x", r.NormFloat64() * math.Pow(10, float64(r.IntN(600)-300))})
	}
	content, err := table.CSV(columns, slices.Values(rows))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil || len(lines) != 1+len(rows) {
		t.Fatalf("%d lines, error %v; want %d", len(lines), err, 1+len(rows))
	}
	for i, row := range rows {
		if got, err := strconv.ParseFloat(lines[i+1][1], 64); err != nil || got != row.value {
			t.Errorf("seed %d, row %d: read %s, wrote %v", seed, i, lines[i+1][1], row.value)
		}
	}
}
