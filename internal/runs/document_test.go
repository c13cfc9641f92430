package runs

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"sfdfa-actors/internal/settings"
)

// Whatever a checkpoint says of its run, it is refused in one line, or names sizes
// and a place that a run can have.
func FuzzDocument(f *testing.F) {
	c := settings.Defaults("yinyang", "sfdfa")
	good, err := json.Marshal(document{Progress: progress{Epochs: 1, Presented: 2 * c.Batch}, Inputs: 5, Classes: 3, TrainingSamples: 5000})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"inputs":2147483648,"classes":-1,"progress":{"epochs":-1,"load":{}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var d document
		err := json.Unmarshal(text, &d)
		if err == nil {
			err = d.check(&c)
		}
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("error of more than one line: %q", err)
			}
			return
		}
		for _, size := range []int{d.Inputs, d.Classes, d.TrainingSamples} {
			if size < 1 || size > math.MaxInt32 {
				t.Fatalf("a size of %d in %s", size, text)
			}
		}
		p := d.Progress
		if most := (c.Epochs + 1) * batchesIn(d.TrainingSamples, c.Batch); p.batches(d.TrainingSamples, c.Batch) < 0 || p.batches(d.TrainingSamples, c.Batch) > most {
			t.Fatalf("%d batches, at most %d: %s", p.batches(d.TrainingSamples, c.Batch), most, text)
		}
		// What is written of it is read back.
		again, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var same document
		if err := json.Unmarshal(again, &same); err != nil || same.check(&c) != nil || same.Inputs != d.Inputs || same.Progress.Presented != p.Presented {
			t.Fatalf("%s became %s, error %v", text, again, err)
		}
	})
}
