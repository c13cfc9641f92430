package main

import (
	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/runs"
)

// addScheduleFlags gives the command the flags that say when checkpoints are
// written, and when to stop.
func addScheduleFlags(command *cobra.Command) *runs.Schedule {
	s := runs.DefaultSchedule()
	flags := command.Flags()
	flags.IntVar(&s.Every, "checkpoint-every", s.Every, "`batches` from one checkpoint to the next; 0 writes them by the clock, at the end and on Ctrl-C only")
	flags.Float64Var(&s.Minutes, "checkpoint-minutes", s.Minutes, "`minutes` after which a checkpoint is due; 0 never asks the clock")
	flags.IntVar(&s.Keep, "checkpoint-keep", s.Keep, "newest `checkpoints` that are kept")
	flags.Var(settingflags.Size(&s.Limits.Memory), "max-memory",
		"stop when more memory than this is in use, as in 4GiB or 500MB, and refuse at once what would not fit")
	flags.Var(settingflags.Time(&s.Limits.Time), "time-limit",
		"stop after this time, as in 90m or 1h30m; a resumed run starts counting anew")
	return &s
}
