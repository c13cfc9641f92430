// Package pageflags has the flags with which a command shows its runs on a page while they go on.
package pageflags

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/secrets"
	"sfdfa-actors/internal/page"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
)

// Names are the flags of a page.
var Names = []string{"page", "page-tls-cert", "page-tls-key", "page-token-file"}

// Flags are what the command line says of a page.
type Flags struct {
	command   *cobra.Command
	settings  page.Settings
	tokenFile string
}

// Add gives the command the flags of a page.
func Add(command *cobra.Command) *Flags {
	f := &Flags{command: command}
	flags := command.Flags()
	flags.StringVar(&f.settings.Listen, "page", "", "show the run on a page at this `HOST:PORT` while it goes on, as in 127.0.0.1:0; changes nothing in the results")
	f.addSecurity()
	return f
}

// AddListening gives a command that is for a page alone its flags.
func AddListening(command *cobra.Command) *Flags {
	f := &Flags{command: command}
	command.Flags().StringVar(&f.settings.Listen, "listen", "127.0.0.1:0", "`HOST:PORT` of the page; port 0 is any")
	f.addSecurity()
	return f
}

func (f *Flags) addSecurity() {
	flags := f.command.Flags()
	flags.StringVar(&f.settings.Cert, "page-tls-cert", "", "PEM `file` with a certificate for the page, which other machines may read then")
	flags.StringVar(&f.settings.Key, "page-tls-key", "", "PEM `file` with the certificate's key")
	flags.StringVar(&f.tokenFile, "page-token-file", "", "`file` with a secret that readers of the page have to know")
}

// Page is an open page, or nil for none.
type Page struct {
	Board  page.Board
	server *page.Server
	stop   context.CancelFunc
}

// Open opens the page that the flags ask for, and says where it is. The context ends when somebody stops the run from
// the page. Without such flags the page is nil.
func (f *Flags) Open(ctx context.Context) (context.Context, *Page, error) {
	if f.settings.Listen == "" {
		for _, name := range Names {
			if f.command.Flags().Changed(name) {
				return ctx, nil, settings.Errorf("--%s is given without --page, allowed: both, or none", name)
			}
		}
		return ctx, nil, nil
	}
	var err error
	if f.settings.Key != "" {
		secrets.WarnIfShared("page-tls-key", f.settings.Key)
	}
	if f.settings.Token, err = secrets.Token("page-token-file", f.tokenFile); err != nil {
		return ctx, nil, err
	}
	p := &Page{}
	if p.server, err = page.Open(f.settings, &p.Board); err != nil {
		return ctx, nil, &settings.ConfigError{Err: err}
	}
	fmt.Fprintln(f.command.ErrOrStderr(), "page:", p.server.URL)
	ctx, p.stop = context.WithCancel(ctx)
	return ctx, p, nil
}

// Watch puts a run with a name on the page, and returns its watch, which is nil without a page.
func (p *Page) Watch(name string) *watch.Watch {
	if p == nil {
		return nil
	}
	w := watch.New(name, p.stop)
	p.Board.Add(w)
	return w
}

// Close closes the page.
func (p *Page) Close() {
	if p != nil {
		_ = p.server.Close() // its readers see that it is gone
		p.stop()
	}
}
