package experiment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// largestMetricsFile bounds what is read of a metrics.jsonl; a line takes about a
// kilobyte.
const largestMetricsFile = 256 << 20

// ReadMetrics reads the metrics.jsonl in a run directory, which may be one epoch
// ahead of the newest checkpoint, or more. Without the file there are none. A last
// line that is still being written is left out; any other that can't be is an
// error with its file, line, value and what is allowed.
func ReadMetrics(directory string) ([]*Metrics, error) {
	path := filepath.Join(directory, MetricsFile)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("experiment: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, largestMetricsFile+1))
	if err != nil {
		return nil, fmt.Errorf("experiment: reading %s: %w", path, err)
	}
	if len(text) > largestMetricsFile {
		return nil, fmt.Errorf("experiment: %s is larger than %d bytes", path, largestMetricsFile)
	}
	all, err := parseMetrics(text)
	if err != nil {
		return nil, fmt.Errorf("experiment: %s: %w", path, err)
	}
	return all, nil
}

func parseMetrics(text []byte) ([]*Metrics, error) {
	all, err := decodeMetrics(text[:bytes.LastIndexByte(text, '\n')+1])
	if err != nil {
		return nil, err
	}
	for i, m := range all {
		if m.Epoch != i+1 {
			return nil, fmt.Errorf("line %d: epoch is %d, allowed: %d", i+1, m.Epoch, i+1)
		}
		if err := m.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return all, nil
}

// decodeMetrics reads the lines of metrics.jsonl.
func decodeMetrics(text []byte) ([]*Metrics, error) {
	var all []*Metrics
	for line := range bytes.Lines(text) {
		m := &Metrics{}
		if err := json.Unmarshal(line, m); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(all)+1, err)
		}
		all = append(all, m)
	}
	return all, nil
}

// check refuses figures that no run has.
func (m *Metrics) check() error {
	const percent, degrees, spikes, loss = 100, 180, 1e6, 1e15
	for _, figure := range []struct {
		name  string
		value *float64
		most  float64
	}{
		{"train_accuracy", &m.TrainAccuracy, percent},
		{"test_accuracy", &m.TestAccuracy, percent},
		{"test_accuracy_lowest_index", &m.TestAccuracyLowestIndex, percent},
		{"validation_accuracy", m.ValidationAccuracy, percent},
		{"train_loss", &m.TrainLoss, loss},
		{"test_loss", &m.TestLoss, loss},
		{"spikes_per_neuron", &m.SpikesPerNeuron, spikes},
		{"weight_alignment_degrees", m.WeightAlignment, degrees},
	} {
		if figure.value != nil && !(*figure.value >= 0 && *figure.value <= figure.most) {
			return fmt.Errorf("%s is %v, allowed: from 0 to %v", figure.name, *figure.value, figure.most)
		}
	}
	return nil
}
