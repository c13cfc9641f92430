package experiment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2"
)

// Names of the files in a run directory.
const (
	ConfigFile  = "config.yaml"   // resolved settings; replays the run
	MetricsFile = "metrics.jsonl" // one object an epoch
	SummaryFile = "summary.json"  // written at the end
	NetworkFile = "network.npz"   // final weights and feedback weights
)

// ErrExists means that a run directory holds something already.
var ErrExists = errors.New("run directory exists and is not empty")

// record writes a run directory.
type record struct {
	directory string
	metrics   *os.File
}

// newRecord makes the run directory. It refuses one that holds anything, so
// that no run is ever lost to another.
func newRecord(directory string, c *Config) (*record, error) {
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, configError("out: %w", err)
	}
	if len(entries) > 0 {
		return nil, configError("out is %s: %w; choose another", directory, ErrExists)
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return nil, configError("out: %w", err)
	}
	text, err := c.Encode()
	if err != nil {
		return nil, err
	}
	if err := renameio.WriteFile(filepath.Join(directory, ConfigFile), text, 0o644); err != nil {
		return nil, configError("out: %w", err)
	}
	metrics, err := os.Create(filepath.Join(directory, MetricsFile))
	if err != nil {
		return nil, configError("out: %w", err)
	}
	return &record{directory: directory, metrics: metrics}, nil
}

// epoch appends one line to the metrics.
func (r *record) epoch(m *Metrics) error {
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("experiment: %w", err)
	}
	if _, err := r.metrics.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("experiment: %w", err)
	}
	return nil
}

// summary writes the summary, whole or not at all.
func (r *record) summary(s *Summary) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("experiment: %w", err)
	}
	if err := renameio.WriteFile(filepath.Join(r.directory, SummaryFile), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("experiment: %w", err)
	}
	return nil
}

func (r *record) close() error { return r.metrics.Close() }

// DefaultDirectory names a new run directory below runs, by data set, rule and
// the time now.
func DefaultDirectory(c *Config, now time.Time) string {
	name := fmt.Sprintf("%s-%s-%s", c.Dataset, c.Rule, now.Format("20060102-150405"))
	directory := filepath.Join("runs", name)
	for n := 2; ; n++ {
		if _, err := os.Stat(directory); errors.Is(err, fs.ErrNotExist) {
			return directory
		}
		directory = filepath.Join("runs", fmt.Sprintf("%s-%d", name, n))
	}
}
