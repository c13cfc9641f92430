package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/internal/study/paper"
)

// newFigureCommand returns the command "figure" with a subcommand for each figure
// of the paper.
func newFigureCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "figure NUMBER [flags]",
		Short: "Make a figure of the paper",
		Long: `Make a figure of the paper: a picture, as SVG and PNG unless --figures says otherwise, and
its numbers as CSV.

` + paper.List() + `
Figures 1 to 3 are calculated in a moment. The others train networks, with the
paper's settings unless flags say otherwise; --epochs and --train-limit make it
short. "figure NUMBER --help" lists the flags.`,
		Args: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return nil
			}
			if _, err := paper.FigureByName(arguments[0]); err != nil {
				return fmt.Errorf("%w%s", err, spelling.Hint(arguments[0], []string{"list"}))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(newFigureListCommand())
	for i := range paper.Figures {
		f := &paper.Figures[i]
		subcommand := &cobra.Command{
			Use:   strconv.Itoa(f.Number) + " [flags]",
			Short: f.Shows,
			Args:  cobra.NoArgs,
		}
		out := subcommand.Flags().String("out", "", fmt.Sprintf("`directory` for the files, new or empty (default runs/%s-TIME)", f.Name()))
		figures := figureflags.Add(subcommand, "svg", "png")
		if f.Trained != nil {
			bindTrained(subcommand, f, out, figures)
		} else {
			bindCalculated(subcommand, f, out, figures)
		}
		command.AddCommand(subcommand)
	}
	return command
}

func newFigureListCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "list",
		Short: "List the figures",
		Args:  cobra.NoArgs,
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of lines")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		if !*asJSON {
			_, err := io.WriteString(output.Wrap(cmd.OutOrStdout()), paper.List())
			return err
		}
		type listed struct {
			Figure int    `json:"figure"`
			Shows  string `json:"shows"`
		}
		figures := make([]listed, len(paper.Figures))
		for i := range paper.Figures {
			figures[i] = listed{paper.Figures[i].Number, paper.Figures[i].Shows}
		}
		return output.JSON(cmd.OutOrStdout(), schema.Figures, map[string]any{"figures": figures})
	}
	return command
}

// writeFigure leaves a drawing in a directory, and says what it comes to.
func writeFigure(w io.Writer, f *paper.Figure, d *paper.Drawing, directory string, form figure.Form) error {
	if err := d.Write(directory, f.Name(), form); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nfigure %d: %s\n\n", f.Number, f.Shows)
	for _, note := range d.Notes {
		fmt.Fprintf(w, "  %s\n", note)
	}
	_, err := fmt.Fprintf(w, "\nfiles %s.%s and .csv in %s\n", f.Name(), strings.Join(form.Formats, ", ."), directory)
	return err
}
