//go:build unix

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// benchRounds is how often each way to run is measured, in turns.
const benchRounds = 5

// BenchmarkWorkers trains a network on MNIST in one process on 2 CPU cores and on two
// workers with one each, in turns, and reports the medians: samples a second of both,
// their ratio, and the bytes a sample that the machines send each other. 784-800-10 gets
// an epoch of all samples: in the first second of a run the heap grows, which is dear.
func BenchmarkWorkers(b *testing.B) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(filepath.Join(data, "mnist")); err != nil {
		b.Skip("skipped: needs MNIST in ../shared/data")
	}
	path := program(b)
	first, _ := startWorker(b, path, "127.0.0.1:0")
	second, _ := startWorker(b, path, "127.0.0.1:0")
	for _, net := range []struct{ name, layers, perCore, samples string }{
		{"784-800-10", "800", "400", "0"},
		{"784-4000-4000-10", "4000,4000", "0", "500"},
	} {
		b.Run(net.name, func(b *testing.B) {
			for b.Loop() {
				var local, spread, wire []float64
				for range benchRounds {
					flags := []string{
						"run", "--dataset", "mnist", "--data-dir", data, "--layers", net.layers, "--neurons-per-core", net.perCore,
						"--train-limit", net.samples, "--test-limit", "100", "--epochs", "1", "--json", "--checkpoint-minutes", "0", "--out",
					}
					alone := finished(b, path, append(flags, filepath.Join(b.TempDir(), "run"))...)
					both := finished(b, path, append(flags, filepath.Join(b.TempDir(), "run"), "--workers", strings.Join([]string{first, second}, ","))...)
					if alone.Digest != both.Digest {
						b.Fatalf("digest %s on workers, want %s", both.Digest, alone.Digest)
					}
					local, spread = append(local, alone.SamplesPerSecond), append(spread, both.SamplesPerSecond)
					wire = append(wire, both.Last.WireBytesPerSample)
				}
				b.ReportMetric(median(local), "local-samples/s")
				b.ReportMetric(median(spread), "workers-samples/s")
				b.ReportMetric(median(spread)/median(local), "workers/local")
				b.ReportMetric(median(wire), "wireB/sample")
			}
		})
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
