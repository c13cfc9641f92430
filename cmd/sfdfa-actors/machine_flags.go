package main

import (
	"time"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/secrets"
	"sfdfa-actors/cmd/sfdfa-actors/internal/timers"
	"sfdfa-actors/internal/distributed"
	"sfdfa-actors/internal/runs"
)

// addEndpointFlags gives the command the flags that coordinator and workers have in
// common: where they listen, and whom they trust.
func addEndpointFlags(command *cobra.Command, s *distributed.Settings, tokenFile *string) {
	flags := command.Flags()
	flags.StringVar(&s.Advertise, "advertise", "", "`HOST:PORT` under which the other machines find this one, if that is not where it listens")
	flags.StringVar(&s.Security.Cert, "tls-cert", "", "PEM `file` with this machine's certificate; with it all connections are encrypted, and both sides show one")
	flags.StringVar(&s.Security.Key, "tls-key", "", "PEM `file` with the certificate's key")
	flags.StringVar(&s.Security.CA, "tls-ca", "", "PEM `file` with the authority that the certificates of all machines are from")
	flags.StringVar(tokenFile, "token-file", "", "`file` with a secret that a coordinator has to know for a worker to work for it")
	flags.StringVar(&s.Cluster, "cluster", "", "`name` of a cluster in which runs and workers find each other, in place of a list of workers")
	flags.StringSliceVar(&s.Hosts, "cluster-hosts", nil, "`HOST:PORT`s of the health pages of the cluster's workers, separated by commas; a run needs them, a worker does not")
	flags.BoolVar(&s.Security.Insecure, "insecure", false, "allow connections from other machines that are not encrypted: everybody on the network can read and change them")
}

// readSecrets reads the token, which is empty without a file, and looks who else may read it and the key.
func readSecrets(s *distributed.Security, tokenFile string) (err error) {
	if s.Key != "" {
		secrets.WarnIfShared("tls-key", s.Key)
	}
	s.Token, err = secrets.Token("token-file", tokenFile)
	return err
}

// machineFlags are the flags that spread a run over workers.
type machineFlags struct {
	command   *cobra.Command
	settings  distributed.Settings
	workers   []string
	least     int
	join      time.Duration
	restarts  int
	tokenFile string
	opened    *distributed.Coordinator
}

func addMachineFlags(command *cobra.Command) *machineFlags {
	f := &machineFlags{command: command, settings: distributed.DefaultSettings(), join: 30 * time.Second}
	flags := command.Flags()
	flags.StringSliceVar(&f.workers, "workers", nil, "spread the network over the workers at these `HOST:PORT`s, separated by commas; the results stay the same, bit for bit")
	flags.IntVar(&f.least, "min-workers", 0, "`workers` that are enough, if the others are not there; 0 asks for all; of a cluster the number to wait for")
	flags.DurationVar(&f.join, "join-timeout", f.join, "`time` that workers have to answer, at the start and after one was lost")
	flags.DurationVar(&f.settings.Patience, "worker-timeout", f.settings.Patience, "`time` of silence after which a worker counts as lost")
	flags.IntVar(&f.restarts, "max-restarts", 3, "`times` that the run goes back to its last checkpoint because a worker was lost")
	flags.StringVar(&f.settings.Listen, "listen", "", "`HOST:PORT` where the workers reach this process, port 0 for any (default an address in the workers' network)")
	addEndpointFlags(command, &f.settings, &f.tokenFile)
	return f
}

// open returns the workers that the command line asks for.
func (f *machineFlags) open() (m runs.Machines, err error) {
	if len(f.workers) == 0 && f.settings.Cluster == "" {
		for _, name := range []string{"min-workers", "join-timeout", "worker-timeout", "max-restarts", "listen", "advertise", "tls-cert", "tls-key", "tls-ca", "token-file", "insecure", "cluster-hosts"} {
			if f.command.Flags().Changed(name) {
				return m, usageError("--%s is given without --workers or --cluster, allowed: both, or none", name)
			}
		}
		return m, nil
	}
	if f.restarts < 0 || f.join <= 0 {
		return m, usageError("max-restarts is %d and join-timeout %v, allowed: 0 or more, and more than 0", f.restarts, f.join)
	}
	if err := distributed.CheckWorkers(f.workers); err != nil {
		return m, usageError("%w", err)
	}
	timers.LoosenWaiting(f.command.Context())
	if f.settings.Listen == "" {
		if f.settings.Listen, err = distributed.ListenFor(append(f.workers, f.settings.Hosts...)); err != nil {
			return m, err
		}
	}
	if err = readSecrets(&f.settings.Security, f.tokenFile); err != nil {
		return m, err
	}
	if err := f.settings.Validate(); err != nil {
		return m, usageError("%w", err)
	}
	if err := distributed.CheckWorkerCount(f.settings.Membership, f.workers, f.least); err != nil {
		return m, usageError("%w", err)
	}
	if f.opened, err = distributed.NewCoordinator(f.settings, runs.Identity(), f.workers, f.least, f.join); err != nil {
		return m, err
	}
	return runs.Machines{Coordinator: f.opened, Restarts: f.restarts}, nil
}

func (f *machineFlags) close() {
	if f.opened != nil {
		f.opened.Close()
	}
}
