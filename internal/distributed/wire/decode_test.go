package wire

import "runtime"

// allocated is the number of bytes that work takes from the heap.
func allocated(work func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// decode reads a frame: its header and its message.
func decode(frame []byte) (Header, any, error) {
	h, encoded, err := DecodeHeader(frame)
	if err != nil {
		return h, nil, err
	}
	message, err := encoded.Decode()
	return h, message, err
}
