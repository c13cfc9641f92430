package runs

import (
	"testing"

	"sfdfa-actors/internal/settings"
)

// With no other flag a network learns from one sample at a time, and no less from the first
// few hundred than in batches; both engines come to the same.
func TestOneSampleAtATimeLearns(t *testing.T) {
	t.Parallel()
	conduct := func(batch int, engine string) (accuracy float64, digest string) {
		c, err := settings.Resolve("", func(c *settings.Config) error {
			c.Batch, c.Engine, c.Layers, c.Epochs = batch, engine, []int{100}, 1
			c.TrainLimit, c.TestLimit = 800, 300
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		summary := mustRun(t, c)
		return *summary.TestAccuracy, summary.Digest
	}
	online, digest := conduct(1, "actors")
	batches, _ := conduct(40, "reference")
	if online < 70 || online < batches {
		t.Errorf("%.1f %% right after 800 samples one at a time, %.1f %% in batches of 40; want 70 %% and no less than in batches", online, batches)
	}
	if _, other := conduct(1, "reference"); other != digest {
		t.Errorf("digest %s in the plain loop, %s of actors", other, digest)
	}
}
