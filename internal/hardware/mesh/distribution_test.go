package mesh

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestDistributionsByHand(t *testing.T) {
	hundred := make([]int64, 100)
	for i := range hundred {
		hundred[i] = int64(100 - i) // 100, 99, …, 1
	}
	for _, test := range []struct {
		values []int64
		want   Distribution
	}{
		{nil, Distribution{}},
		{[]int64{0, 0}, Distribution{}},
		{[]int64{7}, Distribution{Total: 7, Max: 7, P99: 7, Mean: 7, Imbalance: 1}},
		{[]int64{1, 5, 0, 2}, Distribution{Total: 8, Max: 5, P99: 5, Mean: 2, Imbalance: 2.5}},
		{hundred, Distribution{Total: 5050, Max: 100, P99: 99, Mean: 50.5, Imbalance: 100 / 50.5}},
		{append([]int64{1000}, hundred...), Distribution{Total: 6050, Max: 1000, P99: 100, Mean: 6050. / 101, Imbalance: 1000 / (6050. / 101)}},
	} {
		if got := distribution(test.values); got != test.want {
			t.Errorf("%v: %+v, want %+v", test.values, got, test.want)
		}
	}
}

// At least 99 % of the values do not exceed P99, and of no smaller value that is true.
func TestP99IsTheSmallestThat99PercentDoNotExceed(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 1))
	for n := 1; n < 400; n++ {
		values := make([]int64, n)
		for i := range values {
			values[i] = random.Int64N(50)
		}
		reach := func(limit int64) int {
			count := 0
			for _, value := range values {
				if value <= limit {
					count++
				}
			}
			return 100 * count
		}
		want := slices.MinFunc(values, func(x, y int64) int {
			switch okX, okY := reach(x) >= 99*n, reach(y) >= 99*n; {
			case okX != okY && okX:
				return -1
			case okX != okY:
				return 1
			}
			return int(x - y)
		})
		if got := distribution(values).P99; got != want {
			t.Errorf("%d values (seed 5): P99 is %d, want %d", n, got, want)
		}
	}
}
