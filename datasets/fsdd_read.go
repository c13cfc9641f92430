package datasets

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"sfdfa-actors/internal/file/untrusted"
)

// recordingName is what the name of a recording's file says.
type recordingName struct {
	value   int32 // 0 to 9
	speaker string
	index   int // among the recordings of a speaker and digit, from 0
}

// digit is one recording of a spoken digit.
type digit struct {
	recordingName
	samples []int16
	rate    int // samples a second
}

// amplitudes returns the samples as numbers from -1 to 1.
func (d digit) amplitudes() []float64 {
	amplitudes := make([]float64, len(d.samples))
	for i, sample := range d.samples {
		amplitudes[i] = float64(sample) / (1 << 15)
	}
	return amplitudes
}

// fsddFolder is the folder of the recordings, in an archive or by itself.
const fsddFolder = "recordings"

// fsddName is DIGIT_SPEAKER_INDEX.wav, a speaker's name being letters, digits,
// spaces and - _ .
var fsddName = regexp.MustCompile(`^([0-9])_([\pL\pM\pN _.-]+)_([0-9]{1,6})\.(?i:wav)$`)

// Bounds on all recordings together: four and ten times what was published.
const (
	maxRecordings = 12000
	maxSound      = 256 << 20 // bytes
)

// readRecordings reads all recordings from a folder of wav files or from a tar
// archive, compressed by gzip or plain, that has them in a folder "recordings".
// There is at least one, all have the same sample rate, and no two the same
// digit, speaker and index. Errors name the wav file.
func readRecordings(path string) ([]digit, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	c := &collection{seen: map[recordingName]bool{}}
	if info.IsDir() {
		err = c.readFolder(path)
	} else {
		err = c.readArchive(path)
	}
	if err == nil && len(c.recordings) == 0 {
		err = errors.New("no wav files, want DIGIT_SPEAKER_INDEX.wav in " + fsddFolder)
	}
	return c.recordings, err
}

// collection is what has been read so far.
type collection struct {
	recordings []digit
	seen       map[recordingName]bool
	bytes      int // of their files
}

func (c *collection) readFolder(folder string) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, file := range files {
		if !isRecording(file.Name()) || !file.Type().IsRegular() {
			continue
		}
		f, err := untrusted.Open(filepath.Join(folder, file.Name()))
		if err != nil {
			return err
		}
		err = c.add(file.Name(), f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *collection) readArchive(archive string) error {
	file, err := untrusted.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return c.readTar(file, untrusted.Unpacked(info.Size()))
}

// readTar reads an archive that unpacks to at most limit bytes.
func (c *collection) readTar(file io.Reader, limit int64) error {
	content, err := uncompressed(file)
	if err != nil {
		return err
	}
	bounded := &io.LimitedReader{R: content, N: limit}
	entries := tar.NewReader(bounded)
	for {
		header, err := entries.Next()
		if bounded.N == 0 {
			return fmt.Errorf("more than %d bytes when unpacked, want at most as many", limit)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("damaged after %d recordings: %w", len(c.recordings), err)
		}
		folder, name := path.Split(header.Name)
		if header.Typeflag != tar.TypeReg || path.Base(folder) != fsddFolder || !isRecording(name) {
			continue
		}
		if err := c.add(name, entries); err != nil {
			return err
		}
	}
}

// longestName bounds a name in an error.
const longestName = 100

// isRecording leaves out other files that come with the recordings, and the
// hidden ones that some systems put beside each file.
func isRecording(name string) bool {
	return strings.EqualFold(path.Ext(name), ".wav") && !strings.HasPrefix(name, ".")
}

// parseName reads DIGIT_SPEAKER_INDEX.wav.
func parseName(file string) (recordingName, error) {
	parts := fsddName.FindStringSubmatch(file)
	if parts == nil {
		return recordingName{}, fmt.Errorf("%s: want names DIGIT_SPEAKER_INDEX.wav", untrusted.Line(file, longestName))
	}
	index, err := strconv.Atoi(parts[3])
	return recordingName{value: int32(parts[1][0] - '0'), speaker: parts[2], index: index}, err
}

// add reads one recording, of which none of the same name may have been read before.
func (c *collection) add(file string, r io.Reader) error {
	parsed, err := parseName(file)
	if err != nil {
		return err
	}
	if c.seen[parsed] || len(c.recordings) == maxRecordings {
		return fmt.Errorf("%s: a second recording of this digit, speaker and index, or more than %d in all", file, maxRecordings)
	}
	c.seen[parsed] = true
	content, err := untrusted.ReadUpTo(r, longestRecording)
	if errors.Is(err, untrusted.ErrTooLarge) {
		return fmt.Errorf("%s: larger than %d bytes", file, longestRecording)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if c.bytes += len(content); c.bytes > maxSound {
		return fmt.Errorf("%s: more than %d bytes in all recordings, want at most as many", file, maxSound)
	}
	recorded := digit{recordingName: parsed}
	if recorded.samples, recorded.rate, err = readWAV(content); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if len(c.recordings) > 0 && recorded.rate != c.recordings[0].rate {
		return fmt.Errorf("%s: %d samples a second, want %d as in the first recording", file, recorded.rate, c.recordings[0].rate)
	}
	c.recordings = append(c.recordings, recorded)
	return nil
}
