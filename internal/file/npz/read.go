package npz

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
	"strings"

	"sfdfa-actors/internal/file/number"
	"sfdfa-actors/internal/file/untrusted"
)

// Reader reads the arrays of an npz file: a zip archive with one npy file
// ("A Simple File Format for NumPy Arrays", NEP 1) for each. The npy library at
// hand believes headers and takes whole arrays, so this reads value by value.
type Reader struct {
	// Tables allows arrays of several dimensions, in C order.
	Tables bool

	size    uint64
	left    int64 // bytes of memory that arrays may still take
	members map[string]*zip.File
}

// NewReader returns a reader of the arrays in a file of size bytes.
func NewReader(archive *zip.Reader, size int64) *Reader {
	z := &Reader{size: uint64(size), left: untrusted.Unpacked(size), members: map[string]*zip.File{}}
	for _, member := range archive.File {
		z.members[member.Name] = member
	}
	return z
}

// Has reports whether there is an array of a name.
func (z *Reader) Has(name string) bool { return z.members[name+".npy"] != nil }

// maxDeflate is a little above 1032, the most that deflate makes of a byte.
const maxDeflate = 1040

// Stream is the values of an array, one after the other.
type Stream struct {
	number.Format
	Count int  // of the values
	kind  byte // of NumPy: b (bool), i, u or f
	table bool // has several dimensions
	r     io.Reader
}

// Reserve counts memory before it is set aside. The members of an archive may
// overlap, so each by itself would not bound what all of them take.
func (z *Reader) Reserve(bytes int64) error {
	if bytes > z.left {
		return fmt.Errorf("%d bytes, want at most the %d that are left of the %d for a file of %d", bytes, z.left, untrusted.Unpacked(int64(z.size)), z.size)
	}
	z.left -= bytes
	return nil
}

// Promise returns what an array's header says, without the values.
func (z *Reader) Promise(name string) (promised Stream, err error) {
	err = z.open(name, func(v *Stream) error { promised = *v; return nil })
	promised.r = nil
	return promised, err
}

// array reads an array of one dimension with count values.
func (z *Reader) array(name string, count int, read func(*Stream) error) error {
	return z.open(name, func(v *Stream) error {
		if v.Count != count {
			return fmt.Errorf("%d values, want %d", v.Count, count)
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
func (z *Reader) open(name string, read func(*Stream) error) error {
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
	header, err := readHeader(content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	values, err := parseHeader(header, z.Tables)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if packed := min(member.CompressedSize64, z.size); uint64(values.Count)*uint64(values.Size) > packed*maxDeflate {
		return fmt.Errorf("%s: %d values of %d bytes, want no more than fit in %d packed bytes", name, values.Count, values.Size, packed)
	}
	values.r = content
	if err := read(values); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// readHeader returns the Python dictionary in front of an array.
func readHeader(r io.Reader) (string, error) {
	start := make([]byte, len(Magic)+4)
	if err := readHeaderPart(r, start); err != nil {
		return "", err
	}
	if string(start[:len(Magic)]) != Magic {
		return "", fmt.Errorf("begins with %q, want %q", start[:len(Magic)], Magic)
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

// What an npy header says, in either of Python's quotes. Only a type of one number
// is a text. numberPattern is a byte order, a kind and a number of bytes.
var (
	descrPattern  = regexp.MustCompile(`['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|\[)`)
	shapePattern  = regexp.MustCompile(`['"]shape['"]\s*:\s*\(([^)]*)\)`)
	fortranOrder  = regexp.MustCompile(`['"]fortran_order['"]\s*:\s*True`)
	numberPattern = regexp.MustCompile(`^([<>=|]?)(b1|[iu][1248]|f[248])$`)
)

// parseHeader takes numbers in one dimension, or a single one, or tables too.
func parseHeader(header string, tables bool) (*Stream, error) {
	descr, shape := descrPattern.FindStringSubmatch(header), shapePattern.FindStringSubmatch(header)
	if descr == nil || shape == nil {
		return nil, fmt.Errorf("header %.100q, want one with a descr and a shape", header)
	}
	parts := numberPattern.FindStringSubmatch(descr[1])
	if parts == nil {
		return nil, fmt.Errorf("header %.100q, want numbers: b1, i1 to i8, u1 to u8, f2, f4 or f8", header)
	}
	kind, size := parts[2][0], int(parts[2][1]-'0')
	v := &Stream{Format: number.Format{Size: size, Signed: kind == 'i', BigEndian: parts[1] == ">"}, kind: kind}
	var err error
	if v.Count, v.table, err = parseShape(shape[1]); err != nil {
		return nil, fmt.Errorf("shape (%.40s), %w", shape[1], err)
	}
	switch {
	case v.table && !tables:
		return nil, fmt.Errorf("shape (%.40s), want one dimension", shape[1])
	case v.table && fortranOrder.MatchString(header):
		return nil, fmt.Errorf("shape (%.40s) in Fortran order, want C order", shape[1])
	}
	return v, nil
}

// parseShape returns the number of values, and whether they have several dimensions. Dimensions of 1, as a column of
// a table has, change nothing, nor does the order of the others then.
func parseShape(sizes string) (count int, table bool, err error) {
	count = 1
	for size := range strings.SplitSeq(sizes, ",") {
		size = strings.TrimSuffix(strings.TrimSpace(size), "L") // as Python 2 wrote it
		if size == "" || size == "1" {
			continue
		}
		const most = math.MaxInt32 * 64
		n, err := strconv.ParseUint(size, 10, 64)
		switch {
		case errors.Is(err, strconv.ErrRange) || n > most || n > 0 && uint64(count) > most/n:
			return 0, false, fmt.Errorf("want at most %d values", most)
		case err != nil:
			return 0, false, errors.New("want one dimension")
		}
		table = table || count != 1
		count *= int(n)
	}
	return count, table, nil
}

// each passes on the bytes of all values, one after the other.
func (v *Stream) each(value func(i int, b []byte) error) error {
	var word [8]byte
	for i := range v.Count {
		if _, err := io.ReadFull(v.r, word[:v.Size]); isEnd(err) {
			return errors.New("ends before the values that its header promises")
		} else if err != nil {
			return err
		}
		if err := value(i, word[:v.Size]); err != nil {
			return err
		}
	}
	return nil
}

// Integers reads the count values of an array of any integer type, which have to fit.
func Integers[T uint16 | int32 | int64](z *Reader, name string, count int) (values []T, err error) {
	err = z.array(name, count, func(v *Stream) error {
		if v.kind == 'f' {
			return fmt.Errorf("numbers of type f%d, want integers", v.Size)
		}
		values = make([]T, count)
		return v.each(func(i int, b []byte) error {
			wide, ok := v.Integer(b)
			switch values[i] = T(wide); {
			case !ok:
				return fmt.Errorf("value %d of number %d, want one that fits into %T", uint64(wide), i, values[i])
			case int64(values[i]) != wide:
				return fmt.Errorf("value %d of number %d, want one that fits into %T", wide, i, values[i])
			}
			return nil
		})
	})
	return values, err
}

// Floats reads the count values of an array of floats, which T has to be wide enough for.
func Floats[T float32 | float64](z *Reader, name string, count int) (values []T, err error) {
	err = z.array(name, count, func(v *Stream) error {
		if v.kind != 'f' {
			return fmt.Errorf("numbers of type %c%d, want f2, f4 or f8", v.kind, v.Size)
		}
		values = make([]T, count)
		return v.each(func(i int, b []byte) error {
			values[i] = T(v.Float(b)) + 0 // no -0
			return nil
		})
	})
	return values, err
}

// errHeaderEnd tells that a header was cut short.
var errHeaderEnd = errors.New("ends inside its header")

func isEnd(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
