package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"sfdfa-actors/datasets"
	"sfdfa-actors/datasets/fetch"
)

// verifiedData is what data verify prints.
type verifiedData struct {
	Files []verifiedFile `json:"files"`
}

// verifiedFile is one file of a data set, or the whole data set where there are none.
type verifiedFile struct {
	Dataset string `json:"dataset"`
	Path    string `json:"path,omitempty"`
	Verdict string `json:"verdict"`
}

// verifyData looks at each file. The problems are one line that names all files that differ or are missing.
func verifyData(dir string, names []string) (verified *verifiedData, problems, err error) {
	descriptions, err := describeAll(names)
	if err != nil {
		return nil, nil, err
	}
	verified = &verifiedData{}
	found := 0
	for _, d := range descriptions {
		folder, files := d.Locate(dir)
		switch {
		case len(files) == 0:
			verified.Files = append(verified.Files, verifiedFile{Dataset: d.Name, Verdict: "generated, no files"})
		case len(names) == 0 && countMissing(files) == len(files):
			verified.Files = append(verified.Files, verifiedFile{Dataset: d.Name, Verdict: "missing"})
		default:
			problems = also(problems, verified.add(d.Name, folder, files))
			problems = also(problems, d.MissingError(dir, files))
			found++
		}
	}
	if len(names) == 0 && found == 0 {
		problems = fmt.Errorf("%w: no file of any data set in %s, want at least one to verify", datasets.ErrMissing, dir)
	}
	return verified, problems, nil
}

// add says what became of each file and returns an error for those
// that differ or cannot be read; missing ones are left to the caller.
func (v *verifiedData) add(dataset, folder string, files []datasets.Located) (problems error) {
	for _, file := range files {
		path, err := file.Path, fetch.Check(file)
		if file.Missing() {
			path = filepath.Join(folder, file.Name)
		}
		v.Files = append(v.Files, verifiedFile{dataset, path, verdict(file, err)})
		if !errors.Is(err, datasets.ErrMissing) {
			problems = also(problems, err)
		}
	}
	return problems
}

func printVerified(w io.Writer, v *verifiedData) error {
	for _, file := range v.Files {
		if _, err := fmt.Fprintf(w, "%s: %s\n", cmp.Or(file.Path, file.Dataset), file.Verdict); err != nil {
			return err
		}
	}
	return nil
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
