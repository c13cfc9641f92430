package datasets

import (
	"path/filepath"
	"testing"
)

// A picture is upright, of its own sample also behind a limit, and its pixels are
// the inputs that fire. Samples that are no images have none.
func TestPictures(t *testing.T) {
	dir := t.TempDir()
	description, err := Describe("emnist-balanced")
	if err != nil {
		t.Fatal(err)
	}
	files := smallSet(3, 9, 1)
	second := len(files[2]) - 2*imageSide*imageSide
	files[2][second+imageSide+3] = 128 // of the middle test image: stored column 1, row 3
	writeSet(t, filepath.Join(dir, "emnist"), description.Files, files)
	set, err := Open("emnist-balanced", Options{Dir: dir, EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	for _, split := range []Split{set.Test, Limit(set.Test, 2)} {
		picture := Picture(split, 1)
		if picture == nil || picture.GrayAt(1, 3).Y != 128 || picture.GrayAt(0, 1).Y != 255 || Picture(split, 0).GrayAt(1, 3).Y != 0 {
			t.Fatalf("the picture is %+v", picture)
		}
		lit := 0
		for _, p := range picture.Pix {
			if p > 0 {
				lit++
			}
		}
		if spikes := split.AppendSpikes(nil, 1); lit != len(spikes) || lit != 2 {
			t.Errorf("%d pixels are lit and %d inputs fire, want 2", lit, len(spikes))
		}
	}
	generated, err := Open("yinyang", Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	if Picture(generated.Test, 0) != nil || Picture(Limit(generated.Test, 5), 0) != nil {
		t.Error("a sample of yinyang has a picture")
	}
}
