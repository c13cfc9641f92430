package pretrained

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"sfdfa-actors/internal/file/hdf5"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/nir"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Start is what a file says of a network, as settings.DefaultSettings asks for it.
func Start(path, convention string) (func(*settings.Config) error, error) {
	f, err := Open(path, convention)
	if err != nil {
		return nil, err
	}
	return f.Apply, nil
}

// Open reads a NIR file, or the network.npz of a run. What a NIR file does not say of itself, a convention as nir.ParseConvention reads it does, or else
// the usual one. A file that can't be read is a ConfigError.
func Open(path, convention string) (*File, error) {
	file, err := untrusted.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("weights is %q, which is not there, allowed: a NIR file, or the network.npz of a run", path)
	}
	if err != nil {
		return nil, settings.Errorf("weights: %w", err)
	}
	defer file.Close()
	f, err := read(file, convention)
	if err != nil {
		return nil, settings.Errorf("weights: %s: %w", path, err)
	}
	f.path = path
	return f, nil
}

func read(file *os.File, convention string) (*File, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	start := make([]byte, len(zipMagic))
	if _, err := file.ReadAt(start, 0); err == nil && string(start) == zipMagic {
		return readNPZ(file, info.Size())
	}
	return readNIR(file, info.Size(), convention)
}

// zipMagic is what an npz file begins with.
const zipMagic = "PK\x03\x04"

func readNIR(file io.ReaderAt, size int64, convention string) (*File, error) {
	h, err := hdf5.Open(file, size)
	if err != nil {
		return nil, err
	}
	graph, err := nir.Read(h)
	if err != nil {
		return nil, err
	}
	c, said := nir.ConventionOf(graph)
	if convention != "" || !said {
		if c, err = nir.ParseConvention(convention); err != nil {
			return nil, err
		}
	}
	if f, err := readOwn(graph, c); err == nil {
		return f, nil
	} else if graph.Metadata.Texts["settings"] != "" {
		f, foreign := readForeign(graph, c)
		if foreign != nil {
			return nil, fmt.Errorf("%w; by its own settings: %w", foreign, err)
		}
		return f, nil
	}
	return readForeign(graph, c)
}

// readOwn reads a graph that this program has written, by the settings in it.
func readOwn(graph *nir.Graph, c nir.Convention) (*File, error) {
	own, err := decodeSettings(graph.Metadata.Texts["settings"])
	if err != nil {
		return nil, err
	}
	inputs, outputs := graph.Ends()
	net, err := networkOf(own, inputs, outputs)
	if err != nil {
		return nil, err
	}
	states, err := nir.Recognise(net, graph, c)
	if err != nil {
		return nil, err
	}
	return &File{own: own, net: net, states: func() ([][]messages.State, error) { return states, nil }}, nil
}

// readForeign reads a graph by its nodes.
func readForeign(graph *nir.Graph, c nir.Convention) (*File, error) {
	net, err := nir.Import(graph, c)
	if err != nil {
		return nil, err
	}
	return &File{text: net.Text(), states: func() ([][]messages.State, error) { return net.States(), nil }}, nil
}
