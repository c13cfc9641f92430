// Package freebench is the part of the command "bench" that lets a network run freely.
package freebench

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/bench/freeruns"
)

// Flags are those of free runs.
type Flags struct {
	study   freeruns.Study
	sizes   []string
	network *freeNetwork
}

// Add adds the flags to a command that has those of all settings, and lets --network name a network to run freely.
func Add(command *cobra.Command) *Flags {
	f := command.Flags()
	flags := &Flags{study: freeruns.Study{Seed: 1}, network: &freeNetwork{Value: f.Lookup("network").Value}}
	f.Lookup("network").Value = flags.network
	f.StringSliceVar(&flags.sizes, "sizes", []string{"10000x1000", "100000x100"}, "neurons x synapses of each, with --network balanced")
	f.DurationVar(&flags.study.Time, "time", 500*time.Millisecond, "biological time of each measurement, with --network balanced")
	return flags
}

// freeNetwork is the flag for a network, which may also name one to run freely.
type freeNetwork struct {
	pflag.Value
	isFree bool
}

// Set implements pflag.Value.
func (n *freeNetwork) Set(text string) error {
	if n.isFree = text == "balanced"; n.isFree {
		return nil
	}
	return n.Value.Set(text)
}

// AreFree reports whether a network is to run freely.
func (f *Flags) AreFree() bool { return f.network.isFree }

// usualRounds is their number where none is given.
const usualRounds = 3

// Run measures the network in its sizes.
func (f *Flags) Run(cmd *cobra.Command, rounds int, asJSON bool) (err error) {
	s := f.study
	s.Rounds = rounds
	if !cmd.Flags().Changed("rounds") {
		s.Rounds = usualRounds
	}
	if s.Procs, err = strconv.Atoi(cmd.Flags().Lookup("procs").Value.String()); err != nil || s.Procs == 0 {
		s.Procs = runtime.GOMAXPROCS(0)
	}
	if s.Rounds < 1 || s.Time <= 0 || s.Procs < 1 {
		return settings.Errorf("rounds is %d, time is %v and procs is %d, allowed: 1 or more, above 0, and 0 or more", s.Rounds, s.Time, s.Procs)
	}
	for _, text := range f.sizes {
		size, err := freeruns.ParseSize(text)
		if err != nil {
			return settings.Errorf("%w", err)
		}
		s.Sizes = append(s.Sizes, size)
	}
	s.Progress = func(done, rounds int) { fmt.Fprintf(cmd.ErrOrStderr(), "round %d/%d\n", done, rounds) }
	report, err := s.Run(cmd.Context())
	if err != nil {
		return err
	}
	return output.Show(cmd.OutOrStdout(), asJSON, schema.FreeRuns, report, func(w io.Writer, r *freeruns.Report) error { return r.Print(w) })
}
