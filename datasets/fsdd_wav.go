package datasets

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/go-audio/riff"
)

// longestRecording bounds a sound file in bytes: a minute at 8 kHz.
const longestRecording = 1 << 20

// highestRate bounds the samples a second.
const highestRate = 1 << 20

// chunkHead is the size of what stands before each chunk: its name and its size.
const chunkHead = 8

// pcm is the format code of plain samples in a wav file.
const pcm = 1

// readWAV reads the samples of a wav file with one channel of 16-bit PCM, and
// how many there are a second. It does not take a header's word for sizes: what
// is promised must be there, before anything is set aside for it.
func readWAV(content []byte) (samples []int16, rate int, err error) {
	rest := bytes.NewReader(content)
	parser := riff.New(rest)
	if err := parser.ParseHeaders(); err != nil || parser.Format != riff.WavFormatID {
		return nil, 0, errors.New("not a wav file")
	}
	for described := false; ; {
		if rest.Len() < chunkHead {
			return nil, 0, errors.New("ends before its samples")
		}
		chunk, err := parser.NextChunk()
		if err != nil {
			return nil, 0, errors.New("ends before its samples")
		}
		if chunk.Size > rest.Len() {
			return nil, 0, fmt.Errorf("ends %d bytes into its chunk %q of %d bytes", rest.Len(), chunk.ID[:], chunk.Size)
		}
		switch {
		case chunk.ID == riff.FmtID:
			if err := readWAVFormat(chunk, parser); err != nil {
				return nil, 0, err
			}
			described = true
		case chunk.ID == riff.DataFormatID && !described:
			return nil, 0, errors.New("its samples come before their format")
		case chunk.ID == riff.DataFormatID:
			at := len(content) - rest.Len()
			return littleEndian(content[at : at+chunk.Size]), int(parser.SampleRate), nil
		default:
			chunk.Drain()
		}
	}
}

func readWAVFormat(chunk *riff.Chunk, parser *riff.Parser) error {
	if chunk.Size < 16 {
		return fmt.Errorf("a format of %d bytes, want 16 or more", chunk.Size)
	}
	if err := chunk.DecodeWavHeader(parser); err != nil {
		return err
	}
	if parser.WavAudioFormat != pcm || parser.NumChannels != 1 || parser.BitsPerSample != 16 {
		return fmt.Errorf("format %d with %d channels of %d bits, want format %d (PCM) with 1 channel of 16 bits",
			parser.WavAudioFormat, parser.NumChannels, parser.BitsPerSample, pcm)
	}
	if parser.SampleRate < 1 || parser.SampleRate > highestRate {
		return fmt.Errorf("%d samples a second, want 1 to %d", parser.SampleRate, highestRate)
	}
	return nil
}

func littleEndian(content []byte) []int16 {
	samples := make([]int16, len(content)/2)
	for i := range samples {
		samples[i] = int16(binary.LittleEndian.Uint16(content[2*i:]))
	}
	return samples
}
