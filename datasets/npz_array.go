package datasets

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"

	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/file/untrusted"
)

// npzReader reads the arrays of an npz file: a zip archive with one npy file
// ("A Simple File Format for NumPy Arrays", NEP 1) for each. The npy library at
// hand believes headers and takes whole arrays, so this reads value by value.
type npzReader struct {
	size    uint64
	left    int64 // bytes of memory that arrays may still take
	members map[string]*zip.File
}

// maxDeflate is a little above 1032, the most that deflate makes of a byte.
const maxDeflate = 1040

// npyValues are the values of an array, one after the other.
type npyValues struct {
	kind  byte // i, u or f
	size  int  // bytes of a value
	count int
	r     io.Reader
}

// reserve counts memory before it is set aside. The members of an archive may
// overlap, so each by itself would not bound what all of them take.
func (z *npzReader) reserve(bytes int64) error {
	if bytes > z.left {
		return fmt.Errorf("%d bytes, want at most the %d that are left of the %d for a file of %d", bytes, z.left, untrusted.Unpacked(int64(z.size)), z.size)
	}
	z.left -= bytes
	return nil
}

// promise returns what an array's header says, without the values.
func (z *npzReader) promise(name string) (promised npyValues, err error) {
	err = z.open(name, func(v *npyValues) error { promised = *v; return nil })
	promised.r = nil
	return promised, err
}

// array reads an array of one dimension with count values.
func (z *npzReader) array(name string, count int, read func(*npyValues) error) error {
	return z.open(name, func(v *npyValues) error {
		if v.count != count {
			return fmt.Errorf("%d values, want %d", v.count, count)
		}
		if err := read(v); err != nil {
			return err
		}
		// The archive's checksum is compared at the end.
		switch n, err := io.Copy(io.Discard, io.LimitReader(v.r, 1)); {
		case err != nil:
			return err
		case n > 0:
			return fmt.Errorf("goes on after its %d values", count)
		}
		return nil
	})
}

// open opens an array of one dimension and passes it to read, if the archive can
// hold what its header promises.
func (z *npzReader) open(name string, read func(*npyValues) error) error {
	member := z.members[name+".npy"]
	if member == nil {
		return fmt.Errorf("no array %s", name)
	}
	r, err := member.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	content := bufio.NewReaderSize(r, 1<<16)
	header, err := readNPYHeader(content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	values, err := parseNPYHeader(header)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if packed := min(member.CompressedSize64, z.size); uint64(values.count)*uint64(values.size) > packed*maxDeflate {
		return fmt.Errorf("%s: %d values of %d bytes, want no more than fit in %d packed bytes", name, values.count, values.size, packed)
	}
	values.r = content
	if err := read(values); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// readNPYHeader returns the Python dictionary in front of an array.
func readNPYHeader(r io.Reader) (string, error) {
	start := make([]byte, len(npz.Magic)+4)
	if err := readHeaderPart(r, start); err != nil {
		return "", err
	}
	if string(start[:len(npz.Magic)]) != npz.Magic {
		return "", fmt.Errorf("begins with %q, want %q", start[:len(npz.Magic)], npz.Magic)
	}
	length := int(binary.LittleEndian.Uint16(start[8:]))
	switch major := start[6]; major {
	case 1:
	case 2, 3:
		var high [2]byte
		if err := readHeaderPart(r, high[:]); err != nil {
			return "", err
		}
		if high != [2]byte{} {
			return "", fmt.Errorf("header of %d bytes, want at most 65535", length+int(binary.LittleEndian.Uint16(high[:]))<<16)
		}
	default:
		return "", fmt.Errorf("version %d of the npy format, want 1 to 3", major)
	}
	header := make([]byte, length)
	err := readHeaderPart(r, header)
	return string(header), err
}

func readHeaderPart(r io.Reader, part []byte) error {
	if _, err := io.ReadFull(r, part); isEnd(err) {
		return errHeaderEnd
	} else if err != nil {
		return err
	}
	return nil
}

var (
	npyDescr = regexp.MustCompile(`'descr':\s*'[<|]([iuf])([1248])'`)
	npyShape = regexp.MustCompile(`'shape':\s*\(\s*(\d*)\s*,?\s*\)`)
)

// parseNPYHeader takes little-endian numbers in one dimension, or a single one.
func parseNPYHeader(header string) (*npyValues, error) {
	descr := npyDescr.FindStringSubmatch(header)
	shape := npyShape.FindStringSubmatch(header)
	if descr == nil || shape == nil {
		return nil, fmt.Errorf("header %.100q, want little-endian numbers (<i, <u, <f) in one dimension", header)
	}
	v := &npyValues{kind: descr[1][0], size: int(descr[2][0] - '0'), count: 1}
	if shape[1] != "" {
		var err error
		if v.count, err = strconv.Atoi(shape[1]); err != nil || v.count > math.MaxInt32*64 {
			return nil, fmt.Errorf("shape (%s,), want at most %d values", shape[1], math.MaxInt32*64)
		}
	}
	return v, nil
}

// next reads the bits of one value.
func (v *npyValues) next() (uint64, error) {
	var word [8]byte
	if _, err := io.ReadFull(v.r, word[:v.size]); isEnd(err) {
		return 0, errors.New("ends before the values that its header promises")
	} else if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(word[:]), nil
}

// readNPZIntegers reads count values of any integer type, which have to fit.
func readNPZIntegers[T uint16 | int32 | int64](z *npzReader, name string, count int) (values []T, err error) {
	err = z.array(name, count, func(v *npyValues) error {
		if v.kind == 'f' {
			return fmt.Errorf("numbers of type f%d, want integers", v.size)
		}
		values = make([]T, count)
		for i := range values {
			bits, err := v.next()
			if err != nil {
				return err
			}
			shift := 64 - 8*v.size
			wide := int64(bits<<shift) >> shift
			if v.kind == 'u' && (v.size < 8 || wide >= 0) {
				wide = int64(bits)
			}
			if values[i] = T(wide); int64(values[i]) != wide || v.kind == 'u' && wide < 0 {
				return fmt.Errorf("value %d of number %d, want one that fits into %T", wide, i, values[i])
			}
		}
		return nil
	})
	return values, err
}

// readNPZFloats reads count floats of the width of T.
func readNPZFloats[T float32 | float64](z *npzReader, name string, count int) (values []T, err error) {
	err = z.array(name, count, func(v *npyValues) error {
		if v.kind != 'f' || v.size < 4 {
			return fmt.Errorf("numbers of type %c%d, want f4 or f8", v.kind, v.size)
		}
		values = make([]T, count)
		for i := range values {
			bits, err := v.next()
			if err != nil {
				return err
			}
			if v.size == 4 {
				values[i] = T(math.Float32frombits(uint32(bits)))
			} else {
				values[i] = T(math.Float64frombits(bits))
			}
		}
		return nil
	})
	return values, err
}
