// Package storedrun has the command that shows a run from its files, as a run shows itself while it goes on.
package storedrun

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/pageflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/internal/page"
	"sfdfa-actors/internal/settings"
)

var _ page.Run = (*stored)(nil)

// refreshed is how often the files are looked at.
const refreshed = time.Second

// NewCommand returns the command "page", which shows a run on a page.
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "page [DIR] [flags]",
		Short: "Show a run in a browser, from its files",
		Long: `Show the run in DIR on a page, as "run --page" shows a run while it goes on: accuracy and loss,
what was sent and for what, the mesh, and an estimate of energy. A run that goes on in another
process is read again as its files change. Nothing in DIR changes. Ctrl-C ends it.`,
	}
	pages := pageflags.AddListening(command)
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		r, err := open(arguments[0])
		if err != nil {
			return err
		}
		ctx, shown, err := pages.Open(cmd.Context())
		if err != nil {
			return err
		}
		if shown == nil {
			return settings.Errorf("listen is empty, allowed: HOST:PORT, as in 127.0.0.1:0")
		}
		defer shown.Close()
		shown.Board.Add(r)
		return r.follow(ctx)
	}
	rundirs.AcceptOne(command)
	return command
}

// follow reads the files again and again until the context ends.
func (r *stored) follow(ctx context.Context) error {
	again := time.NewTicker(refreshed)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil // which is how it is meant to end
		case <-again.C:
			if err := r.refresh(); err != nil {
				return err
			}
		}
	}
}
