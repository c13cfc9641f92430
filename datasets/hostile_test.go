package datasets

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/file/untrustedtest"
)

// mebibyte is a unit of memory.
const mebibyte = 1 << 20

// mnistWith is a directory with a small set in the place of MNIST, but for one
// of its files.
func mnistWith(t *testing.T, file int, content []byte) string {
	t.Helper()
	dir := t.TempDir()
	description, err := Describe("mnist")
	if err != nil {
		t.Fatal(err)
	}
	contents := smallSet(3, 9)
	contents[file] = content
	writeSet(t, filepath.Join(dir, "mnist"), description.Files, contents)
	return dir
}

// tarBomb is an archive whose only member claims so many bytes of zeros, and has
// as many MiB of them.
func tarBomb(t *testing.T, name string, claimed int64, mebibytes int) []byte {
	t.Helper()
	var header bytes.Buffer
	w := tar.NewWriter(&header)
	if err := w.WriteHeader(&tar.Header{Name: name, Size: claimed, Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	return untrustedtest.GzipBomb(t, header.Bytes(), mebibytes)
}

// npzOf is an npz file of a data set of one sample, but for members of its
// training part.
func npzOf(t *testing.T, change map[string]untrustedtest.Member) []byte {
	t.Helper()
	number := func(values ...int64) untrustedtest.Member {
		content := []byte(npyHeader("<i8", int64(len(values))))
		for _, value := range values {
			content = binary.LittleEndian.AppendUint64(content, uint64(value))
		}
		return untrustedtest.Member{Content: content}
	}
	times := untrustedtest.Member{Content: append([]byte(npyHeader("<f4", 1)), 0, 0, 0, 0x3f)}
	members := map[string]untrustedtest.Member{
		"inputs": number(4), "classes": number(2),
		"train_labels": number(1), "train_offsets": number(0, 1), "train_units": number(3), "train_times": times,
		"test_labels": number(1), "test_offsets": number(0, 1), "test_units": number(3), "test_times": times,
	}
	for name, member := range change {
		members[name] = member
	}
	var packed []untrustedtest.Member
	for name, member := range members {
		member.Name = name + ".npy"
		packed = append(packed, member)
	}
	return untrustedtest.Zip(t, packed...)
}

// npyHeader is the header of an array of one dimension.
func npyHeader(descr string, count int64) string { return npz.Header(descr, int(count)) }

// zeros is an array that claims so many values, and has so many MiB of zeros.
func zeros(descr string, claimed int64, mebibytes int) untrustedtest.Member {
	return untrustedtest.Member{Content: []byte(npyHeader(descr, claimed)), Zeros: mebibytes}
}

// Files of a few kilobytes that unpack to gigabytes, or claim to, end with an
// error that says what is allowed, and take no more memory than documented:
// docs/RELIABILITY.md.
func TestBombsTakeNoMoreMemoryThanDocumented(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks hundreds of megabytes: not with -short")
	}
	images := func(n, rows, columns uint32) []byte { return idxBytes(imagesMagic, []uint32{n, rows, columns}) }
	shd := func(content []byte) string {
		return place(t, map[string][]byte{"shd/shd_train.h5.zip": content, "shd/shd_test.h5": hdf5Fixture(t, "earliest.h5")})
	}
	for name, test := range map[string]struct {
		set, dir, want string
		mebibytes      uint64 // of memory, at most
	}{
		"more images than labels":  {"mnist", mnistWith(t, 0, untrustedtest.GzipBomb(t, images(200000, 28, 28), 512)), "200000 images, want as many as the 2 labels", 4},
		"large images":             {"mnist", mnistWith(t, 0, untrustedtest.GzipBomb(t, images(2, 1<<13, 1<<13), 512)), "images of 8192×8192 pixels", 4},
		"zeros behind the images":  {"mnist", mnistWith(t, 0, untrustedtest.GzipBomb(t, images(2, 28, 28), 64)), "goes on after the 1568 values", 4},
		"labels without end":       {"mnist", mnistWith(t, 1, untrustedtest.GzipBomb(t, idxBytes(labelsMagic, []uint32{1 << 28}), 512)), "268435456 labels, want at most 342392", 4},
		"labels that are not made": {"mnist", mnistWith(t, 1, idxBytes(labelsMagic, []uint32{1 << 18}, 1, 2, 3)), "ends after 3 of the 262144 values", 4},
		"gzip for HDF5":            {"shd", shd(untrustedtest.GzipBomb(t, nil, 300)), "more than 268435456 bytes when unpacked", 3 * 256},
		"zip for HDF5":             {"shd", shd(untrustedtest.Zip(t, untrustedtest.Member{Name: "shd_train.h5", Zeros: 300})), "more than 268435456 bytes when unpacked", 4},
		"tar of zeros":             {"fsdd", writeArchive(t, "fsdd-recordings.tar.gz", tarBomb(t, "recordings/other", 1<<40, 300)), "more than 268435456 bytes when unpacked", 4},
		"tar of a long recording":  {"fsdd", writeArchive(t, "fsdd-recordings.tar.gz", tarBomb(t, "recordings/1_ann_1.wav", 1<<40, 8)), "1_ann_1.wav: larger than 1048576 bytes", 8},
		"times of a terabyte": {"npz", place(t, map[string][]byte{"spikes.npz": npzOf(t, map[string]untrustedtest.Member{
			"train_times": zeros("<f4", 1<<36, 1), "train_units": zeros("|u1", 1<<36, 1)})}), "want no more than fit in", 4},
		"more times than there are": {"npz", place(t, map[string][]byte{"spikes.npz": npzOf(t, map[string]untrustedtest.Member{
			"train_times": zeros("<f4", 300000, 0), "train_units": zeros("|u1", 300000, 1)})}), "train_times: 300000 values of 4 bytes, want no more than fit in", 4},
		"many spikes": {"npz", place(t, map[string][]byte{"spikes.npz": npzOf(t, map[string]untrustedtest.Member{
			"train_times": zeros("<f4", 100*mebibyte, 400), "train_units": zeros("|u1", 100*mebibyte, 100)})}),
			"train: 1 samples with 104857600 spikes: 1258291212 bytes, want at most the 268435456", 4},
		"many labels": {"npz", place(t, map[string][]byte{"spikes.npz": npzOf(t, map[string]untrustedtest.Member{
			"train_labels": zeros("|u1", 64*mebibyte-1, 64), "train_offsets": zeros("|u1", 64*mebibyte, 64)})}),
			"train: 67108863 samples with 1 spikes: 805306368 bytes, want at most the 268435456", 4},
	} {
		var err error
		taken := untrustedtest.Allocated(func() { _, err = Open(test.set, Options{Dir: test.dir, EncodingWindow: 0.5}) })
		requireError(t, err, nil, "datasets: "+test.dir, test.want)
		if !raceDetector && taken > test.mebibytes*mebibyte { // which takes memory of its own
			t.Errorf("%s: %d MiB were set aside, allowed: %d", name, taken/mebibyte, test.mebibytes)
		}
	}
}

// What the file system can put in a file's place is refused, or missing, without
// opening it; and no name in an archive leads anywhere.
func TestPathTricks(t *testing.T) {
	good := smallSet(3, 9)
	description, err := Describe("mnist")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.WriteFile(elsewhere, good[0], 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		make func(path string) error
		kind error
		want string // "" if the set opens
	}{
		"link to a file":    {func(path string) error { return os.Symlink(elsewhere, path) }, nil, ""},
		"dangling link":     {func(path string) error { return os.Symlink("nowhere", path) }, ErrMissing, description.Files[0].Name},
		"link to itself":    {func(path string) error { return os.Symlink(path, path) }, ErrMissing, description.Files[0].Name},
		"link to a device":  {func(path string) error { return os.Symlink(os.DevNull, path) }, ErrMissing, description.Files[0].Name},
		"link to a folder":  {func(path string) error { return os.Symlink(t.TempDir(), path) }, ErrMissing, description.Files[0].Name},
		"folder":            {func(path string) error { return os.Mkdir(path, 0o700) }, ErrMissing, description.Files[0].Name},
		"empty file":        {func(path string) error { return os.WriteFile(path, nil, 0o600) }, nil, "ends inside its header"},
		"file nobody reads": {func(path string) error { return os.WriteFile(path, good[0], 0) }, os.ErrPermission, "permission denied"},
	} {
		dir := mnistWith(t, 0, nil)
		path := filepath.Join(dir, "mnist", description.Files[0].Name)
		if err := errors.Join(os.Remove(path), test.make(path)); err != nil {
			t.Fatal(err)
		}
		_, err := Open("mnist", Options{Dir: dir, EncodingWindow: 0.1})
		if test.want == "" || test.kind == os.ErrPermission && os.Getuid() == 0 {
			if err != nil {
				t.Errorf("%s: error %v, want none", name, err)
			}
			continue
		}
		requireError(t, err, test.kind, test.want)
	}

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below"), "no\x00name", strings.Repeat("long", 2000)} {
		_, err := Open("mnist", Options{Dir: dir, EncodingWindow: 0.1})
		requireError(t, err, ErrMissing, description.Files[0].Name)
	}
}

// Names in an archive are compared, never opened or made.
func TestNamesInArchivesLeadNowhere(t *testing.T) {
	before := tones()
	archive := func(headers ...*tar.Header) string {
		var packed bytes.Buffer
		w := tar.NewWriter(&packed)
		for _, header := range headers {
			header.Mode = 0o600
			if err := w.WriteHeader(header); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(make([]byte, header.Size)); err != nil {
				t.Fatal(err)
			}
		}
		packed.Write(tarOf(t, before))
		return writeArchive(t, "fsdd-recordings.tar", packed.Bytes())
	}
	dir := archive(
		&tar.Header{Name: "../../recordings/other.txt", Size: 600, Typeflag: tar.TypeReg},
		&tar.Header{Name: "/etc/recordings/passwd", Size: 3, Typeflag: tar.TypeReg},
		&tar.Header{Name: "recordings/0_ann_77.wav", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink},
		&tar.Header{Name: "recordings/0_ann_78.wav", Linkname: "../x", Typeflag: tar.TypeLink},
		&tar.Header{Name: "recordings/0_ann_79.wav", Typeflag: tar.TypeChar},
		&tar.Header{Name: "recordings/0_ann_80.wav", Typeflag: tar.TypeFifo},
		&tar.Header{Name: "recordings/0_ann_81.wav/", Typeflag: tar.TypeDir},
	)
	recordings, err := readRecordings(filepath.Join(dir, "fsdd", "fsdd-recordings.tar"))
	if err != nil || len(recordings) != len(before) {
		t.Errorf("%d recordings, error %v, want the %d that are files", len(recordings), err, len(before))
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d entries in %s, error %v, want what was there", len(entries), dir, err)
	}

	dir = archive(&tar.Header{Name: "recordings/two\nlines\x1b.wav", Typeflag: tar.TypeReg})
	_, err = readRecordings(filepath.Join(dir, "fsdd", "fsdd-recordings.tar"))
	requireError(t, err, nil, `two\nlines\x1b.wav: want names`)

	h5 := hdf5Fixture(t, "earliest.h5")
	for _, name := range []string{"../../shd_train.h5", "/shd_train.h5", "a/b\n.h5"} {
		packed := untrustedtest.Zip(t, untrustedtest.Member{Name: name, Content: h5})
		if _, err := Open("shd", Options{Dir: place(t, map[string][]byte{"shd/shd_train.h5.zip": packed, "shd/shd_test.h5": h5}), EncodingWindow: 0.1}); err != nil {
			t.Errorf("%q: error %v, want the archive's only file read", name, err)
		}
	}
}

// Every file that ends too early is refused, wherever it ends; long ones end at some 500 places.
func TestEveryTruncatedFileIsRefused(t *testing.T) {
	images := idxBytes(imagesMagic, []uint32{1, 2, 3}, 1, 2, 3, 4, 5, 6)
	npz := others(t, nil)
	for name, format := range map[string]struct {
		whole []byte
		read  func(content []byte) error
	}{
		"IDX":      {images, func(b []byte) error { _, err := readIDX(bytes.NewReader(b), imagesMagic, anyDimensions); return err }},
		"IDX.gz":   {compressed(images), func(b []byte) error { _, err := readIDX(bytes.NewReader(b), imagesMagic, anyDimensions); return err }},
		"npz":      {npz, func(b []byte) error { _, err := readNPZ(bytes.NewReader(b), int64(len(b))); return err }},
		"wav":      {wavFile(wavFormat(1, 1, 8000, 16), wavSamples(1, 2, 3)), func(b []byte) error { _, _, err := readWAV(b); return err }},
		"SHD.h5":   {hdf5Fixture(t, "earliest.h5"), readSHDContent(t)},
		"latest":   {hdf5Fixture(t, "latest.h5"), readSHDContent(t)},
		"SHD.gz":   {gzipped(t, hdf5Fixture(t, "earliest.h5")), readSHDContent(t)},
		"SHD.zip":  {zipped(t, map[string][]byte{"a.h5": hdf5Fixture(t, "earliest.h5")}), readSHDContent(t)},
		"PyTables": {hdf5Fixture(t, "pytables.h5"), readSHDContent(t)},
	} {
		if err := format.read(format.whole); err != nil {
			t.Errorf("%s: error %v, want none for the whole file", name, err)
			continue
		}
		step := 1 + len(format.whole)/500
		for n := 0; n < len(format.whole); n += step {
			err := format.read(format.whole[:n])
			if err == nil || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: error %v for the first %d of %d bytes, want one line", name, err, n, len(format.whole))
			}
		}
	}
}

// readSHDContent returns what reads a content as a file of SHD.
func readSHDContent(t *testing.T) func(content []byte) error {
	path := filepath.Join(t.TempDir(), "shd.h5")
	return func(content []byte) error {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
		_, err := readSHDFile(path)
		return err
	}
}

// Labels are 0 or more and below the number of classes, in as many as there are
// samples, whatever width a file gives them.
func TestLabelsThatCantBe(t *testing.T) {
	for want, change := range map[string]map[string]any{
		"label -1 of sample 0, want 0 to 1":                                       {"train_labels": []int8{-1, 0}},
		"train_labels: value 2147483648 of number 0, want one that fits":          {"train_labels": []uint32{1 << 31, 0}},
		"train_labels: value 9223372036854775808 of number 1, want one":           {"train_labels": []uint64{0, 1 << 63}},
		"train_labels: value 9223372036854775807 of number 1, want one":           {"train_labels": []int64{0, 1<<63 - 1}},
		"train: 3 offsets, want one more than the 1 labels":                       {"train_labels": []int64{0}},
		"train: 0 labels, want at least 1":                                        {"train_labels": []int64{}},
		"train_offsets: value 9223372036854775808 of number 2":                    {"train_offsets": []uint64{0, 3, 1 << 63}},
		"inputs is 4294967296, want a number from 1 to 2147483647":                {"inputs": []int64{1 << 32}},
		"classes is 1048577, want a number from 1 to 1048576":                     {"classes": []int64{1<<20 + 1}},
		"train: sample 0: spike 2 at +Inf s, want a finite time, 0 or more":       {"train_times": []float32{0, 0, float32(math.Inf(1))}},
		"train: sample 0: spike 0 at -1.401298464324817e-45 s, want":              {"train_times": []float32{-1e-45, 0, 0}},
		"train_units: value 9223372036854775807 of number 0, want one that fits ": {"train_units": []int64{1<<63 - 1, 0, 0}},
	} {
		file := others(t, change)
		_, err := readNPZ(bytes.NewReader(file), int64(len(file)))
		requireError(t, err, nil, want)
	}
	for want, labels := range map[string][]byte{
		"dimension 1 is 0, want at least 1":                    idxBytes(labelsMagic, []uint32{0}),
		"label 255 of sample 1, want 0 to 9":                   idxBytes(labelsMagic, []uint32{2}, 0, 255),
		"2 images, want as many as the 3 labels":               idxBytes(labelsMagic, []uint32{3}, 0, 1, 2),
		"dimensions 4294967295, want at most 268435456 values": idxBytes(labelsMagic, []uint32{1<<32 - 1}),
	} {
		_, err := Open("mnist", Options{Dir: mnistWith(t, 1, labels), EncodingWindow: 0.1})
		requireError(t, err, nil, want)
	}
}
