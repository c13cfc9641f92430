package hdf5

import (
	"errors"
	"fmt"
)

// decompressLZF unpacks at most limit bytes of LZF (Marc Lehmann's LibLZF, which h5py
// brings along). A packed chunk is a row of runs: up to 32 bytes as they are, or a
// distance back in what is unpacked and how many bytes to repeat from there.
func decompressLZF(packed []byte, limit int) ([]byte, error) {
	c := &cursor{what: "chunk: lzf", data: packed}
	var unpacked []byte
	for len(c.data) > 0 {
		head := int(c.u8())
		if head < 32 {
			unpacked = append(unpacked, c.bytes(head+1)...)
		} else {
			length := head>>5 + 2
			if length == 7+2 {
				length += int(c.u8())
			}
			from := len(unpacked) - 1 - (head&31<<8 | int(c.u8()))
			if c.err == nil && from < 0 {
				return nil, errors.New("hdf5: chunk: lzf: repeats what is before its start")
			}
			for i := 0; i < length && c.err == nil; i++ { // a run may repeat itself
				unpacked = append(unpacked, unpacked[from+i])
			}
		}
		if c.err != nil {
			return nil, c.err
		}
		if len(unpacked) > limit {
			return nil, fmt.Errorf("hdf5: chunk: lzf: more than %d bytes, allowed: the size of a chunk", limit)
		}
	}
	return unpacked, nil
}
