package npz

import (
	"strings"
	"testing"
)

// An archive may list one stream of bytes under many names.
func TestMembersThatOverlapShareOneBound(t *testing.T) {
	z := &Reader{size: 1000, left: 100}
	if err := z.Reserve(60); err != nil {
		t.Fatal(err)
	}
	if err := z.Reserve(41); err == nil || !strings.Contains(err.Error(), "41 bytes, want at most the 40 that are left of the 268435456 for a file of 1000") {
		t.Errorf("error %v, want a refusal", err)
	}
}
