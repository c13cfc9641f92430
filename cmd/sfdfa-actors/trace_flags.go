package main

import (
	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/hardware/trace"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
)

// traceFlags are the flags that say what is traced.
type traceFlags struct {
	command *cobra.Command
	kinds   string
	file    string
	limit   limits.Size
	events  int64
}

// addTraceFlags gives the command the flags of a trace; where says where its file
// goes without --trace-file.
func addTraceFlags(command *cobra.Command, where string) *traceFlags {
	f := &traceFlags{command: command, limit: 1e9}
	flags := command.Flags()
	flags.StringVar(&f.kinds, "trace", "", "write down every event of these `kinds`: spikes, packets, messages (packets as in SANA-FE's messages.csv), and potentials=POPULATION:INDEX,POPULATION:FIRST-LAST of chosen neurons, separated by commas")
	flags.StringVar(&f.file, "trace-file", "", "`file` of the trace, new, compressed if it ends in .gz, in Parquet if it ends in .parquet; messages go beside it"+where)
	flags.Var(settingflags.Size(&f.limit), "trace-limit",
		"size of a file before compression, as in 500MB, at which the trace ends and the run goes on")
	flags.Int64Var(&f.events, "trace-events", 0, "`events` of a file after which the trace ends; 0 is no bound")
	settingflags.CompleteList(command, "trace", string(trace.Spikes), string(trace.Packets), string(trace.Messages), string(trace.Potentials)+"=")
	return f
}

// resolve returns the trace that the command line asks for.
func (f *traceFlags) resolve() (t runs.Trace, err error) {
	if !f.command.Flags().Changed("trace") {
		for _, name := range []string{"trace-file", "trace-limit", "trace-events"} {
			if f.command.Flags().Changed(name) {
				return t, usageError("--%s is given without --trace, allowed: both, or none", name)
			}
		}
		return t, nil
	}
	t.File, t.Bytes, t.Events = f.file, int64(f.limit), f.events
	if t.Kinds, t.Neurons, err = trace.ParseKinds(f.kinds); err != nil {
		return t, &settings.ConfigError{Err: err}
	}
	return t, nil
}
