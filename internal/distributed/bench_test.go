//go:build unix

package distributed

import "testing"

// BenchmarkRoundTrip asks a worker of this machine and waits for the answer: what a
// message costs that everything waits for.
func BenchmarkRoundTrip(b *testing.B) {
	w := start(b, workerOptions{Settings: testSettings(), Identity: same})
	c, err := NewCoordinator(testSettings(), same, []string{w.address}, 0, testJoin)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	c.answers = make(chan answer, 1)
	for b.Loop() {
		c.ask(0, []int{1})
		if a, ok := <-c.answers; !ok || a.machine != 1 {
			b.Fatalf("answer %+v", a)
		}
	}
}
