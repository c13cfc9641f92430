// Package secrets reads what only some may know from files.
package secrets

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"

	"sfdfa-actors/internal/settings"
)

// WarnIfShared warns of a secret that other users of the machine may read.
func WarnIfShared(flag, path string) {
	const others = 0o077
	info, err := os.Stat(path)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&others != 0 {
		slog.Warn("other users may read a secret", "--"+flag, path, "mode", fmt.Sprintf("%04o", info.Mode().Perm()), "better", "chmod 600 "+path)
	}
}

// largestToken bounds what is read of a token file.
const largestToken = 4096

// Token reads the secret in the file of a flag; without a file it is empty.
func Token(flag, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", settings.Errorf("%s: %w", flag, err)
	}
	defer file.Close()
	WarnIfShared(flag, path)
	text, err := io.ReadAll(io.LimitReader(file, largestToken+1))
	if err != nil {
		return "", settings.Errorf("%s: %w", flag, err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" || len(text) > largestToken {
		return "", settings.Errorf("%s %s has %d bytes, allowed: 1 to %d that are not all blank", flag, path, len(text), largestToken)
	}
	return token, nil
}
