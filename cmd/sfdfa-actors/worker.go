package main

import (
	"log/slog"
	"runtime"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/timers"
	"sfdfa-actors/internal/distributed"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
)

// newWorkerCommand returns the command "worker", which lends this machine to runs on
// others.
func newWorkerCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "worker --listen HOST:PORT",
		Short: "Lend this machine to runs that are spread over several",
		Long: `Wait for a run that names this worker, "sfdfa-actors run --workers HOST:PORT,…",
build its part of the network, and work for it until it ends; then wait for the
next. A worker works for one run at a time, keeps nothing of it, and needs no data.

Only processes of this machine are let in, unless connections are encrypted
(--tls-cert, --tls-key, --tls-ca) or --insecure says that others may be.

The first Ctrl-C tells the run that this worker is lost, and ends it.`,
		Args: cobra.NoArgs,
	}
	settings := distributed.DefaultSettings()
	var tokenFile string
	var procs, maxNeurons int
	var within limits.Limits
	flags := command.Flags()
	flags.StringVar(&settings.Listen, "listen", "127.0.0.1:7607", "`HOST:PORT` to listen on; port 0 is any")
	flags.IntVar(&procs, "procs", 0, "CPU `cores` to use; 0 uses all")
	flags.IntVar(&maxNeurons, "max-neurons", 0, "refuse parts of a network with more `neurons`; 0 does not")
	flags.Var(settingflags.Size(&within.Memory), "max-memory",
		"refuse parts of a network that are estimated to need more memory, as in 4GiB, and give up those that do (default: refuse what the machine does not have, on Linux)")
	flags.IntVar(&settings.Port, "cluster-port", settings.Port, "`port` of this worker's health page in a cluster, on the host of --listen; it is open to all who reach it")
	addEndpointFlags(command, &settings, &tokenFile)
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		if procs < 0 || maxNeurons < 0 {
			return usageError("procs is %d and max-neurons %d, allowed: 0 or more", procs, maxNeurons)
		}
		if procs == 1 || runtime.GOMAXPROCS(0) == 1 {
			timers.LoosenWaiting(cmd.Context())
		}
		if err := readSecrets(&settings.Security, tokenFile); err != nil {
			return err
		}
		if err := settings.Validate(); err != nil {
			return usageError("%w", err)
		}
		worker, err := distributed.NewWorker(settings, runs.Identity(), runs.NetworkBuilder(within, procs), maxNeurons)
		if err != nil {
			return err
		}
		slog.Info("waiting for a coordinator", "address", worker.Address())
		worker.Serve(cmd.Context())
		return nil
	}
	return command
}
