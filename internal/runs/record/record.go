package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/settings"
)

// Names of the files in a run directory.
const (
	ConfigFile      = "config.yaml"      // resolved settings; replays the run
	MetricsFile     = "metrics.jsonl"    // one object an epoch
	CalibrationFile = "calibration.json" // what settings were chosen from, if some were
	SummaryFile     = "summary.json"     // written at the end
	NetworkFile     = "network.npz"      // final weights and feedback weights
)

// FreeRunFile is the file of a run without samples or learning: what it came to.
const FreeRunFile = "simulation.json"

// ErrExists means that a run directory holds something already.
var ErrExists = errors.New("run directory exists and is not empty")

// ReadConfig reads the settings of the run in a directory.
func ReadConfig(directory string) (settings.Config, error) {
	path := filepath.Join(directory, ConfigFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(directory, FreeRunFile)); err == nil {
			return settings.Config{}, settings.Errorf("%s holds a free run, allowed: one with samples; report.html there shows it", directory)
		}
		return settings.Config{}, settings.Errorf("%s holds no run: it has no %s", directory, ConfigFile)
	}
	return settings.RecordDefaults.Resolve(path, func(*settings.Config) error { return nil })
}

// Record writes a run directory.
type Record struct {
	Directory string
	metrics   *os.File
	Size      int64    // of what is in metrics
	checksum  uint32   // of what is in metrics, CRC-32
	lock      *os.File // held as long as the run writes
	undo      func()   // removes what was made of the directory, if it is empty
}

// New makes the run directory, or one named by data set, rule and time if
// there is no name.
func New(directory string, c *settings.Config) (*Record, error) {
	directory, undo, err := NewDirectory(directory, c.Dataset+"-"+c.Rule)
	if err != nil {
		return nil, err
	}
	lock, err := LockDirectory(directory)
	if err != nil {
		undo()
		return nil, err
	}
	r, err := claim(directory, c)
	if err != nil {
		err = errors.Join(err, lock.Close())
		undo()
		return nil, err
	}
	r.lock, r.undo = lock, undo
	return r, nil
}

// claim starts the record's files in a directory that has none.
func claim(directory string, c *settings.Config) (*Record, error) {
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
		return nil, errors.Join(settings.Errorf("out: %w", err), metrics.Close(), os.Remove(metrics.Name()))
	}
	return &Record{Directory: directory, metrics: metrics}, nil
}

// HasSettings reports whether a run has written its settings into a directory. What a run leaves that was killed before
// that, it removes as far as it can.
func HasSettings(directory string) bool {
	if _, err := os.Lstat(filepath.Join(directory, ConfigFile)); !errors.Is(err, fs.ErrNotExist) {
		return true
	}
	path := filepath.Join(directory, MetricsFile)
	if info, err := os.Lstat(path); err == nil && info.Size() == 0 {
		_ = errors.Join(atomicfile.Clean(directory), os.Remove(path)) // whoever begins a run there finds out
	}
	return false
}

// Continue goes on with the record in a directory that is locked. Its metrics
// become lines: what a run that was killed wrote after its checkpoint is written
// again. The summary of the part before goes: there is none of a run under way.
func Continue(directory string, lock *os.File, lines []byte) (*Record, error) {
	if err := atomicfile.Clean(directory); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	if err := os.Remove(filepath.Join(directory, SummaryFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("record: %w", err)
	}
	path := filepath.Join(directory, MetricsFile)
	if err := atomicfile.Write(path, lines); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	metrics, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return &Record{Directory: directory, metrics: metrics, Size: int64(len(lines)), checksum: crc32.ChecksumIEEE(lines), lock: lock}, nil
}

// AddEpoch appends one line to the metrics.
func (r *Record) AddEpoch(m *Metrics) error {
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	line = append(line, '\n')
	if _, err := r.metrics.Write(line); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	r.Size, r.checksum = r.Size+int64(len(line)), crc32.Update(r.checksum, crc32.IEEETable, line)
	return r.inPlace()
}

// Lines hands what is in the metrics to read, piece by piece, so that none of it is
// kept in memory. It is an error if that is not what was written.
func (r *Record) Lines(read func(lines io.Reader) error) error {
	checksum := crc32.NewIEEE()
	if err := read(io.TeeReader(io.NewSectionReader(r.metrics, 0, r.Size), checksum)); err != nil {
		return err
	}
	if checksum.Sum32() != r.checksum {
		return fmt.Errorf("%s was changed while the run was going on", r.metrics.Name())
	}
	return nil
}

// inPlace reports whether what was written can still be found: a file that was
// removed takes lines without an error.
func (r *Record) inPlace() error {
	written, err := r.metrics.Stat()
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	found, err := os.Stat(r.metrics.Name())
	if err != nil || !os.SameFile(written, found) {
		return fmt.Errorf("record: %s was removed while the run was going on", r.metrics.Name())
	}
	return nil
}

// WriteSummary writes the summary, whole or not at all.
func (r *Record) WriteSummary(s *Summary) error {
	return r.WriteObject(SummaryFile, schema.Run, s)
}

// WriteObject writes a file of one JSON object, whole or not at all.
func (r *Record) WriteObject(name string, kind schema.Name, object any) error {
	text, err := kind.File(object)
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if err := atomicfile.Write(filepath.Join(r.Directory, name), text); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

// Close closes the record and gives up its lock.
func (r *Record) Close() error { return errors.Join(r.metrics.Close(), r.lock.Close()) }

// Discard takes a record back that New has made and nothing was written to.
func (r *Record) Discard() error {
	err := errors.Join(r.Close(), os.Remove(filepath.Join(r.Directory, ConfigFile)), os.Remove(filepath.Join(r.Directory, MetricsFile)))
	r.undo()
	return err
}
