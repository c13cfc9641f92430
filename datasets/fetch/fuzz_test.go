package fetch

import (
	"fmt"
	"net/http"
	"testing"
)

// Whatever a server says of a range, what is read of it is a place and a size, or
// that there is none; and a range as it should be is read back.
func FuzzContentRange(f *testing.F) {
	f.Add("bytes 5-9/10", int64(5), int64(10))
	f.Add("bytes */10", int64(0), int64(1))
	f.Add("bytes 9223372036854775808-/-1", int64(1)<<62, int64(1)<<62)
	f.Fuzz(func(t *testing.T, header string, start, total int64) {
		if start, total := contentRange(header); start < -1 || total < -1 {
			t.Errorf("%q: from %d of %d", header, start, total)
		}
		part := &partial{path: t.Name()} // not there
		response := &http.Response{StatusCode: http.StatusPartialContent, Header: http.Header{"Content-Range": {header}}}
		if offset, _, err := part.accept(response, 5); err == nil && offset != 5 {
			t.Errorf("%q: the body would be put at byte %d, want 5", header, offset)
		}
		if start < 0 || total < 0 {
			return
		}
		if a, b := contentRange(fmt.Sprintf("bytes %d-%d/%d", start, total, total)); a != start || b != total {
			t.Errorf("from %d of %d became from %d of %d", start, total, a, b)
		}
	})
}
