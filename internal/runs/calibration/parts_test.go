package calibration

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Half of ten pairs fire at the fifth largest peak. Where only four can fire, 70 % of them do: two.
func TestTheThresholdLetsAShareFire(t *testing.T) {
	for _, test := range []struct {
		peaks   []float64
		share   float64
		want    float64
		canFire bool
	}{
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.5, 6, true},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.2, 9, true},
		{[]float64{0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, 0.5, 3, true},
		{[]float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 4}, 0.5, 4, true},
		{[]float64{0, 0}, 0.5, 0, false},
	} {
		got, canFire := thresholdFor(test.peaks, test.share)
		if got != test.want || canFire != test.canFire {
			t.Errorf("%v, share %v: threshold %v, %v, want %v, %v", test.peaks, test.share, got, canFire, test.want, test.canFire)
		}
	}
}

// Two neurons that each fire for one of two classes tell them apart, also where labels alternate; one that fires for
// both alike does not.
func TestNearestMeansTellClassesApart(t *testing.T) {
	labels := []int{0, 1, 0, 1, 0, 1, 0, 1}
	for _, test := range []struct {
		name   string
		counts [][]int
		want   float64
	}{
		{"apart", [][]int{{2, 0, 3, 0, 2, 0, 3, 0}, {0, 1, 0, 1, 0, 1, 0, 1}}, 1},
		{"alike", [][]int{{1, 1, 1, 1, 1, 1, 1, 1}}, 0.5}, // all are taken for the first class
		{"swapped between halves", [][]int{{2, 0, 0, 2, 2, 0, 0, 2}}, 0},
	} {
		if got := nearestMeans(test.counts, labels, 2); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// The neuron of a class has to fire for four of five samples of its class; those of others, and classes without a sample, don't
// count.
func TestOutputNeuronsFireForTheirClass(t *testing.T) {
	labels := []int{0, 0, 0, 0, 0, 1, 1}
	for _, test := range []struct {
		name   string
		counts [][]int
		want   bool
	}{
		{"both", [][]int{{1, 1, 2, 3, 0, 0, 0}, {0, 0, 0, 0, 0, 1, 4}}, true},
		{"the second for the first's class only", [][]int{{1, 1, 1, 1, 1, 0, 0}, {3, 3, 3, 3, 3, 0, 0}}, false},
		{"the first too seldom", [][]int{{1, 1, 1, 0, 0, 9, 9}, {0, 0, 0, 0, 0, 1, 1}}, false},
		{"a third class without samples", [][]int{{1, 1, 1, 1, 1, 0, 0}, {0, 0, 0, 0, 0, 1, 1}, {0, 0, 0, 0, 0, 0, 0}}, true},
	} {
		if got := firesForItsClass(test.counts, labels); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// Of time constants that are about as good the one nearest to an eighth of the span is taken; if none is better than
// chance, that one.
func TestTheTimeConstantIsTheUsualOneUnlessAnotherIsBetter(t *testing.T) {
	for _, test := range []struct {
		accuracies []float64
		want       float64
	}{
		{[]float64{0.84, 0.84, 0.79, 0.82, 0.76}, 1. / 8}, // Yin-Yang
		{[]float64{0.32, 0.39, 0.42, 0.42, 0.42}, 1. / 4}, // Randman
		{[]float64{0.68, 0.71, 0.71, 0.72, 0.735}, 1},     // one that is better by more than a point
		{[]float64{0.2, 0.05, 0.1, 0.1, 0.15}, 1. / 8},    // chance for five classes
		{[]float64{0.9, 0.5, 0.5, 0.5, 0.895}, 1. / 16},   // the best and its like are both far away
		{[]float64{0.5, 0.5, 0.5, 0.5, 0.5}, 1. / 8},
	} {
		var tried []TimeConstant
		for i, accuracy := range test.accuracies {
			tried = append(tried, TimeConstant{Fraction: fractions[i], Accuracy: accuracy})
		}
		if got := bestTimeConstant(tried, 5); got.Fraction != test.want {
			t.Errorf("%v: %v of the span, want %v", test.accuracies, got.Fraction, test.want)
		}
	}
}

// A spike at 100 s among a thousand within 0.1 s neither stretches the span nor the sample.
func TestOneLateSpikeDoesNotCount(t *testing.T) {
	var times []float64
	for i := range 1000 {
		times = append(times, float64(i)*1e-4)
	}
	d := &Data{Last: 100}
	d.measureSpan(append(times, 100))
	if math.Abs(d.Span-0.099) > 1e-3 || d.End > 0.2 {
		t.Errorf("span %v s, end %v s, want about 0.1 s and less than twice that", d.Span, d.End)
	}
	d = &Data{Last: 0.0999}
	d.measureSpan(slices.Clone(times))
	if d.End != 0.0999 {
		t.Errorf("end %v s, want the last spike", d.End)
	}
	d = &Data{Last: 0.5}
	d.measureSpan([]float64{0.5, 0.5})
	if d.Span != 0.5 || d.End != 0.5 {
		t.Errorf("spikes of one instant: span %v s, end %v s, want 0.5", d.Span, d.End)
	}
}

// Two neurons in three samples: one fires 0, 2 and 1 times, one never.
func TestHowNeuronsFireByHand(t *testing.T) {
	got := described(0.5, [][]int{{0, 2, 1}, {0, 0, 0}})
	if want := (Population{Threshold: 0.5, Active: 2. / 6, Spikes: 3. / 6, Silent: 1, Neurons: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// The first population that does not work is named: mostly silent, at the cap, or with an output neuron that never fires.
func TestTheFirstFaultIsNamed(t *testing.T) {
	fires, never, capped := messages.Activity{Spikes: 20, Samples: 10, Batches: 1}, messages.Activity{}, messages.Activity{Spikes: 300, Samples: 10, Batches: 1, Capped: 10}
	for _, test := range []struct {
		activities messages.Activities
		population int
		what       string
	}{
		{messages.Activities{{never}, {fires, never}, {fires, fires}}, 0, ""},
		{messages.Activities{{never}, {fires, never, never}, {never}}, 1, "2 of 3 neurons of population 1"},
		{messages.Activities{{never}, {fires}, {fires, never}}, 2, "1 of 2 neurons of population 2"},
		{messages.Activities{{never}, {capped, capped, fires}, {fires}}, 1, "spike cap in 67 % of samples"},
	} {
		population, what := FirstFault(test.activities, 10, strconv.Itoa)
		if population != test.population || !strings.Contains(what, test.what) || (what == "") != (test.what == "") {
			t.Errorf("%v: population %d, %q, want %d, %q", test.activities, population, what, test.population, test.what)
		}
	}
}

// The feedback rate of a data set stands where only the shape is new, for its batch, until a population has so many neurons that
// the noise of their perturbations asks for less.
func TestTheFeedbackRateFallsWithTheWidth(t *testing.T) {
	c := settings.Defaults("mnist", "sfdfa")
	c.Calibrate = settings.CalibrateShape
	usual, batch := c.FeedbackRate, c.Batch
	for _, test := range []struct {
		widest, batch int
		want          float64
	}{
		{5000, batch, usual}, {50_000, batch, usual}, {1_000_000, batch, 5e-6},
		{5000, batch / 4, usual / 2}, {1_000_000, batch / 4, 2.5e-6},
	} {
		c.Batch = test.batch
		if got := feedbackRate(&c, 1200, test.widest); math.Abs(got/test.want-1) > 0.03 { // batches are whole, rates have three digits
			t.Errorf("%d neurons, batches of %d: %v, want %v", test.widest, test.batch, got, test.want)
		}
	}
}

// The spikes of chunks, parted by sample and summed up, say of a population what the spike counts of its neurons do.
func TestSpikesAndCountsDescribeAPopulationAlike(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 0))
		neurons, samples, chunks := 1+r.IntN(40), 1+r.IntN(5), 1+r.IntN(4)
		counts, found := make([][]int, neurons), make([][]messages.Spike, chunks)
		for n := range counts {
			counts[n] = make([]int, samples)
			for k := range counts[n] {
				for range max(0, r.IntN(6)-2) {
					counts[n][k]++
					chunk := n * chunks / neurons
					found[chunk] = append(found[chunk], messages.Spike{Time: r.Float64(), Source: int32(n), Sample: int32(k)})
				}
			}
		}
		bySample := bySample(found, samples)
		for k, spikes := range bySample {
			if !slices.IsSortedFunc(spikes, func(a, b messages.Spike) int { return cmp.Compare(a.Time, b.Time) }) {
				t.Errorf("seed %d: the spikes of sample %d are out of order", seed, k)
			}
		}
		if got, want := summarised(0.5, neurons, bySample), described(0.5, counts); got != want {
			t.Errorf("seed %d: %+v by spikes, %+v by counts", seed, got, want)
		}
	}
}
