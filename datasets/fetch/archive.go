package fetch

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"sfdfa-actors/datasets"
)

// archive downloads the zip file that holds a data set, takes the wanted files
// out and deletes it. An archive that somebody put there by hand is used and kept.
func (f *Fetcher) archive(ctx context.Context, d datasets.Description, folder string, wanted []datasets.File) error {
	target := filepath.Join(folder, d.Archive.Name)
	file := remote{
		name: d.Archive.Name, limit: d.Archive.SizeLimit,
		sum: checksum{"md5", d.Archive.MD5}, mirrors: f.mirrors(d),
	}
	byHand := file.sum.check(target) == nil
	if !byHand {
		if err := f.download(ctx, file, target); err != nil {
			return err
		}
	}
	if err := f.extract(ctx, target, d.Archive.Folder, wanted); err != nil {
		return fmt.Errorf("%s: %w", target, err)
	}
	if byHand {
		return nil
	}
	return os.Remove(target)
}

// extract takes files out of an archive, into the folder where it lies.
func (f *Fetcher) extract(ctx context.Context, target, inside string, wanted []datasets.File) error {
	reader, err := zip.OpenReader(target)
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, file := range wanted {
		if err := ctx.Err(); err != nil {
			return err
		}
		member, err := reader.Open(path.Join(inside, file.Name))
		if err != nil {
			return err
		}
		err = joined(extractMember(member, file, filepath.Join(filepath.Dir(target), file.Name)), member.Close())
		if err != nil {
			return fmt.Errorf("%s: %w", file.Name, err)
		}
		f.notice("%s: extracted, sha256 verified", file.Name)
	}
	return nil
}

// extractMember writes one member to target by way of a part, which it deletes
// if the content is not the published one.
func extractMember(member io.Reader, file datasets.File, target string) error {
	part := target + ".part"
	if err := writeLimited(part, member, file.Size); err != nil {
		return joined(err, os.Remove(part))
	}
	if err := (checksum{"sha256", file.SHA256}).check(part); err != nil {
		return joined(err, os.Remove(part))
	}
	return publish(part, target)
}

func writeLimited(name string, content io.Reader, limit int64) error {
	// What an earlier call has left is made anew, so that nothing is written
	// through a symbolic link.
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(content, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	return joined(err, file.Close())
}
