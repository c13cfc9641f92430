package fetch

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"path/filepath"
	"testing"

	"sfdfa-actors/datasets"
)

// A file whose makers published its MD5 and no size is downloaded, verified, and
// found again.
func TestFetchVerifiesMD5WhereNothingElseIsPublished(t *testing.T) {
	sum := md5.Sum([]byte(letters))
	set := lettersSet()
	set.Files = []datasets.File{{Name: "letters.zip", MD5: hex.EncodeToString(sum[:])}}
	m := newMirror(t, map[string][]byte{"letters.zip": []byte(letters)})
	set.Mirrors = []string{m.URL + "/"}
	dir := t.TempDir()
	if err := New().described(t.Context(), set, dir); err != nil {
		t.Fatal(err)
	}
	_, files := set.Locate(dir)
	if err := Check(files[0]); err != nil || files[0].Unpacked() {
		t.Errorf("error %v, unpacked %v; want a file that was compared", err, files[0].Unpacked())
	}
	writeFile(t, filepath.Join(dir, set.Folders[0], "letters.zip"), "other")
	if err := Check(files[0]); !errors.Is(err, ErrChecksum) {
		t.Errorf("error %v, want ErrChecksum", err)
	}
}
