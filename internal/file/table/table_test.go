package table_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"sfdfa-actors/internal/file/table"
)

func TestCSVByHand(t *testing.T) {
	quarter, none := 0.25, (*float64)(nil)
	made := table.Table{Columns: []string{"name", "value_ms"}, Rows: [][]any{
		{"plain", 3}, {"quoted, \"so\"", true}, {"exact", 0.1}, {"large", 1234567.0}, {"zero", 0.0},
		{"tiny", 1e-7}, {"huge", -1e21}, {"pointer", &quarter}, {"none", none}, {"nothing", nil}, {"infinite", math.Inf(1)},
	}}
	got, err := made.CSV()
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
	got, err := table.New("name", "value_ms").CSV()
	if err != nil || string(got) != "name,value_ms\n" {
		t.Errorf("%q, error %v; want the head", got, err)
	}
}

// Whatever the number, what is read is what was written.
func TestNumbersAreExact(t *testing.T) {
	const seed = 3
	r := rand.New(rand.NewPCG(seed, 0))
	made := table.New("value")
	for range 2000 {
		made.Add(r.NormFloat64() * math.Pow(10, float64(r.IntN(600)-300)))
	}
	content, err := made.CSV()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil || len(lines) != 1+len(made.Rows) {
		t.Fatalf("%d lines, error %v; want %d", len(lines), err, 1+len(made.Rows))
	}
	for i, row := range made.Rows {
		if got, err := strconv.ParseFloat(lines[i+1][0], 64); err != nil || got != row[0] {
			t.Errorf("seed %d, row %d: read %s, wrote %v", seed, i, lines[i+1][0], row[0])
		}
	}
}

// A row that lacks a value, or has one too many, is no row of the table.
func TestRowsHaveAValueForEachColumn(t *testing.T) {
	for _, values := range [][]any{{1}, {1, 2, 3}} {
		made := table.New("a", "b")
		made.Add(values...)
		if _, err := made.CSV(); err == nil {
			t.Errorf("%v: no error, want one", values)
		}
	}
}
