package untrustedtest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"testing"
)

// The bombs are good files: what refuses them looks at their size.
func TestBombsUnpack(t *testing.T) {
	packed := GzipBomb(t, []byte("start"), 3)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || len(got) != 5+3<<20 || string(got[:6]) != "start\x00" || len(packed) > 4*1100 {
		t.Errorf("%d bytes of %d packed ones, error %v", len(got), len(packed), err)
	}

	packed = Zip(t, Member{Name: "../a\nb", Content: []byte("start"), Zeros: 5}, Member{Name: "../a\nb"})
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil && archive == nil {
		t.Fatal(err)
	}
	if len(archive.File) != 2 || archive.File[1].Name != "../a\nb" || len(packed) > 8*1100 {
		t.Fatalf("%d members in %d bytes", len(archive.File), len(packed))
	}
	member, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(member); err != nil || len(got) != 5+5<<20 || string(got[:6]) != "start\x00" {
		t.Errorf("%d bytes, error %v", len(got), err)
	}
}

func TestAllocatedCountsWhatIsFreeAgain(t *testing.T) {
	if got := Allocated(func() { sink = make([]byte, 1<<20); sink = nil }); got < 1<<20 || got > 2<<20 {
		t.Errorf("%d bytes, want about a MiB", got)
	}
}

var sink []byte
