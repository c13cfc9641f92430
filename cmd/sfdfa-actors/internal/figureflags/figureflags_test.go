package figureflags

import (
	"errors"
	"testing"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/settings"
)

// A picture keeps the command as one types it, without flags that nobody sees in it.
func TestTheCommandIsKept(t *testing.T) {
	for _, test := range []struct {
		arguments []string
		want      string
	}{
		{nil, "report"},
		{[]string{"a b", "--layers=20,30", "--quiet", "--name", "it's", "--shuffle", "--style", "paper"}, `report 'a b' --layers 20,30 --name 'it'\''s' --shuffle`},
	} {
		command := &cobra.Command{Use: "report [DIR]", RunE: func(*cobra.Command, []string) error { return nil }}
		command.Flags().IntSlice("layers", nil, "")
		command.Flags().Bool("quiet", false, "")
		command.Flags().Bool("shuffle", false, "")
		command.Flags().String("name", "", "")
		flags := Add(command, "svg")
		if err := command.ParseFlags(test.arguments); err != nil {
			t.Fatal(err)
		}
		form, err := flags.Resolve(command.Flags().Args())
		if err != nil || form.Command != test.want {
			t.Errorf("%v: %s, error %v", test.arguments, form.Command, err)
		}
	}
}

func TestFormsThatThereAreNot(t *testing.T) {
	for _, given := range []string{"--figures=gif", "--style=poster"} {
		command := &cobra.Command{Use: "report"}
		flags := Add(command, "svg")
		if err := command.ParseFlags([]string{given}); err != nil {
			t.Fatal(err)
		}
		if _, err := flags.Resolve(nil); !errors.As(err, new(*settings.ConfigError)) {
			t.Errorf("%s: error %v", given, err)
		}
	}
}
