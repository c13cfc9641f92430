package record

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
)

// VersionInfo is what a run was made with.
type VersionInfo struct {
	Go     string `json:"go"`
	Commit string `json:"commit,omitempty"` // empty if built outside a checkout
	// Binary is the start of the SHA-256 digest of the program's file, where no commit says what the program is:
	// outside a checkout, and with changes that are not committed.
	Binary     string `json:"binary,omitempty"`
	Protoactor string `json:"protoactor"`
}

// Version describes the running program.
func Version() VersionInfo {
	v := VersionInfo{Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	modified := false
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Commit = setting.Value
		case "vcs.modified":
			modified = setting.Value == "true"
		}
	}
	if v.Commit == "" || modified {
		v.Binary = binaryDigest()
	}
	for _, module := range info.Deps {
		if module.Path == "github.com/asynkron/protoactor-go" {
			v.Protoactor = module.Version
		}
	}
	return v
}

// binaryDigest tells files of programs apart. One that can't be read is like no other, not even itself in another
// process.
var binaryDigest = sync.OnceValue(func() string {
	unknown := fmt.Sprintf("unknown-%d", os.Getpid())
	path, err := os.Executable()
	if err != nil {
		return unknown
	}
	file, err := os.Open(path)
	if err != nil {
		return unknown
	}
	defer file.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return unknown
	}
	return fmt.Sprintf("%x", digest.Sum(nil)[:8])
})
