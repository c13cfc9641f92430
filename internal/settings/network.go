package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/internal/numeral"
)

// networkKey is the setting that is no value on a line but a section of its own.
const networkKey = "network"

// chainKeys are the settings of a chain that a network in a file says by itself.
var chainKeys = []string{"layers", "in-degree", "density"}

// ReadNetwork reads the file of a network, as Config.Network has it.
func ReadNetwork(path string) (string, error) {
	text, err := untrusted.ReadGiven(path, networkfile.Largest)
	return string(text), err
}

// NetworkSection is the text of the config's network, from its key on; it is empty where
// layers say what the network is.
func (c *Config) NetworkSection() string {
	if section := networkfile.Section([]byte(c.Network)); section != "" {
		return strings.TrimRight(strings.TrimLeft(section, "\n"), "\n") + "\n"
	}
	return c.Network
}

// HasNetworkOf reports whether both configs have the same text of a network, or none.
func (c *Config) HasNetworkOf(other *Config) bool {
	return c.NetworkSection() == other.NetworkSection()
}

// decodeNetwork keeps the section of a config file, or what MarshalJSON wrote.
func (c *Config) decodeNetwork(text []byte, value any) (ok bool) {
	switch value := value.(type) {
	case string:
		c.Network = value
		return true
	case map[string]any:
		c.Network = networkfile.Section(text)
		return c.Network != ""
	}
	return false
}

// checkChainKeys refuses settings of a chain that are given together with a network.
func (c *Config) checkChainKeys(found *faults) {
	for _, s := range All(c) {
		if slices.Contains(chainKeys, s.Name) && s.Text() != "" {
			found.refuse(true, "%s is given together with network, allowed: one of them, since the network says what it is", s.Name)
		}
	}
}

// FollowNetwork makes the settings of a chain what the config's network says, if it has one:
// layers are then the sizes of the populations between its input and its output.
func (c *Config) FollowNetwork() {
	if c.Network == "" {
		return
	}
	c.Layers, c.InDegree, c.Density = []int{}, []int{}, []float64{}
	for _, q := range c.between() {
		c.Layers = append(c.Layers, q.Size)
	}
}

// between lists the populations between the input and the output of the config's network.
func (c *Config) between() []*networkfile.Population {
	file, err := networkfile.Parse([]byte(c.Network))
	if err != nil {
		return nil
	}
	return file.Between()
}

// HiddenSizes lists the sizes of the hidden populations. Sources are none.
func (c *Config) HiddenSizes() []int {
	if c.Network == "" {
		return c.Layers
	}
	sizes := []int{}
	for _, q := range c.between() {
		if q.Source == nil {
			sizes = append(sizes, q.Size)
		}
	}
	return sizes
}

// HiddenNeurons says which neurons the network has between its input and its output, as "400-400 hidden neurons", with the names of
// populations that have some, and sources apart.
func (c *Config) HiddenNeurons() string {
	text := numeral.Sizes(c.HiddenSizes(), "-") + " hidden neurons"
	if c.Network == "" {
		return text
	}
	var hidden, sources []string
	for _, q := range c.between() {
		if q.Source == nil {
			hidden = append(hidden, q.Name)
		} else {
			sources = append(sources, fmt.Sprintf("source %s of %d", q.Name, q.Size))
		}
	}
	if len(hidden) == 0 {
		text = "no hidden neurons"
	} else {
		text += " (" + strings.Join(hidden, ", ") + ")"
	}
	return strings.Join(append([]string{text}, sources...), ", ")
}

// checkNetworkFile checks the text of a network, and what must not be given beside it.
func (c *Config) checkNetworkFile(found *faults) {
	if _, err := networkfile.Parse([]byte(c.Network)); err != nil {
		for _, fault := range split(err) {
			found.refuse(true, "network: %w", fault)
		}
	}
	found.refuse(len(c.HiddenThreshold) > 1, "hidden-threshold has %d values, allowed: 1 with a network, whose populations may have their own", len(c.HiddenThreshold))
	found.refuse(c.Calibrate != CalibrateNone, "calibrate is %s, allowed: %s with a network", c.Calibrate, CalibrateNone)
	if autos := c.Autos(); len(autos) > 0 && c.Calibrate == CalibrateNone {
		found.refuse(true, "%s is %s, allowed: numbers with a network, for which nothing is chosen", strings.Join(autos, ", "), AutoWord)
	}
}

// split is the opposite of errors.Join.
func split(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}

// encodeNetwork writes the section behind the settings of a config file.
func (c *Config) encodeNetwork() string {
	if c.Network == "" {
		return ""
	}
	return fmt.Sprintf("\n# The network\n%s", c.NetworkSection())
}
