package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/settings"
)

// largestTraffic bounds what is read of a traffic.json; an epoch takes some
// hundred bytes.
const largestTraffic = 64 << 20

// ReadTraffic reads the traffic of the run in a directory. A run that has written
// none yet is a ConfigError.
func ReadTraffic(directory string) (*Traffic, error) {
	path := filepath.Join(directory, TrafficFile)
	t := &Traffic{}
	err := untrusted.JSON(path, largestTraffic, t)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("%s holds no %s: it is written when a run ends or is interrupted", directory, TrafficFile)
	}
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	return t, nil
}
