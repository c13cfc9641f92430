package settings

import (
	"strings"
	"testing"
)

// resolved is what a config file of this text comes to.
func resolved(t *testing.T, d DefaultSettings, text string) Config {
	t.Helper()
	c, err := d.Resolve(write(t, text), unchanged)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// MNIST's defaults are for batches of 50: a rate of 1e-2 is one of 1e-2/√50 = 1.41e-3 with a
// batch of 1, and 2e-2 with one of 200. 0.999^(1/50) = 1 − 2e-5, 0.999⁴ = 1 − 3.99e-3.
func TestRatesAndDecaysFollowTheBatch(t *testing.T) {
	for _, test := range []struct {
		text                       string
		rate, feedback, beta2, avg float64
		samples                    int
	}{
		{"dataset: mnist", 1e-2, 1e-4, 0.999, 0, 0},
		{"dataset: mnist\nbatch: 50", 1e-2, 1e-4, 0.999, 0, 0},
		{"dataset: mnist\nbatch: 1", 1.41e-3, 1.41e-5, 0.99998, 0, 500},
		{"dataset: mnist\nbatch: 200", 2e-2, 2e-4, 1 - 3.99e-3, 0, 0},
		{"dataset: yinyang\nbatch: 10", 5e-3, 1e-3, 1 - 2.51e-3, 0, 500},
		{"preset: mnist\nbatch: 1", 7.07e-4, 1.41e-5, 0.99998, 0.99999, 500},
		{"preset: mnist-online", 1.41e-3, 1.41e-5, 0.99998, 0.9999, 500},
		{"preset: mnist-online\nbatch: 50", 9.97e-3, 9.97e-5, 0.999, 0.99501, 500},
		{"preset: fsdd", 4.24e-4, 1.41e-5, 0.99998, 0, 500},
		{"preset: mnist-paper\nbatch: 2\nrule: dfa", 6e-4, 2e-5, 0.99996, 0, 500},
	} {
		c := resolved(t, BaseDefaults, test.text)
		got := []any{c.LearningRate, c.FeedbackRate, c.Beta2, c.WeightAverage, c.RateAverage, c.Beta1}
		for i, want := range []any{test.rate, test.feedback, test.beta2, test.avg, test.samples, 0.9} {
			if got[i] != want {
				t.Errorf("%q: rates, decays and average %v, want %v at place %d", test.text, got, want, i)
			}
		}
	}
}

// What a user gives is not touched, in a file or by flags.
func TestGivenRatesDoNotFollowTheBatch(t *testing.T) {
	c, err := Resolve(write(t, "dataset: mnist\nlearning-rate: 0.003\nrate-average: 0\n"), func(c *Config) error {
		c.Batch, c.Beta2, c.FeedbackRate = 1, 0.9, 1e-4
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Batch != 1 || c.LearningRate != 0.003 || c.RateAverage != 0 || c.Beta2 != 0.9 || c.FeedbackRate != 1e-4 {
		t.Errorf("resolved %+v, want what was given", c)
	}
}

// What a run was made with stays, whatever its batch; an earlier version had no mean rates.
func TestRecordsKeepTheirRates(t *testing.T) {
	c := resolved(t, RecordDefaults, "dataset: mnist\nbatch: 1\nlearning-rate: 0.003\n")
	if c.Batch != 1 || c.LearningRate != 0.003 || c.RateAverage != 0 || c.Beta2 != 0.999 {
		t.Errorf("resolved %+v, want the data set's defaults but for what is given", c)
	}
}

// No batch, however small or large, makes a rate or decay that can't be.
func TestAnyBatchIsAllowed(t *testing.T) {
	for _, dataset := range []string{"mnist", "yinyang"} {
		for _, optimiser := range []string{"adam", "sgd"} {
			for _, batch := range []string{"1", "3", "19", "20", "60000", "1000000"} {
				resolved(t, BaseDefaults, "dataset: "+dataset+"\noptimiser: "+optimiser+"\nbatch: "+batch)
			}
		}
	}
	for _, batch := range []string{"0", "-1"} {
		if _, err := Resolve(write(t, "batch: "+batch), unchanged); err == nil || !strings.Contains(err.Error(), "batch is "+batch+" samples, allowed: 1 or more") {
			t.Errorf("batch %s: error %v", batch, err)
		}
	}
	if _, err := Resolve(write(t, "rate-average: -1"), unchanged); err == nil || !strings.Contains(err.Error(), "rate-average is -1 samples, allowed: 0 or more") {
		t.Errorf("error %v, want one about rate-average", err)
	}
}
