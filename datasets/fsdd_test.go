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
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/datasets/cochlea"
	"sfdfa-actors/messages"
)

// spokenOptions are for recordings at 8 kHz below dir.
func spokenOptions(dir string) Options {
	return Options{Dir: dir, EncodingWindow: 0.3, FSDD: FSDDOptions{
		Split: "index", Validation: 1,
		Cochlea: cochlea.Settings{
			Channels: 8, Lowest: 100, Highest: 3600, Smoothing: 30, Compression: "log",
			Unit: "crossings", Threshold: 0.05, TimeConstant: 0.1, Fit: cochlea.FitCut,
		},
	}}
}

// chunk is one chunk of a wav file, padded to an even length.
func chunk(id string, content []byte) []byte {
	text := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(content)))
	text = append(text, content...)
	return append(text, make([]byte, len(content)%2)...)
}

func wavFormat(format, channels, rate, bits int) []byte {
	var text []byte
	for _, field := range []uint32{
		uint32(format | channels<<16), uint32(rate), uint32(rate * channels * bits / 8), uint32(channels*bits/8 | bits<<16),
	} {
		text = binary.LittleEndian.AppendUint32(text, field)
	}
	return chunk("fmt ", text)
}

func wavSamples(samples ...int16) []byte {
	var text []byte
	for _, sample := range samples {
		text = binary.LittleEndian.AppendUint16(text, uint16(sample))
	}
	return chunk("data", text)
}

func wavFile(chunks ...[]byte) []byte {
	return chunk("RIFF", append([]byte("WAVE"), bytes.Join(chunks, nil)...))
}

// toneWAV is 0.25 s of a tone of so many Hz.
func toneWAV(frequency float64) []byte {
	samples := make([]int16, 2000)
	for n := range samples {
		samples[n] = int16(20000 * math.Sin(2*math.Pi*frequency*float64(n)/8000))
	}
	return wavFile(wavFormat(1, 1, 8000, 16), wavSamples(samples...))
}

// tones are recordings of two speakers, the digits 0 to 2 and the indices 3 to
// 7, each a tone of its own.
func tones() map[string][]byte {
	files := map[string][]byte{}
	for s, speaker := range []string{"ann", "bob"} {
		for digit := range 3 {
			for index := 3; index <= 7; index++ {
				files[fmt.Sprintf("%d_%s_%d.wav", digit, speaker, index)] = toneWAV(float64(300 + 1000*digit + 100*index + 50*s))
			}
		}
	}
	return files
}

func writeFolder(t *testing.T, files map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	folder := filepath.Join(dir, "fsdd", "recordings")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// tarOf is an archive with the files in a folder recordings of another one.
func tarOf(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for name, content := range files {
		header := &tar.Header{Name: "some-1.0/recordings/" + name, Mode: 0o644, Size: int64(len(content))}
		if err := errors.Join(w.WriteHeader(header), second(w.Write(content))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

func second(_ int, err error) error { return err }

func writeArchive(t *testing.T, name string, content []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "fsdd"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "fsdd", name), content, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// allSpikes opens the data set and returns the spikes of all its parts.
func allSpikes(t *testing.T, o Options) (set *Dataset, spikes [][]messages.Spike) {
	t.Helper()
	set, err := Open("fsdd", o)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []Split{set.Train, set.Validation, set.Test} {
		if part == nil {
			continue
		}
		for i := range part.Len() {
			spikes = append(spikes, part.AppendSpikes(nil, i))
		}
	}
	return set, spikes
}

func labels(split Split) (list []int) {
	for i := range split.Len() {
		list = append(list, split.Label(i))
	}
	return list
}

func TestFSDDIsTheSameFromFolderArchiveAndCompressed(t *testing.T) {
	files := tones()
	files["pipeline.txt"], files["._0_ann_3.wav"] = []byte("no recording"), []byte("no recording either")
	set, want := allSpikes(t, spokenOptions(writeFolder(t, files)))
	if set.Inputs != 16 || set.Classes != 10 || len(want) != 30 {
		t.Fatalf("%d inputs, %d classes, %d recordings; want 16, 10 and 30", set.Inputs, set.Classes, len(want))
	}
	archive := tarOf(t, files)
	for name, content := range map[string][]byte{
		"fsdd-recordings.tar": archive, "fsdd-recordings.tar.gz": compressed(archive),
	} {
		if _, got := allSpikes(t, spokenOptions(writeArchive(t, name, content))); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: other spikes than from the folder", name)
		}
	}
	for i, spikes := range want {
		if len(spikes) == 0 {
			t.Errorf("recording %d has no spikes", i)
		}
		for k, spike := range spikes {
			if spike.Time < 0 || spike.Time > 0.3 || spike.Source < 0 || spike.Source >= 16 || spike.Grade != 0 ||
				k > 0 && bySpikeOrder(spikes[k-1], spike) > 0 {
				t.Fatalf("recording %d: spike %d is %+v", i, k, spike)
			}
		}
	}
}

// The split by index tests on 0 to 4, that by speaker on one speaker; validation
// takes the lowest indices of the rest.
func TestFSDDSplits(t *testing.T) {
	dir := writeFolder(t, tones())
	for _, test := range []struct {
		split                   string
		validation              int
		train, validate, tested []int
	}{
		{"index", 1, []int{0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2}, []int{0, 0, 1, 1, 2, 2}, []int{0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2}},
		{"index", 0, slices.Repeat([]int{0, 0, 1, 1, 2, 2}, 3), nil, slices.Repeat([]int{0, 0, 1, 1, 2, 2}, 2)},
		{"speaker:bob", 4, slices.Repeat([]int{0, 1, 2}, 4), []int{0, 1, 2}, slices.Repeat([]int{0, 1, 2}, 5)},
	} {
		o := spokenOptions(dir)
		o.FSDD.Split, o.FSDD.Validation = test.split, test.validation
		set, _ := allSpikes(t, o)
		if !slices.Equal(labels(set.Train), test.train) || !slices.Equal(labels(set.Test), test.tested) {
			t.Errorf("%s: labels %v for training and %v for the test, want %v and %v", test.split, labels(set.Train), labels(set.Test), test.train, test.tested)
		}
		if set.Validation == nil != (test.validate == nil) || set.Validation != nil && !slices.Equal(labels(set.Validation), test.validate) {
			t.Errorf("%s: validation part %v, want labels %v", test.split, set.Validation, test.validate)
		}
	}
	// The tones tell whose recording, and which, has become which sample.
	o := spokenOptions(dir)
	o.FSDD.Split, o.FSDD.Validation = "speaker:bob", 4
	set, _ := allSpikes(t, o)
	for i, frequency := range map[int]float64{0: 650, 1: 1650, 14: 3050} {
		if got, want := set.Test.AppendSpikes(nil, i), spikesOfTone(t, frequency); !slices.Equal(got, want) {
			t.Errorf("test sample %d is not the tone of %v Hz", i, frequency)
		}
	}
}

// spikesOfTone encodes one tone by the front end alone.
func spikesOfTone(t *testing.T, frequency float64) (spikes []messages.Spike) {
	t.Helper()
	settings := spokenOptions("").FSDD.Cochlea
	settings.Window = 0.3
	front, err := cochlea.New(settings, 8000)
	if err != nil {
		t.Fatal(err)
	}
	samples, _, err := readWAV(toneWAV(frequency))
	if err != nil {
		t.Fatal(err)
	}
	for _, spike := range front.Encode(digit{samples: samples}.amplitudes()) {
		spikes = append(spikes, messages.Spike{Time: float64(float32(spike.Time)), Source: int32(spike.Input)})
	}
	slices.SortFunc(spikes, bySpikeOrder)
	return spikes
}

func TestFSDDRefusesBadFiles(t *testing.T) {
	good := toneWAV(500)
	for name, test := range map[string]struct {
		file    string
		content []byte
		want    string
	}{
		"empty":      {"1_ann_9.wav", nil, "not a wav file"},
		"no wav":     {"1_ann_9.wav", []byte("RIFF....AVI of some kind"), "not a wav file"},
		"truncated":  {"1_ann_9.wav", good[:1000], `ends 956 bytes into its chunk "data" of 4000 bytes`},
		"no samples": {"1_ann_9.wav", good[:36], "ends before its samples"},
		"huge chunk": {"1_ann_9.wav", slices.Concat(good[:12], []byte("LIST\xff\xff\xff\x7f"), good[12:]), `its chunk "LIST" of 2147483647 bytes`},
		"stereo":     {"1_ann_9.wav", wavFile(wavFormat(1, 2, 8000, 16), wavSamples(1, 2)), "2 channels"},
		"8 bits":     {"1_ann_9.wav", wavFile(wavFormat(1, 1, 8000, 8), wavSamples(1, 2)), "8 bits, want format 1 (PCM)"},
		"float":      {"1_ann_9.wav", wavFile(wavFormat(3, 1, 8000, 32), wavSamples(1, 2)), "format 3"},
		"short fmt":  {"1_ann_9.wav", wavFile(chunk("fmt ", []byte("short!")), wavSamples(1)), "a format of 6 bytes"},
		"order":      {"1_ann_9.wav", wavFile(wavSamples(1), wavFormat(1, 1, 8000, 16)), "before their format"},
		"silence":    {"1_ann_9.wav", wavFile(wavFormat(1, 1, 8000, 16), chunk("data", nil), chunk("LIST", []byte("INFO"))), "has no samples, want at least 1"},
		"one byte":   {"1_ann_9.wav", wavFile(wavFormat(1, 1, 8000, 16), chunk("data", []byte{1})), "has no samples"},
		"big-endian": {"1_ann_9.wav", slices.Concat([]byte("RIFX"), good[4:]), "not a wav file"},
		"long float": {"1_ann_9.wav", wavFile(longFormat(3), wavSamples(1, 2)), "format 3 with 1 channels of 16 bits"},
		"other rate": {"9_zoe_9.wav", wavFile(wavFormat(1, 1, 16000, 16), wavSamples(1)), "16000 samples a second, want 8000"},
		"no rate":    {"0_ann_0.wav", wavFile(wavFormat(1, 1, 0, 16), wavSamples(1)), "0 samples a second"},
		"name":       {"ten_ann_9.wav", good, "want names DIGIT_SPEAKER_INDEX.wav"},
		"large":      {"1_ann_9.wav", make([]byte, longestRecording+1), "larger than 1048576 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			files := tones()
			files[test.file] = test.content
			_, err := Open("fsdd", spokenOptions(writeFolder(t, files)))
			requireError(t, err, nil, "datasets: ", "recordings: "+test.file+": ", test.want)
		})
	}
}

func TestFSDDRefusesBadArchives(t *testing.T) {
	archive := tarOf(t, tones())
	const end = 1024 // bytes of zeros that an archive ends with
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"cut off":  {archive[:len(archive)/2+100], "unexpected EOF"},
		"cut gzip": {compressed(archive)[:600], "unexpected EOF"},
		"no tar":   {bytes.Repeat([]byte("text"), 400), "damaged after 0 recordings"},
		"empty":    {tarOf(t, nil), "no wav files, want DIGIT_SPEAKER_INDEX.wav in recordings"},
		"spelling": {tarOf(t, map[string][]byte{"0_ann_3.wav": toneWAV(500), "0_ann_03.WAV": toneWAV(500)}), "a second recording of this digit, speaker and index"},
		"twice":    {slices.Concat(archive[:len(archive)-end], archive), "a second recording of this digit, speaker and index"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open("fsdd", spokenOptions(writeArchive(t, "fsdd-recordings.tar", test.content)))
			requireError(t, err, nil, "datasets: ", "fsdd-recordings.tar: ", test.want)
		})
	}
}

func TestFSDDOptionsThatCantBe(t *testing.T) {
	dir := writeFolder(t, tones())
	for want, change := range map[string]func(*Options){
		`split "speaker:eve", want index, or speaker:NAME with one of the names ann, bob`: func(o *Options) { o.FSDD.Split = "speaker:eve" },
		`split ""`: func(o *Options) { o.FSDD.Split = "" },
		"-1 recordings for validation, want 0 or more": func(o *Options) { o.FSDD.Validation = -1 },
		"leaves 0 for training and 12 for the test":    func(o *Options) { o.FSDD.Validation = math.MaxInt },
		"1 channels, want 2 to 4096":                   func(o *Options) { o.FSDD.Cochlea.Channels = 1 },
	} {
		o := spokenOptions(dir)
		change(&o)
		_, err := Open("fsdd", o)
		requireError(t, err, ErrOption, "datasets: fsdd: ", want)
	}
	_, err := Open("fsdd", spokenOptions(t.TempDir()))
	requireError(t, err, ErrMissing, "fsdd-recordings.tar.gz", "git clone https://github.com/Jakobovski/free-spoken-digit-dataset")
}

// Whatever the bytes, there are samples or an error, and no more samples than bytes.
func FuzzReadWAV(f *testing.F) {
	f.Add(toneWAV(500)[:300])
	f.Add(wavFile(wavFormat(1, 1, 8000, 16), chunk("LIST", []byte("odd")), wavSamples(1, -2, 3)))
	f.Add(wavFile(wavSamples(1)))
	f.Add(wavFile(longFormat(1), wavSamples(1, -2)))
	f.Add(bytes.Replace(toneWAV(500)[:60], []byte("data\xa0\x0f\x00\x00"), []byte("data\xff\xff\xff\xff"), 1))
	f.Add([]byte("RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, content []byte) {
		samples, rate, err := readWAV(content)
		if err != nil {
			requireLine(t, err)
			return
		}
		if len(samples) == 0 || 2*len(samples) > len(content) || rate < 1 || rate > highestRate {
			t.Errorf("%d samples at %d Hz in %d bytes", len(samples), rate, len(content))
		}
		again, sameRate, err := readWAV(wavFile(wavFormat(1, 1, rate, 16), wavSamples(samples...)))
		if err != nil || sameRate != rate || !slices.Equal(again, samples) {
			t.Errorf("written again: %d samples at %d Hz, error %v, want %d at %d Hz", len(again), sameRate, err, len(samples), rate)
		}
	})
}

func TestReadWAVByHand(t *testing.T) {
	samples, rate, err := readWAV(wavFile(chunk("LIST", []byte("odd")), wavFormat(1, 1, 11025, 16), wavSamples(1, -2, 32767, -32768)))
	if err != nil || rate != 11025 || !slices.Equal(samples, []int16{1, -2, 32767, -32768}) {
		t.Errorf("samples %v at %d Hz, error %v", samples, rate, err)
	}
	if got := (digit{samples: samples}).amplitudes(); !slices.Equal(got, []float64{1.0 / 32768, -2.0 / 32768, 32767.0 / 32768, -1}) {
		t.Errorf("amplitudes %v", got)
	}
}

// longFormat is a WAVE_FORMAT_EXTENSIBLE of one channel of 16 bits.
func longFormat(code uint16) []byte {
	text := wavFormat(0xfffe, 1, 8000, 16)[8:]
	text = append(text, 22, 0, 16, 0, 4, 0, 0, 0)
	text = binary.LittleEndian.AppendUint16(text, code)
	return chunk("fmt ", append(text, "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"...))
}

// Programs that write to a pipe cannot go back and write the size of what they have
// written: such samples end with the file.
func TestReadWAVOfUnknownSize(t *testing.T) {
	stream := func(riff, data uint32, samples ...byte) []byte {
		head := binary.LittleEndian.AppendUint32([]byte("RIFF"), riff)
		head = slices.Concat(head, []byte("WAVE"), wavFormat(1, 1, 8000, 16), []byte("data"))
		return append(binary.LittleEndian.AppendUint32(head, data), samples...)
	}
	for name, content := range map[string][]byte{
		"0xFFFFFFFF":        stream(0xffffffff, 0xffffffff, 1, 0, 2, 0),
		"0":                 stream(36, 0, 1, 0, 2, 0),
		"0 in both":         stream(0, 0, 1, 0, 2, 0),
		"SoX":               stream(0x7ffff024, 0x7ffff000, 1, 0, 2, 0),
		"arecord":           stream(0x80000024, 0x80000000, 1, 0, 2, 0),
		"half a sample":     stream(0xffffffff, 0xffffffff, 1, 0, 2, 0, 3),
		"odd, with a pad":   stream(42, 5, 1, 0, 2, 0, 3, 0),
		"odd, without":      stream(41, 5, 1, 0, 2, 0, 3),
		"more behind":       stream(52, 4, 1, 0, 2, 0, 'L', 'I', 'S', 'T', 0, 0, 0, 0),
		"a size of no file": stream(7, 4, 1, 0, 2, 0),
		"extensible":        wavFile(longFormat(1), wavSamples(1, 2)),
	} {
		samples, rate, err := readWAV(content)
		if err != nil || rate != 8000 || !slices.Equal(samples, []int16{1, 2}) {
			t.Errorf("%s: samples %v at %d Hz, error %v, want 1 and 2 at 8000 Hz", name, samples, rate, err)
		}
	}
	for name, content := range map[string][]byte{
		"0xFFFFFFFF": stream(0xffffffff, 0xffffffff), "0": stream(36, 0), "0, of a finished file": stream(44, 0, 'L', 'I', 'S', 'T', 0, 0, 0, 0),
	} {
		if _, _, err := readWAV(content); err == nil || !strings.Contains(err.Error(), "has no samples") {
			t.Errorf("%s without samples: error %v, want one that says so", name, err)
		}
	}
}

// Speakers may be called by numbers, and a file may end in .WAV.
func TestFSDDNamesOfOthers(t *testing.T) {
	for file, want := range map[string]recordingName{
		"0_ann_3.wav": {0, "ann", 3}, "7_01_49.wav": {7, "01", 49}, "9_s-2_b_0.WAV": {9, "s-2_b", 0}, "1_Jürgen 2_12.Wav": {1, "Jürgen 2", 12},
	} {
		if got, err := parseName(file); err != nil || got != want || !isRecording(file) {
			t.Errorf("%s: %+v, error %v, want %+v", file, got, err, want)
		}
	}
	files := map[string][]byte{}
	for name, content := range tones() {
		files[strings.NewReplacer("ann", "01", "bob", "s2", ".wav", ".WAV").Replace(name)] = content
	}
	_, want := allSpikes(t, spokenOptions(writeFolder(t, tones())))
	if _, got := allSpikes(t, spokenOptions(writeFolder(t, files))); !slices.EqualFunc(got, want, slices.Equal) {
		t.Error("other spikes under other names")
	}
	o := spokenOptions(writeFolder(t, files))
	o.FSDD.Split = "speaker:01"
	if set, _ := allSpikes(t, o); set.Test.Len() != 15 {
		t.Errorf("%d recordings in the test part, want the 15 of speaker 01", set.Test.Len())
	}
}

// No options are the standard ones, bit for bit.
func TestFSDDWithoutOptions(t *testing.T) {
	files := tones()
	files["2_bob_10.wav"] = toneWAV(777) // the lowest index that is left for training
	o := Options{Dir: writeFolder(t, files), EncodingWindow: 0.5}
	_, got := allSpikes(t, o)
	o.FSDD = StandardFSDD()
	set, want := allSpikes(t, o)
	if set.Train.Len() != 1 || !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%d training samples, want 1, and the same spikes without options as with the standard ones", set.Train.Len())
	}
}

// The published recordings: 2400, 300 and 300 of them, as many of each digit,
// with spikes in every one, and in the mean as many as leave inputs some rest.
func TestPublishedRecordings(t *testing.T) {
	if testing.Short() {
		t.Skip("encodes 3000 recordings: not with -short")
	}
	o := Options{Dir: realData, EncodingWindow: 0.5, FSDD: StandardFSDD()}
	o.FSDD.Cochlea.Channels /= 4 // encoding takes time with each
	set, err := Open("fsdd", o)
	if errors.Is(err, ErrMissing) {
		t.Skipf("the published files are not at hand: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		split Split
		want  int
	}{{set.Train, 2400}, {set.Validation, 300}, {set.Test, 300}} {
		count, total := make([]int, 10), 0
		for i := range part.split.Len() {
			n := len(part.split.AppendSpikes(nil, i))
			if n == 0 {
				t.Errorf("a recording of %d without a spike", part.split.Label(i))
			}
			count[part.split.Label(i)]++
			total += n
		}
		if !slices.Equal(count, slices.Repeat([]int{part.want / 10}, 10)) {
			t.Errorf("recordings of each digit: %v, want %d", count, part.want/10)
		}
		if mean := float64(total) / float64(part.want) / float64(set.Inputs); mean < 2 || mean > 20 {
			t.Errorf("%.1f spikes a recording and input, want 2 to 20", mean)
		}
	}
}
