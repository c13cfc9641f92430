package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/settings"
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
	size      int64    // of what is in metrics
	checksum  uint32   // of what is in metrics, CRC-32
	lock      *os.File // held as long as the run writes
}

// checkDirectory refuses a directory that holds anything, so that no run is ever
// lost to another. Looking early saves building a network for nothing; newRecord
// decides.
func checkDirectory(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return settings.Errorf("out: %w", err)
	}
	if len(entries) > 0 {
		return settings.Errorf("out is %s: %w; choose another", directory, ErrExists)
	}
	return nil
}

// newRecord makes the run directory, or one named by data set, rule and time if
// there is no name.
func newRecord(directory string, c *settings.Config) (*record, error) {
	directory, err := NewDirectory(directory, c.Dataset+"-"+c.Rule)
	if err != nil {
		return nil, err
	}
	lock, err := lockDirectory(directory)
	if err != nil {
		return nil, err
	}
	r, err := claim(directory, c)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	r.lock = lock
	return r, nil
}

// claim starts the record's files in a directory that has none.
func claim(directory string, c *settings.Config) (*record, error) {
	text, err := c.Encode()
	if err != nil {
		return nil, err
	}
	// Of two runs that want the same directory, the one that makes this file
	// has it.
	metrics, err := os.OpenFile(filepath.Join(directory, MetricsFile), os.O_CREATE|os.O_EXCL|os.O_RDWR|os.O_APPEND, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, settings.Errorf("out is %s: %w; choose another", directory, ErrExists)
	}
	if err != nil {
		return nil, settings.Errorf("out: %w", err)
	}
	if err := atomicfile.Write(filepath.Join(directory, ConfigFile), text); err != nil {
		return nil, errors.Join(settings.Errorf("out: %w", err), metrics.Close())
	}
	return &record{directory: directory, metrics: metrics}, nil
}

// continueRecord takes up the record in a directory that is locked. Its metrics
// become lines: what a run that was killed wrote after its checkpoint is written
// again. The summary of the part before goes: there is none of a run under way.
func continueRecord(directory string, lock *os.File, lines []byte) (*record, error) {
	if err := atomicfile.Clean(directory); err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	if err := os.Remove(filepath.Join(directory, SummaryFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("runs: %w", err)
	}
	path := filepath.Join(directory, MetricsFile)
	if err := atomicfile.Write(path, lines); err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	metrics, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	return &record{directory: directory, metrics: metrics, size: int64(len(lines)), checksum: crc32.ChecksumIEEE(lines), lock: lock}, nil
}

// NewDirectory makes a directory, which may be there if it is empty, or one below
// runs that is named by name and time if there is none given.
func NewDirectory(directory, name string) (string, error) {
	if directory == "" {
		return makeDirectory(name, time.Now())
	}
	if err := checkDirectory(directory); err != nil {
		return "", err
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return "", settings.Errorf("out: %w", err)
	}
	return directory, nil
}

// makeDirectory makes a new directory below runs.
func makeDirectory(name string, now time.Time) (string, error) {
	if err := os.MkdirAll("runs", 0o755); err != nil {
		return "", settings.Errorf("out: %w", err)
	}
	name = filepath.Join("runs", name+"-"+now.Format("20060102-150405"))
	directory := name
	for n := 2; ; n++ {
		err := os.Mkdir(directory, 0o755)
		if err == nil {
			return directory, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", settings.Errorf("out: %w", err)
		}
		directory = fmt.Sprintf("%s-%d", name, n)
	}
}

// epoch appends one line to the metrics.
func (r *record) epoch(m *Metrics) error {
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	line = append(line, '\n')
	if _, err := r.metrics.Write(line); err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	r.size, r.checksum = r.size+int64(len(line)), crc32.Update(r.checksum, crc32.IEEETable, line)
	return r.inPlace()
}

// lines hands what is in the metrics to read, piece by piece, so that none of it is
// kept in memory. It is an error if that is not what was written.
func (r *record) lines(read func(lines io.Reader) error) error {
	checksum := crc32.NewIEEE()
	if err := read(io.TeeReader(io.NewSectionReader(r.metrics, 0, r.size), checksum)); err != nil {
		return err
	}
	if checksum.Sum32() != r.checksum {
		return fmt.Errorf("%s was changed while the run was going on", r.metrics.Name())
	}
	return nil
}

// inPlace reports whether what was written can still be found: a file that was
// removed takes lines without an error.
func (r *record) inPlace() error {
	written, err := r.metrics.Stat()
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	found, err := os.Stat(r.metrics.Name())
	if err != nil || !os.SameFile(written, found) {
		return fmt.Errorf("runs: %s was removed while the run was going on", r.metrics.Name())
	}
	return nil
}

// summary writes the summary, whole or not at all.
func (r *record) summary(s *Summary) error {
	return r.object(SummaryFile, s)
}

// object writes a file of one JSON object, whole or not at all.
func (r *record) object(name string, object any) error {
	text, err := json.MarshalIndent(object, "", "  ")
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	if err := atomicfile.Write(filepath.Join(r.directory, name), append(text, '\n')); err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	return nil
}

func (r *record) close() error { return errors.Join(r.metrics.Close(), r.lock.Close()) }
