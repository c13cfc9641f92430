package datasets

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Located is one published file as it was looked for on disk.
type Located struct {
	File
	// Path is where the file is, or empty if it is missing.
	Path string
}

// Missing reports whether the file was not found.
func (l Located) Missing() bool { return l.Path == "" }

// Unpacked reports whether the file was found in another form than the published
// one, or is published nowhere, so that there is no checksum to compare it with.
func (l Located) Unpacked() bool {
	return !l.Missing() && (l.SHA256+l.MD5 == "" || filepath.Ext(l.Path) != filepath.Ext(l.Name))
}

// Locate looks for the files below dir, compressed or unpacked, and returns
// the first folder that has them all, or else the first that has most of them.
// The files come in the order of d.Files; a generated data set has none.
func (d Description) Locate(dir string) (folder string, files []Located) {
	most := -1
	for _, name := range d.Folders {
		candidate := filepath.Join(dir, filepath.FromSlash(name))
		located, found := d.locateIn(candidate)
		if name == "." && len(located) > 1 && !located[1].Missing() && othersLabels(d.Name, located[1].Path) {
			continue // the directory itself has another data set's files of these names
		}
		if found > most {
			folder, files, most = candidate, located, found
		}
	}
	return folder, files
}

func (d Description) locateIn(folder string) (files []Located, found int) {
	for _, file := range d.Files {
		located := locateFile(folder, file)
		if located.Missing() {
			located.Path = d.locateUnpacked(folder)
		}
		if !located.Missing() {
			found++
		}
		files = append(files, located)
	}
	return files, found
}

// forms are the names under which the file is looked for. The published form
// goes first because its checksum is known. Some distributors of IDX files write a
// dot before the type: train-images.idx3-ubyte.
func (f File) forms() []string {
	names := packings(f.Name)
	if dotted := strings.Replace(f.Name, "-idx", ".idx", 1); dotted != f.Name {
		names = append(names, packings(dotted)...)
	}
	return names
}

// packings are a published name and those of the same file packed otherwise or plain.
func packings(published string) []string {
	if name, zipped := strings.CutSuffix(published, ".zip"); zipped {
		return []string{published, name + ".gz", name}
	}
	if name, packed := strings.CutSuffix(published, ".gz"); packed {
		return []string{published, name}
	}
	return []string{published}
}

// locateFile looks for one file in one folder.
func locateFile(folder string, file File) Located {
	for _, name := range file.forms() {
		path := filepath.Join(folder, name)
		// Only regular files: opening a pipe or a device could block for ever.
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return Located{file, path}
		}
	}
	return Located{File: file}
}

// locateUnpacked returns the path of the folder that stands in for the files, or
// an empty one.
func (d Description) locateUnpacked(folder string) string {
	if d.Unpacked == "" {
		return ""
	}
	path := filepath.Join(folder, d.Unpacked)
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return ""
	}
	return path
}

// located returns the files below dir; it is an error if any is missing.
func (d Description) located(dir string) ([]Located, error) {
	_, files := d.Locate(dir)
	return files, d.MissingError(dir, files)
}

// MissingError returns an error that wraps ErrMissing and says which of the
// files were looked for, where, and how to come by them; nil if none is missing.
func (d Description) MissingError(dir string, files []Located) error {
	var names []string
	for _, file := range files {
		if file.Missing() {
			names = append(names, strings.Join(packings(file.Name), " or "))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("datasets: %s: %w: %s, looked for in %s; %s",
		d.Name, ErrMissing, strings.Join(names, ", "), strings.Join(d.places(dir), ", "), d.remedy(dir))
}

func (d Description) places(dir string) []string {
	places := make([]string, len(d.Folders))
	for i, folder := range d.Folders {
		places[i] = filepath.Join(dir, filepath.FromSlash(folder))
	}
	return places
}

func (d Description) remedy(dir string) string {
	if dir == "" {
		dir = "."
	}
	if d.Repository != "" {
		return fmt.Sprintf("get them by: git clone %s %s", d.Repository, filepath.Join(dir, d.Folders[0]))
	}
	if len(d.Mirrors) == 0 {
		return "no download is known: put them there by hand"
	}
	return fmt.Sprintf("get them by: sfdfa-actors data fetch %s --data-dir %s", d.Name, dir)
}
