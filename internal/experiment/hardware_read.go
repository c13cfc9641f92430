package experiment

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ReadTraffic reads the traffic of the run in a directory. A run that has written
// none yet is a ConfigError.
func ReadTraffic(directory string) (*Traffic, error) {
	path := filepath.Join(directory, TrafficFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, configError("%s holds no %s: it is written when a run ends or is interrupted", directory, TrafficFile)
	}
	if err != nil {
		return nil, fmt.Errorf("experiment: %w", err)
	}
	t := &Traffic{}
	if err := json.Unmarshal(text, t); err != nil {
		return nil, fmt.Errorf("experiment: %s: %w", path, err)
	}
	return t, nil
}
