package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"sfdfa-actors/internal/file/untrusted"
)

// Bounds on a metrics.jsonl; a line takes about a kilobyte, and a checkpoint has
// room for as many bytes.
const (
	largestMetricsFile = 64 << 20
	mostMetrics        = 1 << 20 // lines
)

// ReadMetrics reads the metrics.jsonl in a run directory, which may be one epoch
// ahead of the newest checkpoint, or more. Without the file there are none. A last
// line that is still being written is left out; any other that can't be is an
// error with its file, line, value and what is allowed.
func ReadMetrics(directory string) ([]*Metrics, error) {
	path := filepath.Join(directory, MetricsFile)
	text, err := untrusted.Read(path, largestMetricsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	all, err := parseMetrics(text)
	if err != nil {
		return nil, fmt.Errorf("record: %s: %w", path, err)
	}
	return all, nil
}

func parseMetrics(text []byte) ([]*Metrics, error) {
	return DecodeMetrics(text[:bytes.LastIndexByte(text, '\n')+1])
}

// DecodeMetrics reads the lines of metrics.jsonl, up to the first that can't be.
func DecodeMetrics(text []byte) ([]*Metrics, error) {
	var all []*Metrics
	for line := range bytes.Lines(text) {
		epoch := len(all) + 1
		if epoch > mostMetrics {
			return nil, fmt.Errorf("more than %d lines, allowed: up to that", mostMetrics)
		}
		if err := untrusted.CheckObjects(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", epoch, err)
		}
		m := &Metrics{}
		if err := json.Unmarshal(line, m); err != nil {
			return nil, fmt.Errorf("line %d: %w", epoch, err)
		}
		if err := m.Check(epoch); err != nil {
			return nil, fmt.Errorf("line %d: %w", epoch, err)
		}
		all = append(all, m)
	}
	return all, nil
}

// Check refuses figures that no run has, and another epoch than the one given.
func (m *Metrics) Check(epoch int) error {
	if m.Epoch != epoch {
		return fmt.Errorf("epoch is %d, allowed: %d", m.Epoch, epoch)
	}
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
