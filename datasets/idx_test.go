package datasets

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// idxBytes writes an IDX file: magic, dimensions, values.
func idxBytes(magic uint32, dimensions []uint32, values ...byte) []byte {
	content := binary.BigEndian.AppendUint32(nil, magic)
	for _, size := range dimensions {
		content = binary.BigEndian.AppendUint32(content, size)
	}
	return append(content, values...)
}

func compressed(content []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(content) // a bytes.Buffer takes everything
	w.Close()
	return packed.Bytes()
}

// anyDimensions wants all.
func anyDimensions([]int) error { return nil }

func TestReadIDX(t *testing.T) {
	content := idxBytes(imagesMagic, []uint32{2, 1, 3}, 1, 2, 3, 4, 5, 6)
	for name, input := range map[string][]byte{"plain": content, "gzip": compressed(content), "two frames": append(compressed(content[:9]), compressed(content[9:])...)} {
		array, err := readIDX(bytes.NewReader(input), imagesMagic, anyDimensions)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.Equal(array.dimensions, []int{2, 1, 3}) || !bytes.Equal(array.values, []byte{1, 2, 3, 4, 5, 6}) {
			t.Errorf("%s: %+v", name, array)
		}
	}
}

// TestReadIDXGrows reads more than is set aside on the header's word.
func TestReadIDXGrows(t *testing.T) {
	values := bytes.Repeat([]byte{7}, 3*firstAllocation+5)
	array, err := readIDX(bytes.NewReader(compressed(idxBytes(labelsMagic, []uint32{uint32(len(values))}, values...))), labelsMagic, anyDimensions)
	if err != nil || !bytes.Equal(array.values, values) {
		t.Errorf("%d values, error %v, want %d", len(array.values), err, len(values))
	}
}

func TestReadIDXRefuses(t *testing.T) {
	good := idxBytes(imagesMagic, []uint32{1, 2, 2}, 1, 2, 3, 4)
	packed := compressed(good)
	flipped := slices.Clone(packed)
	flipped[len(flipped)-8] ^= 1 // first byte of the CRC
	for _, test := range []struct {
		name  string
		input []byte
		want  string
	}{
		{"empty file", nil, "ends inside its header"},
		{"one byte", good[:1], "ends inside its header"},
		{"short header", good[:9], "ends inside its header"},
		{"labels for images", idxBytes(labelsMagic, []uint32{1}, 1), "magic 0x00000801 (labels), want 0x00000803 (images)"},
		{"other content", []byte("<html></html>"), `is a text (text/html) that begins with "<html></html>", want the data themselves`},
		{"no image", idxBytes(imagesMagic, []uint32{0, 28, 28}), "dimension 1 is 0, want at least 1"},
		{"no column", idxBytes(imagesMagic, []uint32{1, 28, 0}), "dimension 3 is 0, want at least 1"},
		{"too many", idxBytes(imagesMagic, []uint32{1 << 31, 1 << 31, 4}), "dimensions 2147483648, want at most 268435456 values"},
		{"overflowing product", idxBytes(imagesMagic, []uint32{1 << 16, 1 << 16, 1 << 16}), "dimensions 65536×65536, want at most"},
		{"huge promise", idxBytes(imagesMagic, []uint32{1 << 8, 1 << 10, 1 << 10}, 1), "ends after 1 of the 268435456 values"},
		{"truncated", good[:len(good)-1], "ends after 3 of the 4 values that its header promises"},
		{"trailing bytes", append(slices.Clone(good), 0), "goes on after the 4 values that its header promises"},
		{"bomb", compressed(idxBytes(imagesMagic, []uint32{1, 1, 1}, make([]byte, 1<<20)...)), "goes on after the 1 values"},
		{"truncated gzip", packed[:len(packed)-9], "ends inside its gzip frame"},
		{"gzip without its end", packed[:len(packed)-4], "ends inside its gzip frame"},
		{"gzip checksum", flipped, "gzip: invalid checksum"},
		{"gzip header", []byte("\x1f\x8b\x07"), "ends inside its gzip frame"},
		{"XML for gzip", []byte("<?xml version='1.0'?><Error/>"), "is a text (text/xml)"},
		{"git's pointer", []byte("version https://git-lfs.github.com/spec/v1\noid"), "is a text (text/plain) that begins with"},
		{"after gzip", append(slices.Clone(packed), "rest of it"...), "goes on behind the end of its gzip frame"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readIDX(bytes.NewReader(test.input), imagesMagic, anyDimensions)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q in it", err, test.want)
			}
		})
	}
}

// FuzzReadIDX checks that no input makes the reader panic or accept an array
// that contradicts its own dimensions.
func FuzzReadIDX(f *testing.F) {
	for _, content := range [][]byte{
		idxBytes(imagesMagic, []uint32{1, 2, 2}, 1, 2, 3, 4),
		idxBytes(labelsMagic, []uint32{3}, 0, 1, 2),
		idxBytes(imagesMagic, []uint32{1 << 31, 1 << 31, 1 << 31}),
		idxBytes(imagesMagic, []uint32{0, 28, 28}),
		[]byte("\x1f\x8b"),
		nil,
	} {
		f.Add(content)
		f.Add(compressed(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, magic := range []uint32{labelsMagic, imagesMagic} {
			array, err := readIDX(bytes.NewReader(content), magic, anyDimensions)
			if err != nil {
				requireLine(t, err)
				continue
			}
			count := 1
			dimensions := make([]uint32, len(array.dimensions))
			for i, size := range array.dimensions {
				count *= size
				dimensions[i] = uint32(size)
			}
			if count != len(array.values) || count == 0 {
				t.Fatalf("dimensions %v with %d values", array.dimensions, len(array.values))
			}
			if plain := idxBytes(magic, dimensions, array.values...); content[0] == 0 && !bytes.Equal(plain, content) {
				t.Fatalf("read %x, written again %x", content, plain)
			}
		}
	})
}
