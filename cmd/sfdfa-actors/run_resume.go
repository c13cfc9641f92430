package main

import (
	"fmt"
	"reflect"
	"time"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/settings"
)

// addScheduleFlags gives the command the flags that say when checkpoints are
// written, and when to stop.
func addScheduleFlags(command *cobra.Command) *runs.Schedule {
	s := runs.DefaultSchedule()
	flags := command.Flags()
	flags.IntVar(&s.Every, "checkpoint-every", s.Every, "`batches` from one checkpoint to the next; 0 writes them by the clock, at the end and on Ctrl-C only")
	flags.Float64Var(&s.Minutes, "checkpoint-minutes", s.Minutes, "`minutes` after which a checkpoint is due; 0 never asks the clock")
	flags.IntVar(&s.Keep, "checkpoint-keep", s.Keep, "newest `checkpoints` that are kept")
	flags.Var(&parsed[runs.Size]{&s.Limits.Memory, "size", runs.ParseSize}, "max-memory",
		"stop when more memory than this is in use, as in 4GiB or 500MB, and refuse at once what would not fit")
	flags.Var(&parsed[time.Duration]{&s.Limits.Time, "time", runs.ParseTime}, "time-limit",
		"stop after this time, as in 90m or 1h30m; a resumed run starts counting anew")
	return &s
}

// parsed is a flag with a value of its own syntax; without one it is 0.
type parsed[T ~int64 | ~uint64] struct {
	value *T
	kind  string
	parse func(string) (T, error)
}

// Set implements pflag.Value.
func (p *parsed[T]) Set(text string) (err error) {
	*p.value, err = p.parse(text)
	return err
}

// String implements pflag.Value.
func (p *parsed[T]) String() string {
	if p.value == nil || *p.value == 0 {
		return ""
	}
	return fmt.Sprint(*p.value)
}

// Type implements pflag.Value.
func (p *parsed[T]) Type() string { return p.kind }

// agreeWith refuses flags that contradict the settings of the run in a directory:
// a resumed run keeps those that it has.
func (f *settingFlags) agreeWith(directory string) error {
	for _, name := range []string{"out", "config"} {
		if f.command.Flags().Changed(name) {
			return usageError("--%s is given with --resume, allowed: one of them, since %s has its own record and settings", name, directory)
		}
	}
	c, err := runs.ReadConfig(directory)
	if err != nil {
		return err
	}
	given := settings.Of(&f.given)
	for i, setting := range settings.Of(&c) {
		if !f.command.Flags().Changed(setting.Name) {
			continue
		}
		asked, has := reflect.ValueOf(given[i].Value).Elem(), reflect.ValueOf(setting.Value).Elem()
		if !reflect.DeepEqual(asked.Interface(), has.Interface()) {
			return usageError("%s is %v, allowed: %v, as the run in %s has it; a resumed run keeps its settings", setting.Name, asked, has, directory)
		}
	}
	return nil
}
