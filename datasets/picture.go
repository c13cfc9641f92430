package datasets

import "image"

// Picture is sample i of a part as the image that it was made from, bright on
// dark, or nil if the part's samples are no images. The pixels are the data
// set's own and must not be changed.
func Picture(s Split, i int) *image.Gray {
	switch s := s.(type) {
	case limited:
		return Picture(s.Split, s.visible(i))
	case *images:
		const pixels = imageSide * imageSide
		return &image.Gray{
			Pix: s.pixels[i*pixels : (i+1)*pixels : (i+1)*pixels], Stride: imageSide, Rect: image.Rect(0, 0, imageSide, imageSide),
		}
	}
	return nil
}
