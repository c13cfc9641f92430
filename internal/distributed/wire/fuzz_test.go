package wire

import (
	"bytes"
	"testing"
)

// Whatever the bytes are, decoding ends with an error or with a message that crosses
// again, takes memory in proportion to them, and for binary messages has no other form.
func FuzzDecode(f *testing.F) {
	for _, message := range examples() {
		frame, err := Encode(header(), message)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(frame)
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		h, message, err := decode(frame)
		if err != nil {
			return
		}
		again, err := Encode(h, message)
		if err != nil {
			t.Fatalf("%+v was decoded and can't be encoded: %v", message, err)
		}
		if isText(message) {
			return
		}
		if !bytes.Equal(again, frame) {
			t.Fatalf("%x is encoded as %x", frame, again)
		}
	})
}

// isText reports whether a message is JSON, which has many forms.
func isText(message any) bool {
	k, err := kindOf(message)
	return err != nil || k.json
}
