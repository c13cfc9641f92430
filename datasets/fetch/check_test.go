package fetch

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"sfdfa-actors/datasets"
)

func TestCheck(t *testing.T) {
	file := lettersSet().Files[0]
	dir := t.TempDir()
	at := func(name string) datasets.Located {
		return datasets.Located{File: file, Path: filepath.Join(dir, name)}
	}
	writeFile(t, at("right.gz").Path, letters)
	writeFile(t, at("wrong.gz").Path, "other")
	for _, test := range []struct {
		name string
		file datasets.Located
		want error
	}{
		{"right", at("right.gz"), nil},
		{"wrong", at("wrong.gz"), ErrChecksum},
		{"missing", datasets.Located{File: file}, datasets.ErrMissing},
		{"unpacked", at("wrong"), nil},
		{"unreadable", at("no/such.gz"), fs.ErrNotExist},
	} {
		if err := Check(test.file); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", test.name, err, test.want)
		}
	}
}
