package fetch

import (
	"archive/zip"
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"path/filepath"
	"testing"

	"sfdfa-actors/datasets"
)

const archiveName = "gzip.zip"

// packedLetters returns a zip file with one member.
func packedLetters(t *testing.T, member, content string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	file, err := w.Create(member)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// archivedSet describes the letters as a member of an archive on a mirror.
func archivedSet(m *mirror, archive []byte) datasets.Description {
	d := lettersSet(m)
	sum := md5.Sum(archive)
	d.Archive = &datasets.Archive{Name: archiveName, Folder: "gzip", MD5: hex.EncodeToString(sum[:]), SizeLimit: 1 << 20}
	return d
}

func TestFetchArchive(t *testing.T) {
	archive := packedLetters(t, "gzip/"+fileName, letters)
	for name, answers := range map[string][]answer{"at once": nil, "resumed": {cut}} {
		t.Run(name, func(t *testing.T) {
			m := newMirror(t, map[string][]byte{archiveName: archive}, answers...)
			dir := t.TempDir()
			if err := testFetcher().described(t.Context(), archivedSet(m, archive), dir); err != nil {
				t.Fatal(err)
			}
			requireContent(t, filepath.Join(dir, "letters", fileName), letters)
			requireFiles(t, filepath.Join(dir, "letters"), fileName) // the archive is gone
		})
	}
}

// TestFetchArchiveWholeSinceEarlier finds a part of a length that only the
// server can confirm.
func TestFetchArchiveWholeSinceEarlier(t *testing.T) {
	archive := packedLetters(t, "gzip/"+fileName, letters)
	m := newMirror(t, map[string][]byte{archiveName: archive})
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "letters", archiveName+".part"), string(archive))
	if err := testFetcher().described(t.Context(), archivedSet(m, archive), dir); err != nil {
		t.Fatal(err)
	}
	if len(m.ranges) != 1 {
		t.Errorf("%d requests, want 1", len(m.ranges))
	}
}

func TestFetchArchivePutByHand(t *testing.T) {
	archive := packedLetters(t, "gzip/"+fileName, letters)
	m := newMirror(t, nil)
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "letters", archiveName), string(archive))
	if err := testFetcher().described(t.Context(), archivedSet(m, archive), dir); err != nil {
		t.Fatal(err)
	}
	requireFiles(t, filepath.Join(dir, "letters"), archiveName, fileName)
	m.requireRanges(t)
}

func TestFetchArchiveFails(t *testing.T) {
	good := packedLetters(t, "gzip/"+fileName, letters)
	for _, test := range []struct {
		name            string
		published, sent []byte
		want            string
		left            []string
	}{
		{"wrong archive", good, packedLetters(t, "gzip/"+fileName, "other"), "wrong checksum: md5 ", nil},
		{"not a zip file", []byte("text"), []byte("text"), "zip: not a valid zip file", []string{archiveName}},
		{"no such member", packedLetters(t, fileName, letters), nil, "file does not exist", []string{archiveName}},
		{"wrong member", packedLetters(t, "gzip/"+fileName, "other"), nil, "wrong checksum: sha256 ", []string{archiveName}},
		{"huge member", packedLetters(t, "gzip/"+fileName, string(make([]byte, 1<<16))), nil, "more than 26 bytes", []string{archiveName}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.sent == nil {
				test.sent = test.published
			}
			m := newMirror(t, map[string][]byte{archiveName: test.sent})
			dir := t.TempDir()
			err := testFetcher().described(t.Context(), archivedSet(m, test.published), dir)
			requireError(t, err, "fetch: letters: ", test.want)
			requireFiles(t, filepath.Join(dir, "letters"), test.left...)
		})
	}
}
