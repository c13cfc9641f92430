package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/datasets"
	"sfdfa-actors/datasets/fetch"
)

// newDataCommand returns the command "data", which lists, verifies, downloads and
// converts data sets. Its errors wrap datasets.ErrUnknown and datasets.ErrMissing.
func newDataCommand() *cobra.Command {
	var dir string
	command := &cobra.Command{
		Use:   "data",
		Short: "List, verify, download and convert data sets",
		Args:  onlyCommands,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.PersistentFlags().StringVar(&dir, "data-dir", "data", "`directory` with a folder for each data set")
	command.AddCommand(newDataListCommand(&dir), newDataVerifyCommand(&dir), newDataFetchCommand(&dir), newDataConvertCommand(&dir))
	return command
}

func newDataListCommand(dir *string) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the data sets and whether their files are there",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return listData(cmd.OutOrStdout(), *dir) },
	}
}

func newDataVerifyCommand(dir *string) *cobra.Command {
	return &cobra.Command{
		Use:   "verify [NAME...]",
		Short: "Compare the files of data sets with their published checksums",
		Long: `Compare the files of data sets with their published checksums.
A named data set with a missing file is an error (exit code 3). Without names, those
that are not there at all are passed over, unless no file of any is there.`,
		ValidArgs: datasets.Names(),
		RunE: func(cmd *cobra.Command, names []string) error {
			return verifyData(cmd.OutOrStdout(), *dir, names)
		},
	}
}

func newDataFetchCommand(dir *string) *cobra.Command {
	var mirror string
	command := &cobra.Command{
		Use:       "fetch NAME",
		Short:     "Download a data set and verify it",
		Long:      "Download a data set and verify it.\nAfter an interruption the same command goes on where it stopped.",
		Args:      cobra.ExactArgs(1),
		ValidArgs: datasets.Names(),
		RunE: func(cmd *cobra.Command, names []string) error {
			display := newFetchDisplay(cmd.ErrOrStderr())
			fetcher := fetch.New()
			fetcher.Mirror, fetcher.Progress, fetcher.Notice = mirror, display.progress, display.notice
			defer display.clear()
			return fetcher.Dataset(cmd.Context(), names[0], *dir)
		},
	}
	command.Flags().StringVar(&mirror, "mirror", "", "base URL to download from in place of the published ones")
	return command
}

// describeAll describes the named data sets, or all if there are no names.
func describeAll(names []string) ([]datasets.Description, error) {
	if len(names) == 0 {
		names = datasets.Names()
	}
	descriptions := make([]datasets.Description, len(names))
	for i, name := range names {
		description, err := datasets.Describe(name)
		if err != nil {
			return nil, err
		}
		descriptions[i] = description
	}
	return descriptions, nil
}

func listData(out io.Writer, dir string) error {
	descriptions, err := describeAll(nil)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tINPUTS\tCLASSES\tTRAINING\tVALIDATION\tTEST\tFILES\tLICENCE\tORIGIN")
	for _, d := range descriptions {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\n", d.Name, known(d.Inputs), known(d.Classes),
			known(d.Train), d.Validation, known(d.Test), presence(d, dir), d.Licence, d.Origin)
	}
	return table.Flush()
}

// known writes a number that no data set has 0 of: that means that only the data
// set's file can tell.
func known(n int) string {
	if n == 0 {
		return "?"
	}
	return strconv.Itoa(n)
}

// presence says in one word how much of a data set is below dir.
func presence(d datasets.Description, dir string) string {
	_, files := d.Locate(dir)
	switch missing := countMissing(files); {
	case len(files) == 0:
		return "generated"
	case missing == 0:
		return "present"
	case missing < len(files):
		return "incomplete"
	}
	return "missing"
}

func countMissing(files []datasets.Located) (missing int) {
	for _, file := range files {
		if file.Missing() {
			missing++
		}
	}
	return missing
}

// verifyData prints a line for each file. Its error is one line that names all
// files that differ or are missing.
func verifyData(out io.Writer, dir string, names []string) error {
	descriptions, err := describeAll(names)
	if err != nil {
		return err
	}
	var problems error
	found := 0
	for _, d := range descriptions {
		folder, files := d.Locate(dir)
		switch {
		case len(files) == 0:
			fmt.Fprintf(out, "%s: generated, no files\n", d.Name)
		case len(names) == 0 && countMissing(files) == len(files):
			fmt.Fprintf(out, "%s: missing\n", d.Name)
		default:
			problems = also(problems, verifyFiles(out, folder, files))
			problems = also(problems, d.MissingError(dir, files))
			found++
		}
	}
	if len(names) == 0 && found == 0 {
		return fmt.Errorf("%w: no file of any data set in %s, want at least one to verify", datasets.ErrMissing, dir)
	}
	return problems
}

// verifyFiles prints what became of each file and returns an error for those
// that differ or cannot be read; missing ones are left to the caller.
func verifyFiles(out io.Writer, folder string, files []datasets.Located) (problems error) {
	for _, file := range files {
		path, err := file.Path, fetch.Check(file)
		if file.Missing() {
			path = filepath.Join(folder, file.Name)
		}
		fmt.Fprintf(out, "%s: %s\n", path, verdict(file, err))
		if !errors.Is(err, datasets.ErrMissing) {
			problems = also(problems, err)
		}
	}
	return problems
}

func verdict(file datasets.Located, err error) string {
	switch {
	case file.Missing():
		return "missing"
	case file.Unpacked() && slices.Contains([]string{".gz", filepath.Ext(file.Name)}, filepath.Ext(file.Path)):
		return "not checked: no checksum is known"
	case file.Unpacked():
		return "not checked: unpacked"
	case err == nil:
		return "OK"
	case errors.Is(err, fetch.ErrChecksum):
		return "differs"
	}
	return "cannot be read"
}

// also adds an error to others, in one line.
func also(errs, err error) error {
	if errs == nil {
		return err
	}
	if err == nil {
		return errs
	}
	return fmt.Errorf("%w; %w", errs, err)
}
