package record

import "testing"

// Samples without an output spike are given to a class all the same, so that they stand beside what is right.
func TestUndecidedSamplesStandBesideWhatIsRight(t *testing.T) {
	for got, want := range map[string]string{
		Right(98.1, 1000, 0):  "98.10 % of 1000 test samples are right",
		Right(35, 1000, 1000): "35.00 % of 1000 test samples are right, 1000 undecided",
		Right(100, 1, 1):      "100.00 % of 1 test sample is right, 1 undecided",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	s := &Summary{Epochs: 1, Last: &Metrics{TestAccuracy: 50, TestSamples: 2, TestUndecided: 1, SpikesPerNeuron: 30, Neurons: 3}}
	s.Last.Traffic.Capped, s.Last.Traffic.Samples = 6, 2
	if got, want := s.Headline(), "50.00 % of 2 test samples are right, 1 undecided, at 90 spikes a sample"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, r := range s.Rows() {
		if r.Name == "at the spike cap" && r.Text != "100 % of neurons and samples" {
			t.Errorf("all neurons are at the spike cap: %q", r.Text)
		}
	}
}
