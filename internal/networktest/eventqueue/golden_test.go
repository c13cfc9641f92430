package eventqueue_test

import (
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/networktest/eventqueue"
)

func TestWorkedCases(t *testing.T) {
	files, err := eventqueue.GoldenFiles(filepath.Join("..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no worked cases of networks beside this repository (../shared/golden-networks)")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c, err := eventqueue.LoadGolden(file)
			if err != nil {
				t.Fatal(err)
			}
			results := c.Simulate()
			if len(results) != len(c.Results) {
				t.Fatalf("%d results, want %d", len(results), len(c.Results))
			}
			for s := range results {
				if different := results[s].Difference(&c.Results[s]); different != "" {
					t.Errorf("sample %d: %s", s, different)
				}
			}
			batch := c.Learn(results)
			if different := batch.Difference(&c.Batch); different != "" {
				t.Error(different)
			}
		})
	}
}
