package datasets

import (
	"fmt"
	"math"
	"sync"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// Augmentation says how much the images of a training part are distorted at
// random each time they are presented. The zero value leaves them as they are.
type Augmentation struct {
	Shift    float64 // largest shift along each axis in pixels, from 0 to 14
	Rotation float64 // largest rotation either way in degrees, from 0 to 180
	Scale    float64 // largest change of size along each axis: from 1/(1+Scale) to 1+Scale, from 0 to 1
	Mirror   float64 // probability that left and right are swapped, from 0 to 1
}

// enabled reports whether anything is distorted.
func (a Augmentation) enabled() bool { return a != Augmentation{} }

// check names the first value that can't be.
func (a Augmentation) check() error {
	for _, part := range []struct {
		name, unit string
		value, end float64
	}{
		{"shift", "pixels", a.Shift, imageSide / 2}, {"rotation", "degrees", a.Rotation, 180},
		{"scale", "", a.Scale, 1}, {"mirror", "", a.Mirror, 1},
	} {
		if !(part.value >= 0 && part.value <= part.end) {
			return fmt.Errorf("datasets: %w: %s of augmentation is %v %s, allowed: from 0 to %v", ErrOption, part.name, part.value, part.unit, part.end)
		}
	}
	return nil
}

// Passes returns what a training presents in a number of passes over a part of a data
// set: sample i of pass p, counted from 0, is sample p·s.Len()+i. Without
// augmentation all passes are alike. With it a sample is another distortion of the same image
// in every pass, and a function of the seed, the pass and the image alone. It is an
// error that wraps ErrOption if the samples are no images.
func Passes(s Split, passes int, a Augmentation, seed uint64) (Split, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	if !a.enabled() {
		return repeated{Split: s, passes: passes}, nil
	}
	pictures, ok := underlying(s).(*images)
	if !ok {
		return nil, fmt.Errorf("datasets: %w: augmentation is for images, allowed with other data: none", ErrOption)
	}
	return augmented{repeated{Split: s, passes: passes}, pictures, a, seed}, nil
}

// underlying is the part of which a Limit shows some samples.
func underlying(s Split) Split {
	if l, ok := s.(limited); ok {
		return l.Split
	}
	return s
}

// repeated is a Split several times over.
type repeated struct {
	Split
	passes int
}

func (r repeated) Len() int { return r.passes * r.Split.Len() }

// sample is the place in one pass. It panics for a sample beyond the last pass.
func (r repeated) sample(i int) int {
	if i < 0 || i >= r.Len() {
		panic("datasets: sample index beyond the passes")
	}
	return i % r.Split.Len()
}

func (r repeated) Label(i int) int { return r.Split.Label(r.sample(i)) }

func (r repeated) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	return r.Split.AppendSpikes(dst, r.sample(i))
}

// streams are random streams that stand anywhere.
var streams = sync.Pool{New: func() any { return rng.NewStream(0, rng.Key{}) }}

// augmented distorts the images of a repeated Split.
type augmented struct {
	repeated
	images       *images
	augmentation Augmentation
	seed         uint64
}

func (a augmented) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	stream := streams.Get().(*rng.Stream)
	stream.Reset(a.seed, rng.Key{Purpose: rng.Augmentation, Sample: uint64(i)})
	distortion := a.augmentation.draw(stream)
	streams.Put(stream)
	var picture [imagePixels]byte
	distortion.distort(&picture, a.images.image(a.sample(i)))
	return a.images.appendPicture(dst, picture[:])
}

// distortion takes a place in the distorted picture to one in the original, both
// from the picture's middle.
type distortion struct {
	xx, xy, yx, yy float64
	dx, dy         float64
}

// draw draws a distortion. The numbers are drawn in a fixed order, all of them,
// so that one kind of distortion does not change another.
func (a Augmentation) draw(stream *rng.Stream) distortion {
	symmetric := func() float64 { return 2*stream.Float64() - 1 }
	d := distortion{dx: a.Shift * symmetric(), dy: a.Shift * symmetric()}
	if a.Rotation == 0 && a.Scale == 0 {
		d.dx, d.dy = wholeShift(a.Shift, d.dx), wholeShift(a.Shift, d.dy)
	}
	sine, cosine := math.Sincos(a.Rotation * symmetric() * math.Pi / 180)
	x, y := math.Pow(1+a.Scale, symmetric()), math.Pow(1+a.Scale, symmetric())
	if stream.Float64() < a.Mirror {
		x = -x
	}
	d.xx, d.xy, d.yx, d.yy = x*cosine, -x*sine, y*sine, y*cosine
	return d
}

// wholeShift makes of a shift, uniform up to most pixels either way, one of whole
// pixels with equal chances up to the whole part of most: pictures that are
// shifted only stay as sharp as they are.
func wholeShift(most, shift float64) float64 {
	if most < 1 {
		return 0
	}
	whole := math.Floor(most)
	return math.Round(shift / most * (whole + 0.499))
}

// distort writes the distorted picture of an image to dst. A place between pixels has
// the mean of those around it, weighted by how near they are; outside it is black.
func (d distortion) distort(dst *[imagePixels]byte, image []byte) {
	const middle = (imageSide - 1) / 2.0
	for row := range imageSide {
		for column := range imageSide {
			x, y := float64(column)-middle, float64(row)-middle
			dst[row*imageSide+column] = between(image,
				middle+d.dx+float64(d.xx*x)+float64(d.xy*y), middle+d.dy+float64(d.yx*x)+float64(d.yy*y))
		}
	}
}

// between is the grey level at a place in an image.
func between(image []byte, x, y float64) byte {
	left, top := math.Floor(x), math.Floor(y)
	right, below := x-left, y-top // how near the pixels after are
	column, row := int(left), int(top)
	level := float64((1-right)*(1-below)*pixel(image, row, column)) + float64(right*(1-below)*pixel(image, row, column+1)) +
		float64((1-right)*below*pixel(image, row+1, column)) + float64(right*below*pixel(image, row+1, column+1))
	return byte(level + 0.5)
}

func pixel(image []byte, row, column int) float64 {
	if row < 0 || row >= imageSide || column < 0 || column >= imageSide {
		return 0
	}
	return float64(image[row*imageSide+column])
}
