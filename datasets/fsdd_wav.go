package datasets

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// longestRecording bounds a sound file in bytes: a minute at 8 kHz.
const longestRecording = 1 << 20

// highestRate bounds the samples a second.
const highestRate = 1 << 20

// Sizes in a wav file: of the file's head, which holds the size of the rest; of
// what stands before each chunk, its name and its size; and of one sample.
const (
	wavHead    = 12
	chunkHead  = 8
	sampleSize = 2
)

// endlessData is the smallest size of a chunk of samples that stands for "to the
// end of the file". A program that cannot go back to write the size leaves there
// 0, 0xFFFFFFFF or, as SoX and arecord do, something close to 2^31.
const endlessData = 0x7fff0000

// readWAV reads the samples, at least one, of a wav file with one channel of 16-bit
// PCM, and how many there are a second. What a header promises must be there; where
// it says that it does not know, the samples end with the file. Half a sample at the
// end is left out.
func readWAV(content []byte) (samples []int16, rate int, err error) {
	if len(content) < wavHead || string(content[:4]) != "RIFF" || string(content[8:wavHead]) != "WAVE" {
		return nil, 0, errors.New("not a wav file")
	}
	// The head of a file that its writer finished has its size.
	finished := uint64(binary.LittleEndian.Uint32(content[4:])) == uint64(len(content)-chunkHead)
	for rest := content[wavHead:]; len(rest) >= chunkHead; {
		name, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[chunkHead:]
		if name == "data" && (size >= endlessData || size == 0 && !finished) {
			size = uint64(len(rest))
		}
		if size > uint64(len(rest)) {
			return nil, 0, fmt.Errorf("ends %d bytes into its chunk %q of %d bytes", len(rest), name, size)
		}
		switch {
		case name == "fmt ":
			if rate, err = readWAVFormat(rest[:size]); err != nil {
				return nil, 0, err
			}
		case name == "data" && rate == 0:
			return nil, 0, errors.New("its samples come before their format")
		case name == "data" && size < sampleSize:
			return nil, 0, errors.New("has no samples, want at least 1")
		case name == "data":
			return littleEndian(rest[:size]), rate, nil
		}
		rest = rest[min(size+size%2, uint64(len(rest))):] // chunks begin at even places
	}
	return nil, 0, errors.New("ends before its samples")
}

// Format codes of a wav file: plain samples, and the longer form of a format, which
// has the code behind its other fields, as the beginning of a GUID.
const (
	pcm           = 1
	extensible    = 0xfffe
	mediaTypeGUID = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"
)

// readWAVFormat returns the samples a second.
func readWAVFormat(fields []byte) (rate int, err error) {
	const plain, long = 16, 40 // bytes
	if len(fields) < plain {
		return 0, fmt.Errorf("a format of %d bytes, want %d or more", len(fields), plain)
	}
	format, channels := binary.LittleEndian.Uint16(fields), binary.LittleEndian.Uint16(fields[2:])
	perSecond, bits := binary.LittleEndian.Uint32(fields[4:]), binary.LittleEndian.Uint16(fields[14:])
	if format == extensible && len(fields) >= long && string(fields[26:long]) == mediaTypeGUID {
		format = binary.LittleEndian.Uint16(fields[24:])
	}
	if format != pcm || channels != 1 || bits != 8*sampleSize {
		return 0, fmt.Errorf("format %d with %d channels of %d bits, want format %d (PCM) with 1 channel of %d bits",
			format, channels, bits, pcm, 8*sampleSize)
	}
	if perSecond < 1 || perSecond > highestRate {
		return 0, fmt.Errorf("%d samples a second, want 1 to %d", perSecond, highestRate)
	}
	return int(perSecond), nil
}

// littleEndian leaves out an odd byte at the end.
func littleEndian(content []byte) []int16 {
	samples := make([]int16, len(content)/sampleSize)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(content[sampleSize*i:]))
	}
	return samples
}
