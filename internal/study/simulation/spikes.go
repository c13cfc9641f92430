package simulation

import (
	"archive/zip"
	"io"

	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/messages"
)

// Spikes are the first of a run, up to a number, for a file.
type Spikes struct {
	Most        int   // spikes to keep, of all populations
	Omitted     int64 // that were more
	populations [][]messages.Spike
	kept        int
}

// Add keeps spikes of a population.
func (s *Spikes) Add(population int, spikes []messages.Spike) {
	for population >= len(s.populations) {
		s.populations = append(s.populations, nil)
	}
	room := min(len(spikes), s.Most-s.kept)
	s.populations[population] = append(s.populations[population], spikes[:room]...)
	s.kept += room
	s.Omitted += int64(len(spikes) - room)
}

// Write writes an npz file with two arrays for each population by its name: NAME_times in seconds and NAME_neurons,
// in order of time. names are those of all populations but the input.
func (s *Spikes) Write(w io.Writer, names []string) error {
	file := npz.NewWriter(w, zip.Deflate)
	for p, name := range names {
		var spikes []messages.Spike
		if p+1 < len(s.populations) {
			spikes = s.populations[p+1]
		}
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
