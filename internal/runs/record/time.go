package record

import (
	"fmt"
	"path/filepath"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/hardware/timing"
)

// TimeFile is the file in a run directory with the time that hardware would take;
// docs/ENERGY.md describes it.
const TimeFile = "time.json"

// largestTime bounds what is read of a time.json, in bytes.
const largestTime = 1 << 20

// ReadTime reads the time in a run directory. The error is fs.ErrNotExist if there is none: the profile has no latencies, or
// nothing was tested.
func ReadTime(directory string) (*timing.Report, error) {
	r := &timing.Report{}
	if err := untrusted.JSON(filepath.Join(directory, TimeFile), largestTime, r); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return r, nil
}
