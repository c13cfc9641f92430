package trace

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"sfdfa-actors/messages"
)

// both writes the same events as lines and in Parquet, and returns the lines and the path of the other.
func both(t *testing.T, kinds ...Kind) (lines []string, path string) {
	t.Helper()
	for _, name := range []string{"trace.jsonl", "trace.parquet"} {
		o := options(t, kinds...)
		o.File = filepath.Join(t.TempDir(), name)
		r := start(t, o)
		for range 3 {
			present(t, r, messages.Train, 3, 1, 0, 2)
		}
		finish(t, r)
		if path = o.File; !isParquet(path) {
			lines = strings.Split(strings.TrimSpace(read(t, path)), "\n")
		}
	}
	return lines, path
}

// A row has what the line has, and null for the rest.
func TestParquetHoldsWhatTheLinesDo(t *testing.T) {
	lines, path := both(t, Spikes, Packets)
	rows, err := parquet.ReadFile[row](path)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(lines)-2 {
		t.Fatalf("%d rows for %d lines, of which 2 are no event", len(rows), len(lines))
	}
	for i := range rows {
		var want map[string]any
		if err := json.Unmarshal([]byte(lines[i+1]), &want); err != nil {
			t.Fatal(err)
		}
		got := map[string]any{}
		of := reflect.ValueOf(rows[i])
		for k := range of.NumField() {
			name, _, _ := strings.Cut(of.Type().Field(k).Tag.Get("parquet"), ",")
			value := reflect.Indirect(of.Field(k))
			if _, has := want[name]; value.IsValid() {
				got[name] = value.Interface()
			} else if has {
				got[name] = nil // as the host is
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("row %d is %v, want %v", i, got, want)
		}
	}
	file, err := parquet.OpenFile(strings.NewReader(read(t, path)), int64(len(read(t, path))))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"trace": lines[0], "end": lines[len(lines)-1]} {
		if got, _ := file.Lookup(key); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
}

// A file in Parquet ends at its bounds, whole, and says why.
func TestParquetEndsAtItsBounds(t *testing.T) {
	for reason, bound := range map[string]func(*Options){
		"trace-events of 5 is reached":         func(o *Options) { o.Events = 5 },
		"trace-limit of 4096 bytes is reached": func(o *Options) { o.Bytes = SmallestLimit },
	} {
		o := options(t, Spikes, Packets)
		o.File = filepath.Join(t.TempDir(), "trace.parquet")
		bound(&o)
		r := start(t, o)
		for range 20 {
			present(t, r, messages.Train, 0, 1, 2, 3)
		}
		finish(t, r)
		text := read(t, o.File)
		file, err := parquet.OpenFile(strings.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf(`{"event":"end","events":%d,"complete":false,"reason":"%s"}`, file.NumRows(), reason)
		if end, _ := file.Lookup("end"); end != want || file.NumRows() == 0 {
			t.Errorf("the end is %s, want %s", end, want)
		}
	}
}

// count prints how many rows there are of each event, and the sum of the synapses that packets reach.
const count = `
import sys
try:
    import duckdb
    rows = duckdb.sql("select event, count(*), sum(synapses) from '" + sys.argv[1] + "' group by event order by event").fetchall()
except ImportError:
    import pandas
    t = pandas.read_parquet(sys.argv[1])
    rows = [(e, len(g), g["synapses"].sum()) for e, g in t.groupby("event")]
print(";".join("%s %d %d" % (e, n, s or 0) for e, n, s in rows))
`

func TestOthersReadParquet(t *testing.T) {
	if exec.Command("python3", "-c", "import duckdb").Run() != nil && exec.Command("python3", "-c", "import pandas, pyarrow").Run() != nil {
		t.Skip("python3 has neither duckdb nor pandas with pyarrow, which would read the file")
	}
	_, path := both(t, Spikes, Packets)
	got, err := exec.Command("python3", "-c", count, path).CombinedOutput()
	if want := "packet 21 24;sample 6 0;spike 15 0\n"; err != nil || string(got) != want {
		t.Errorf("%s, want %s: %v", got, want, err)
	}
}
