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
	"time"

	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
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

// ReadConfig reads the settings of the run in a directory.
func ReadConfig(directory string) (settings.Config, error) {
	path := filepath.Join(directory, ConfigFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
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
	made      bool     // the directory did not exist before
}

// AcceptDirectory refuses a directory that holds anything, so that no run is ever
// lost to another. Looking early saves building a network for nothing; New
// decides.
func AcceptDirectory(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return settings.Errorf("out: %w", err)
	}
	if len(entries) > 0 {
		return settings.Errorf("out is %s: %w; choose another", directory, ErrExists)
	}
	return nil
}

// New makes the run directory, or one named by data set, rule and time if
// there is no name.
func New(directory string, c *settings.Config) (*Record, error) {
	_, missing := os.Stat(directory)
	directory, err := NewDirectory(directory, c.Dataset+"-"+c.Rule)
	if err != nil {
		return nil, err
	}
	lock, err := LockDirectory(directory)
	if err != nil {
		return nil, err
	}
	r, err := claim(directory, c)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	r.lock, r.made = lock, missing != nil
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
		return nil, errors.Join(settings.Errorf("out: %w", err), metrics.Close())
	}
	return &Record{Directory: directory, metrics: metrics}, nil
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

// NewDirectory makes a directory, which may be there if it is empty, or one below
// runs that is named by name and time if there is none given.
func NewDirectory(directory, name string) (string, error) {
	if directory == "" {
		return makeDirectory(name, time.Now())
	}
	if err := AcceptDirectory(directory); err != nil {
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
	err := r.Close()
	if r.made {
		return errors.Join(err, os.RemoveAll(r.Directory))
	}
	return errors.Join(err, os.Remove(filepath.Join(r.Directory, ConfigFile)), os.Remove(filepath.Join(r.Directory, MetricsFile)))
}
