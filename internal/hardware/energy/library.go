package energy

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/spelling"
)

//go:embed profiles/*.yaml
var library embed.FS

// builtIn lists the profiles in the program; the first is the default.
var builtIn = []string{"loihi-davies2018", "loihi-sanafe", "horowitz45-fp32", "horowitz45-int8", "spinnaker2-hoppner2019"}

// Names lists the built-in profiles; the first is the default.
func Names() []string { return append([]string(nil), builtIn...) }

// Default is the name of the profile that is used if none is asked for.
func Default() string { return builtIn[0] }

// ErrProfile means that a profile isn't there or can't be used.
var ErrProfile = errors.New("energy profile")

// Open returns a built-in profile by its name, or the one in a file.
func Open(nameOrFile string) (*Profile, error) {
	text, err := library.ReadFile(path.Join("profiles", nameOrFile+".yaml"))
	if err != nil {
		if text, err = readFile(nameOrFile); err != nil {
			return nil, err
		}
	}
	p, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrProfile, nameOrFile, err)
	}
	return p, nil
}

func readFile(name string) ([]byte, error) {
	text, err := untrusted.ReadGiven(name, largestProfile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w is %q, allowed: %s, or a file that is there%s", ErrProfile, name, strings.Join(builtIn, ", "), spelling.Hint(name, builtIn))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProfile, err)
	}
	return text, nil
}

// Text returns a built-in profile as it is written, as a start for one's own.
func Text(name string) ([]byte, error) {
	text, err := library.ReadFile(path.Join("profiles", name+".yaml"))
	if err != nil {
		return nil, fmt.Errorf("%w is %q, allowed: %s%s", ErrProfile, name, strings.Join(builtIn, ", "), spelling.Hint(name, builtIn))
	}
	return bytes.Clone(text), nil
}
