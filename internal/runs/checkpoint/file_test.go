package checkpoint

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"

	"sfdfa-actors/messages"
)

// sample is a section of a small network: a population in two, and an output.
type sample struct {
	which   Range
	neurons []Neuron
}

func samples() []sample {
	state := func(weights, moments, feedback []float64, steps int) messages.State {
		s := messages.State{Weights: weights, Feedback: feedback, Steps: steps}
		if moments != nil {
			s.First, s.Second = moments, moments
			s.Averages = []float64{-0.5, 8}[:len(weights)]
			s.MeanRate, s.Silence = []float64{0.1}, []float64{4}
			if len(weights) > 0 {
				s.Delays, s.DelayFirst, s.DelaySecond = s.Averages, moments, s.Averages
			}
		}
		return s
	}
	return []sample{
		{Range{1, 0, 2, 4}, []Neuron{
			{state([]float64{0.5, -1.25}, []float64{1, 2}, []float64{math.Pi}, 7), true},
			{state(nil, nil, []float64{math.Copysign(0, -1)}, 7), false},
		}},
		{Range{1, 2, 1, 4}, []Neuron{{state([]float64{3}, []float64{0.25}, []float64{-1}, 7), true}}},
		{Range{2, 0, 1, 8}, []Neuron{{state([]float64{0.1, 1e-300, math.MaxFloat64}, nil, nil, 0), true}}},
	}
}

// fill writes the samples and two texts.
func fill(text func(string, []byte) error, neurons func(Range, []Neuron) error) error {
	failures := []error{text("run", []byte("position")), text("metrics", nil)}
	for _, s := range samples() {
		failures = append(failures, neurons(s.which, s.neurons))
	}
	return errors.Join(failures...)
}

// tiny is the bytes of a checkpoint.
func tiny(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	e, err := newEncoder(&out)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(fill(e.text, e.neurons), e.finish()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readBytes(text []byte) (*File, error) {
	return read(bytes.NewReader(text), int64(len(text)))
}

func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c")
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(fill(w.Text, w.Neurons), w.Commit(), w.Abandon()); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if string(f.Text("run")) != "position" || len(f.Text("metrics")) != 0 || f.Text("other") != nil {
		t.Errorf("texts %q", f.texts)
	}
	for i, want := range samples() {
		if f.Ranges[i] != want.which {
			t.Errorf("range %d is %+v, want %+v", i, f.Ranges[i], want.which)
		}
		cursor, err := f.Neurons(want.which)
		must(t, err)
		for k := range want.neurons {
			got, err := cursor.Next()
			if err != nil || !reflect.DeepEqual(got, want.neurons[k]) {
				t.Errorf("neuron %d of range %d: %+v, error %v, want %+v", k, i, got, err, want.neurons[k])
			}
		}
		if _, err := cursor.Next(); err != io.EOF {
			t.Errorf("range %d: error %v after the last neuron, want io.EOF", i, err)
		}
	}
	var indices []int
	err = f.Visit(1, func(index int, n *Neuron) error {
		indices = append(indices, index)
		return nil
	})
	if err != nil || !reflect.DeepEqual(indices, []int{0, 1, 2}) {
		t.Errorf("visited %v, error %v, want neurons 0 to 2", indices, err)
	}
}

// expectRefusal fails the test unless the bytes are refused with a reason.
func expectRefusal(t *testing.T, what string, text []byte, reasons ...string) {
	t.Helper()
	_, err := readBytes(text)
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Errorf("%s: error %v, want a refusal", what, err)
		return
	}
	for _, reason := range reasons {
		if !strings.Contains(refusal.Reason, reason) {
			t.Errorf("%s: refused because %q, want %q in it", what, refusal.Reason, reason)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A range that was written in several sections is read as one, and only if it is
// exactly what they hold.
func TestARangeMayStandInSeveralSections(t *testing.T) {
	f, err := readBytes(tiny(t))
	must(t, err)
	cursor, err := f.Neurons(Range{Population: 1, Count: 3, Width: 4})
	must(t, err)
	for _, s := range samples()[:2] {
		for k := range s.neurons {
			if got, err := cursor.Next(); err != nil || !reflect.DeepEqual(got, s.neurons[k]) {
				t.Errorf("neuron %d: %+v, error %v, want %+v", s.which.First+k, got, err, s.neurons[k])
			}
		}
	}
	if _, err := cursor.Next(); err != io.EOF {
		t.Errorf("error %v after the last neuron, want io.EOF", err)
	}
	if got := f.Count(); got != 4 {
		t.Errorf("%d neurons, want 4", got)
	}
	for _, other := range []Range{{1, 0, 1, 4}, {1, 0, 4, 4}, {1, 1, 2, 4}, {1, 0, 3, 8}, {2, 0, 2, 8}, {3, 0, 1, 4}, {2, 0, 1, 4}} {
		_, err := f.Neurons(other)
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, "it does not have neurons") {
			t.Errorf("%v: error %v, want a refusal", other, err)
		}
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	text := tiny(t)
	for n := range text {
		reason := "truncated"
		if n == 0 {
			reason = "no checkpoint"
		}
		expectRefusal(t, "truncated", text[:n], reason)
	}
	if _, err := readBytes(text); err != nil {
		t.Errorf("the whole file: %v", err)
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // most of the time would go into collections
	text := tiny(t)
	for i := range text {
		for bit := range 8 {
			text[i] ^= 1 << bit
			expectRefusal(t, "a flipped bit", text)
			text[i] ^= 1 << bit
		}
	}
}

func TestRefusalsSayWhy(t *testing.T) {
	text := tiny(t)
	changed := func(change func([]byte)) []byte {
		text := bytes.Clone(text)
		change(text)
		return text
	}
	expectRefusal(t, "a foreign file", []byte("PK\x03\x04 an archive"), "it is no checkpoint")
	expectRefusal(t, "a file of zeros", make([]byte, 1000), "it is no checkpoint")
	expectRefusal(t, "a version from the future", changed(func(b []byte) { b[8] = 9 }), "version 9", "reads version 2")
	expectRefusal(t, "a damaged text", changed(func(b []byte) { b[fileHeaderSize+sectionHeaderSize] ^= 1 }), "checksum of section 1", `"run"`)
	expectRefusal(t, "a damaged end", changed(func(b []byte) { b[len(b)-1] ^= 1 }), "checksum of section 6", `"end"`)
	expectRefusal(t, "more than there should be", append(bytes.Clone(text), 1, 2), "2 bytes follow its end")
	huge := binary.LittleEndian.AppendUint32([]byte(magic), Version)
	h := sectionHeader{name: "run", length: math.MaxUint64}
	expectRefusal(t, "a huge section", append(append(huge, h.encode()...), make([]byte, 100)...), "truncated", "claims 18446744073709551615 bytes")
}

// A section that was left out or doubled has a good checksum of its own.
func TestMissingSectionsAreRefused(t *testing.T) {
	text := tiny(t)
	first := fileHeaderSize + sectionHeaderSize + len("position") + checksumSize
	expectRefusal(t, "a section left out", append(bytes.Clone(text[:fileHeaderSize]), text[first:]...), "it has 4 sections, must have 5")
	second := first + sectionHeaderSize + checksumSize
	swapped := append(bytes.Clone(text[:fileHeaderSize]), text[first:second]...)
	swapped = append(append(swapped, text[fileHeaderSize:first]...), text[second:]...)
	expectRefusal(t, "two sections swapped", swapped, "the checksum of the file differs")
}

// forged is a section with any content and a good checksum.
func forged(h sectionHeader, payload []byte) []byte {
	h.length = uint64(len(payload))
	section := append(h.encode(), payload...)
	return binary.LittleEndian.AppendUint32(section, crc32.Checksum(section, castagnoli))
}

// Numbers that a checksum vouches for are still not trusted.
func TestForgedNeuronsAreRefused(t *testing.T) {
	for what, payload := range map[string][]byte{
		"more weights than bytes": (&neuronHeader{weights: math.MaxUint32}).appendTo(nil),
		"moments of no weights":   (&neuronHeader{moments: 3}).appendTo(nil),
		"averages of no weights":  (&neuronHeader{averages: 3}).appendTo(nil),
		"negative steps":          (&neuronHeader{steps: math.MaxUint64}).appendTo(nil),
		"an unknown flag":         (&neuronHeader{flags: 8}).appendTo(nil),
		"bytes behind the last":   append((&neuronHeader{}).appendTo(nil), 0),
	} {
		section := forged(sectionHeader{name: neuronsName, count: 1, width: 4}, payload)
		f := &File{source: bytes.NewReader(section)}
		h := decodeSectionHeader(section)
		if err := f.addRange(&h, sectionHeaderSize); err != nil {
			t.Fatal(err)
		}
		cursor := f.cursor(0, 1)
		_, err := cursor.Next()
		if err == nil {
			_, err = cursor.Next()
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) {
			t.Errorf("%s: error %v, want a refusal", what, err)
		}
	}
	f := &File{}
	for _, h := range []sectionHeader{{width: 3}, {width: 4, count: 2, length: 2*neuronHeaderSize - 1}} {
		if err := f.addRange(&h, 0); err == nil {
			t.Errorf("section %+v is taken", h)
		}
	}
}

func FuzzRead(f *testing.F) {
	text := tiny(f)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := readBytes(text)
		if err != nil {
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Reason == "" {
				t.Errorf("error %v, want a refusal with a reason", err)
			}
			return
		}
		for _, which := range file.Ranges {
			cursor, err := file.Neurons(which)
			for err == nil {
				_, err = cursor.Next()
			}
		}
	})
}

// FuzzNeurons reads neurons whose section has a good checksum, whatever is in it.
func FuzzNeurons(f *testing.F) {
	f.Add((&neuronHeader{weights: 1, moments: 1, feedback: 1}).appendTo(nil), uint32(1), true)
	f.Fuzz(func(t *testing.T, payload []byte, count uint32, wide bool) {
		h := sectionHeader{name: neuronsName, count: count, width: 4, length: uint64(len(payload))}
		if wide {
			h.width = 8
		}
		file := &File{source: bytes.NewReader(payload)}
		if err := file.addRange(&h, 0); err != nil {
			return
		}
		cursor := file.cursor(0, 1)
		for {
			n, err := cursor.Next()
			if err != nil {
				return
			}
			if len(n.State.Weights) > len(payload)/4 {
				t.Fatalf("%d weights in %d bytes", len(n.State.Weights), len(payload))
			}
		}
	})
}
