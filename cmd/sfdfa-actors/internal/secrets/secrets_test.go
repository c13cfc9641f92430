//go:build unix

package secrets

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A secret that other users may read is not used without a word.
func TestSecretsThatOthersMayReadAreTold(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	for mode, isTold := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o644: true} {
		log.Reset()
		path := filepath.Join(t.TempDir(), "token")
		if err := os.WriteFile(path, []byte("secret"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if token, err := Token("token-file", path); err != nil || token != "secret" {
			t.Errorf("%v: token %q, error %v", mode, token, err)
		}
		if got := strings.Contains(log.String(), path); got != isTold {
			t.Errorf("%v: told %v, want %v: %s", mode, got, isTold, log.String())
		}
	}
}
