package main

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/progress"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/datasets"
	"sfdfa-actors/datasets/fetch"
	"sfdfa-actors/internal/file/schema"
)

// newDataCommand returns the command "data", which lists, verifies, downloads and
// converts data sets. Its errors wrap datasets.ErrUnknown and datasets.ErrMissing.
func newDataCommand() *cobra.Command {
	var dir string
	command := &cobra.Command{
		Use:   "data",
		Short: "List, verify, download and convert data sets",
		Args:  settingflags.OnlyCommands,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.PersistentFlags().StringVar(&dir, "data-dir", "data", "`directory` with a folder for each data set")
	command.AddCommand(newDataListCommand(&dir), newDataVerifyCommand(&dir), newDataFetchCommand(&dir), newDataConvertCommand(&dir))
	return command
}

func newDataListCommand(dir *string) *cobra.Command {
	command := &cobra.Command{
		Use:   "list",
		Short: "List the data sets and whether their files are there",
		Args:  cobra.NoArgs,
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of tables")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		list, err := listData(*dir)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.DataSets, list, printData)
	}
	return command
}

func newDataVerifyCommand(dir *string) *cobra.Command {
	command := &cobra.Command{
		Use:   "verify [NAME...]",
		Short: "Compare the files of data sets with their published checksums",
		Long: `Compare the files of data sets with their published checksums.
A named data set with a missing file is an error (exit code 3). Without names, those
that are not there at all are passed over, unless no file of any is there.`,
		ValidArgs: datasets.Names(),
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of lines")
	command.RunE = func(cmd *cobra.Command, names []string) error {
		files, problems, err := verifyData(*dir, names)
		if err != nil {
			return err
		}
		if *asJSON {
			err = output.JSON(cmd.OutOrStdout(), schema.DataFiles, files)
		} else {
			err = printVerified(cmd.OutOrStdout(), files) // whose lines scripts read: they are not wrapped
		}
		if err != nil {
			return err
		}
		return problems
	}
	return command
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
			display := progress.NewFetch(cmd.ErrOrStderr())
			fetcher := fetch.New()
			fetcher.Mirror, fetcher.Progress, fetcher.Notice = mirror, display.Progress, display.Notice
			defer display.Clear()
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

// dataList is what data list prints.
type dataList struct {
	Datasets []listedData `json:"datasets"`
}

// listedData is one data set. Of npz only the file can tell the numbers, which are 0 here.
type listedData struct {
	Name       string `json:"name"`
	Inputs     int    `json:"inputs"`
	Classes    int    `json:"classes"`
	Train      int    `json:"train"`
	Validation int    `json:"validation"`
	Test       int    `json:"test"`
	Files      string `json:"files"` // present, incomplete, missing or generated
	Licence    string `json:"licence"`
	Origin     string `json:"origin"`
}

func listData(dir string) (*dataList, error) {
	descriptions, err := describeAll(nil)
	if err != nil {
		return nil, err
	}
	list := &dataList{}
	for _, d := range descriptions {
		list.Datasets = append(list.Datasets, listedData{d.Name, d.Inputs, d.Classes, d.Train, d.Validation, d.Test, presence(d, dir), d.Licence, d.Origin})
	}
	return list, nil
}

func printData(w io.Writer, list *dataList) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tINPUTS\tCLASSES\tTRAINING\tVALIDATION\tTEST\tFILES")
	for _, d := range list.Datasets {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", d.Name, known(d.Inputs), known(d.Classes), known(d.Train), d.Validation, known(d.Test), d.Files)
	}
	fmt.Fprintln(table)
	for _, d := range list.Datasets {
		fmt.Fprintf(table, "%s: %s\n  licence: %s\n", d.Name, d.Origin, d.Licence)
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
