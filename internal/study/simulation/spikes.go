package simulation

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"

	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/messages"
)

// Spikes are the first of a run, up to a number, in a file as long as the run lasts: so a run that is resumed has
// them too.
type Spikes struct {
	file    *os.File
	buffer  *bufio.Writer
	most    int64
	Kept    int64 // spikes in the file
	Omitted int64 // that were more
	err     error // of the first write that failed
}

// recordSize is the number of bytes of a spike in the file: its population, its neuron, and its time.
const recordSize = 16

// OpenSpikes opens the file at a path with the first spikes that it has, which may be none, for up to most. It is made if
// it is not there.
func OpenSpikes(path string, kept, omitted, most int64) (*Spikes, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil && size < kept*recordSize {
		err = fmt.Errorf("simulation: %s has %d bytes, must have %d", path, size, kept*recordSize)
	}
	if err == nil {
		err = file.Truncate(kept * recordSize)
	}
	if err == nil {
		_, err = file.Seek(kept*recordSize, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return &Spikes{file: file, buffer: bufio.NewWriterSize(file, 1<<16), most: most, Kept: kept, Omitted: omitted}, nil
}

// Add keeps spikes of a population. Its error is Flush's.
func (s *Spikes) Add(population int, spikes []messages.Spike) {
	room := min(int64(len(spikes)), s.most-s.Kept)
	var record [recordSize]byte
	for i := range spikes[:room] {
		binary.LittleEndian.PutUint32(record[:], uint32(population))
		binary.LittleEndian.PutUint32(record[4:], uint32(spikes[i].Source))
		binary.LittleEndian.PutUint64(record[8:], math.Float64bits(spikes[i].Time))
		if _, err := s.buffer.Write(record[:]); err != nil && s.err == nil {
			s.err = err
		}
	}
	s.Kept += room
	s.Omitted += int64(len(spikes)) - room
}

// Flush makes sure that the file has all.
func (s *Spikes) Flush() error {
	if s.err != nil {
		return s.err
	}
	if err := s.buffer.Flush(); err != nil {
		return err
	}
	return s.file.Sync()
}

// Close closes the file.
func (s *Spikes) Close() error { return s.file.Close() }

// read returns the spikes by population.
func (s *Spikes) read(populations int) ([][]messages.Spike, error) {
	if err := s.Flush(); err != nil {
		return nil, err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	all := make([][]messages.Spike, populations)
	r := bufio.NewReaderSize(s.file, 1<<16)
	var record [recordSize]byte
	for range s.Kept {
		if _, err := io.ReadFull(r, record[:]); err != nil {
			return nil, err
		}
		population := int(binary.LittleEndian.Uint32(record[:]))
		if population >= populations {
			return nil, fmt.Errorf("simulation: a spike is of population %d, must be up to %d", population, populations-1)
		}
		all[population] = append(all[population], messages.Spike{
			Source: int32(binary.LittleEndian.Uint32(record[4:])), Time: math.Float64frombits(binary.LittleEndian.Uint64(record[8:])),
		})
	}
	return all, nil
}

// Write writes an npz file with two arrays for each population by its name: NAME_times in seconds and NAME_neurons,
// in order of time. names are those of all populations but the input.
func (s *Spikes) Write(w io.Writer, names []string) error {
	all, err := s.read(len(names) + 1)
	if err != nil {
		return err
	}
	file := npz.NewWriter(w, zip.Deflate)
	for p, name := range names {
		spikes := all[p+1]
		err := file.Array(name+"_times", "<f8", []int{len(spikes)}, func(v *npz.Values) error {
			for i := range spikes {
				v.Float(spikes[i].Time)
			}
			return nil
		})
		if err != nil {
			return err
		}
		err = file.Array(name+"_neurons", "<i4", []int{len(spikes)}, func(v *npz.Values) error {
			for i := range spikes {
				v.Integer(int64(spikes[i].Source))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return file.Close()
}
