package export

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"sfdfa-actors/cmd/sfdfa-actors/internal/export/sanafe"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Names of the files for SANA-FE.
const (
	architectureFile = "arch.yaml"
	networkFile      = "snn.yaml"
)

// clocked says what a program with a clock is given.
type clocked struct {
	timestep float64 // s
	profile  string
	sample   int // of the test part, whose input is written, or -1
}

// check returns a ConfigError for what can't be.
func (c *clocked) check(duration float64) error {
	switch {
	case !(c.timestep >= 1e-6 && c.timestep <= duration):
		return settings.Errorf("sanafe-dt is %v s, allowed: from 1e-6 to %v, the end of a sample", c.timestep, duration)
	case c.sample < -1:
		return settings.Errorf("sample is %d, allowed: 0 or more", c.sample)
	}
	return nil
}

// writeSANAFE writes an architecture and a network into a directory.
func writeSANAFE(trained *runs.Trained, o *options) error {
	c := &o.clocked
	if err := c.check(trained.Config.Duration); err != nil {
		return err
	}
	profile, err := energy.Open(c.profile)
	if errors.Is(err, energy.ErrProfile) {
		return &settings.ConfigError{Err: err}
	}
	if err != nil {
		return err
	}
	n := &sanafe.Network{Net: trained.Network(), States: trained, Timestep: c.timestep}
	if n.Placement, err = trained.Placement(); err != nil {
		return err
	}
	if c.sample >= 0 {
		if n.Spikes, err = inputOf(trained, c.sample); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(o.out, architectureFile), func(w io.Writer) error {
		return sanafe.WriteArchitecture(w, n.Net, n.Placement, profile)
	}); err != nil {
		return err
	}
	return writeWhole(filepath.Join(o.out, networkFile), n.Write)
}

// inputOf is the input of a test sample. There may be no spike in it.
func inputOf(trained *runs.Trained, sample int) ([]messages.Spike, error) {
	dataset, err := runs.OpenData(&trained.Config)
	if err != nil {
		return nil, err
	}
	if last := dataset.Test.Len() - 1; sample > last {
		return nil, settings.Errorf("sample is %d, allowed: from 0 to %d, the last test sample", sample, last)
	}
	return dataset.Test.AppendSpikes([]messages.Spike{}, sample), nil
}

// writeWhole writes a file whole or not at all.
func writeWhole(path string, write func(io.Writer) error) error {
	file, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer file.Abandon() // after a good end there is nothing left to remove
	if err := write(file); err != nil {
		return err
	}
	return file.Commit()
}
