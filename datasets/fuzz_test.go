package datasets

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/hdf5"
	"sfdfa-actors/internal/file/untrusted"
)

// requirePromises fails unless a part of a data set is what Split promises.
func requirePromises(t *testing.T, s Split, inputs, classes int) {
	t.Helper()
	if s.Len() < 1 {
		t.Fatal("no samples")
	}
	for i := range s.Len() {
		if label := s.Label(i); label < 0 || label >= classes {
			t.Fatalf("sample %d has the class %d of %d", i, label, classes)
		}
		spikes := s.AppendSpikes(nil, i)
		for k, spike := range spikes {
			if !(spike.Time >= 0) || spike.Source < 0 || int(spike.Source) >= inputs || k > 0 && bySpikeOrder(spikes[k-1], spike) > 0 {
				t.Fatalf("sample %d has the spike %+v, number %d", i, spike, k)
			}
		}
	}
}

// requireLine fails unless an error is one line.
func requireLine(t *testing.T, err error) {
	t.Helper()
	if strings.Contains(err.Error(), "\n") {
		t.Fatalf("error of more than one line: %q", err)
	}
}

// Whatever stands in an HDF5 file, there is a part of a data set or one line of error.
func FuzzSHD(f *testing.F) {
	for _, name := range []string{"earliest.h5", "latest.h5", "chunked.h5", "pytables.h5", "others.h5"} {
		content, err := os.ReadFile(filepath.Join("..", "internal", "file", "hdf5", "testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := hdf5.Open(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			requireLine(t, err)
			return
		}
		s, err := readSHD(file, int64(len(content)))
		if err != nil {
			requireLine(t, err)
			return
		}
		if len(s.times) > len(content) || len(s.times) != len(s.units) {
			t.Fatalf("%d times and %d units in %d bytes", len(s.times), len(s.units), len(content))
		}
		requirePromises(t, s, shdChannels, shdClasses)
	})
}

// A packed file unpacks to no more than its bound, the same every time, and a plain
// one to itself.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte("\x1f\x8b"))
	f.Add(compressed([]byte("content")))
	f.Add(append(compressed([]byte("two ")), compressed([]byte("frames"))...))
	f.Add(append(compressed([]byte("content")), "behind it"...))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("plain"))
	f.Fuzz(func(t *testing.T, content []byte) {
		limit := min(int64(len(content))*2, untrusted.Unpacked(0))
		for _, unpacked := range []func() ([]byte, error){
			func() ([]byte, error) { return unpackGzip(bytes.NewReader(content), limit) },
			func() ([]byte, error) { return unpackZip(bytes.NewReader(content), int64(len(content)), limit) },
		} {
			first, err := unpacked()
			if err != nil {
				requireLine(t, err)
				continue
			}
			again, err := unpacked()
			if int64(len(first)) > limit || err != nil || !bytes.Equal(first, again) {
				t.Fatalf("%d bytes with a limit of %d, then %d, error %v", len(first), limit, len(again), err)
			}
		}
	})
}

// Whatever stands in an archive of recordings, each that is read has a name of its
// own and the rate of the others, and together they have no more samples than bytes.
func FuzzRecordings(f *testing.F) {
	f.Add(archiveOfOne(f, wavFile(wavFormat(1, 1, 8000, 16), wavSamples(1, -2, 3))))
	f.Add(archiveOfOne(f, []byte("RIFF")))
	f.Add(compressed(archiveOfOne(f, wavFile(wavFormat(1, 1, 8000, 16), wavSamples(1)))))
	f.Fuzz(func(t *testing.T, content []byte) {
		c := &collection{seen: map[recordingName]bool{}}
		if err := c.readTar(bytes.NewReader(content), 1<<20); err != nil {
			requireLine(t, err)
		}
		samples := 0
		for _, r := range c.recordings {
			samples += len(r.samples)
			if r.rate != c.recordings[0].rate || r.value < 0 || r.value > 9 || r.speaker == "" || r.index < 0 {
				t.Fatalf("recording %+v", r)
			}
		}
		if len(c.seen) < len(c.recordings) || 2*samples > c.bytes || c.bytes > maxSound {
			t.Fatalf("%d recordings of %d names with %d samples in %d bytes", len(c.recordings), len(c.seen), samples, c.bytes)
		}
	})
}

func archiveOfOne(tb testing.TB, wav []byte) []byte {
	return tarOf(tb, map[string][]byte{"0_ann_1.wav": wav})
}
