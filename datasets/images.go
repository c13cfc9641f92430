package datasets

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"sfdfa-actors/messages"
)

// imageSide is the number of pixels along each side of an image.
const imageSide = 28

const imagePixels = imageSide * imageSide

// images is a Split of grey images. Pixel j, row by row from the top left, is
// input j; the brighter it is the earlier it fires, and black never does.
type images struct {
	pixels []byte // samples × pixels
	labels []byte
	times  [256]float64 // spike time of each grey level in seconds
}

// openImages reads a data set of the MNIST family.
func openImages(e entry, options Options) (*Dataset, error) {
	files, err := e.located(options.Dir)
	if err != nil {
		return nil, err
	}
	train, err := e.readImages(files[0].Path, files[1].Path, options)
	if err != nil {
		return nil, err
	}
	test, err := e.readImages(files[2].Path, files[3].Path, options)
	if err != nil {
		return nil, err
	}
	return &Dataset{Name: e.Name, Inputs: e.Inputs, Classes: e.Classes, Train: train, Test: test}, nil
}

// publishedLabels are the SHA-256 sums of the training labels of data sets whose files
// have the same names.
var publishedLabels = map[string]string{
	"1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13": "mnist",
	"657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7": "fashion-mnist",
}

// refuseOthersLabels returns an error if these are the labels of another data set
// than the named one.
func refuseOthersLabels(name string, labels []byte) error {
	owner, known := publishedLabels[fmt.Sprintf("%x", sha256.Sum256(labels))]
	if !known || owner == name {
		return nil
	}
	return fmt.Errorf("these are the labels of %s, want those of %s", owner, name)
}

// othersLabels reports whether a file has the labels of another data set.
func othersLabels(name, path string) bool {
	labels, err := readIDXFile(path, labelsMagic, func([]int) error { return nil })
	return err == nil && refuseOthersLabels(name, labels.values) != nil
}

// readImages reads one split: a file of images and the file of their labels. Of
// more images than labels, or others than 28×28, none is read.
func (e entry) readImages(imagesPath, labelsPath string, options Options) (*images, error) {
	labels, err := readIDXFile(labelsPath, labelsMagic, func(dimensions []int) error {
		if n := dimensions[0]; n > maxIDXValues/imagePixels {
			return fmt.Errorf("%d labels, want at most %d", n, maxIDXValues/imagePixels)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := refuseOthersLabels(e.Name, labels.values); err != nil {
		return nil, fmt.Errorf("datasets: %s: %w", labelsPath, err)
	}
	if i := slices.IndexFunc(labels.values, func(label byte) bool { return int(label) >= e.Classes }); i >= 0 {
		return nil, fmt.Errorf("datasets: %s: label %d of sample %d, want 0 to %d", labelsPath, labels.values[i], i, e.Classes-1)
	}
	array, err := readIDXFile(imagesPath, imagesMagic, func(dimensions []int) error {
		if rows, columns := dimensions[1], dimensions[2]; rows != imageSide || columns != imageSide {
			return fmt.Errorf("images of %d×%d pixels, want %d×%d", rows, columns, imageSide, imageSide)
		}
		if n := dimensions[0]; n != len(labels.values) {
			return fmt.Errorf("%d images, want as many as the %d labels in %s", n, len(labels.values), labelsPath)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if e.transposed {
		transposeImages(array.values)
	}
	return &images{array.values, labels.values, greyLatencies(options.EncodingWindow)}, nil
}

// transposeImages swaps rows and columns of each image in place.
func transposeImages(pixels []byte) {
	for image := range slices.Chunk(pixels, imagePixels) {
		for row := range imageSide {
			for column := range row {
				a, b := row*imageSide+column, column*imageSide+row
				image[a], image[b] = image[b], image[a]
			}
		}
	}
}

// greyLatencies tabulates the time to first spike of Eq. 22, t = T·(1 − p/255),
// for the grey levels p = 1 to 255 and a window of T seconds.
func greyLatencies(window float64) (times [256]float64) {
	for p := range times {
		times[p] = window * (1 - float64(p)/255)
	}
	return times
}

// Len returns the number of images.
func (s *images) Len() int { return len(s.labels) }

// Label returns the class of image i.
func (s *images) Label(i int) int { return int(s.labels[i]) }

// AppendSpikes appends one spike for each pixel of image i that is not black.
func (s *images) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	return s.appendPicture(dst, s.image(i))
}

// image is the pixels of image i.
func (s *images) image(i int) []byte { return s.pixels[i*imagePixels : (i+1)*imagePixels] }

// appendPicture appends the spikes of a picture. A counting sort over the grey
// levels orders them in two passes over the pixels.
func (s *images) appendPicture(dst []messages.Spike, image []byte) []messages.Spike {
	var place [256]int32 // first how many pixels of a level, then where the next one goes
	for _, p := range image {
		place[p]++
	}
	var lit int32
	for p := 255; p > 0; p-- { // the brightest fire first
		place[p], lit = lit, lit+place[p]
	}

	start := len(dst)
	dst = slices.Grow(dst, int(lit))[:start+int(lit)]
	spikes := dst[start:]
	for j, p := range image { // in order of source, so that ties come out that way
		if p == 0 {
			continue
		}
		spikes[place[p]] = messages.Spike{Time: s.times[p], Source: int32(j)}
		place[p]++
	}
	return dst
}
