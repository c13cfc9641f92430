package fetch

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/file/untrusted"
)

// ErrChecksum tells that a file's content is not the published one.
var ErrChecksum = errors.New("wrong checksum")

// checksum is the published digest of a file.
type checksum struct {
	algorithm string // md5 or sha256
	digest    string // hexadecimal
}

// published is the checksum that a file's makers gave out.
func published(file datasets.File) checksum {
	if file.SHA256 == "" {
		return checksum{"md5", file.MD5}
	}
	return checksum{"sha256", file.SHA256}
}

// check reads the file at path; the error wraps ErrChecksum and names both sums.
func (c checksum) check(path string) error {
	got, err := digestOf(path, c.algorithm)
	if err != nil {
		return err
	}
	if got != c.digest {
		return fmt.Errorf("%w: %s %s, want %s", ErrChecksum, c.algorithm, got, c.digest)
	}
	return nil
}

func digestOf(path, algorithm string) (string, error) {
	file, err := untrusted.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	digest := newHash(algorithm)
	if _, err := io.Copy(digest, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}

// newHash knows MD5 because some makers publish nothing else; it guards against
// accidents, not against attackers.
func newHash(algorithm string) hash.Hash {
	if algorithm == "md5" {
		return md5.New()
	}
	return sha256.New()
}

// Check compares a located file with its published checksum. It returns nil if
// they agree or if the file was Unpacked, for which none is published; an error
// that wraps datasets.ErrMissing or ErrChecksum; or why it could not be read.
func Check(file datasets.Located) error {
	switch {
	case file.Missing():
		return fmt.Errorf("fetch: %w: %s", datasets.ErrMissing, file.Name)
	case file.Unpacked():
		return nil
	}
	if err := published(file.File).check(file.Path); err != nil {
		return fmt.Errorf("fetch: %s: %w", file.Path, err)
	}
	return nil
}

// verified reports whether a file is there and has its published checksum.
func verified(file datasets.Located) bool {
	return !file.Unpacked() && Check(file) == nil
}
