package lint

import (
	"slices"
	"strings"
	"testing"
)

// layers lists the packages from the bottom up. A package may import those
// above it in this list, never its own line or below.
var layers = [][]string{
	{"internal/rng", "internal/traffic", "internal/cochlea", "internal/hdf5", "internal/figure", "internal/table", "internal/untrusted", "internal/untrustedtest", "internal/parallel", "internal/timers", "internal/atomicfile", "internal/prefetch", "internal/lint"},
	{"messages", "internal/energy"},
	{"internal/lif", "datasets"},
	{"learning", "topology", "internal/fetch"},
	{"internal/neuron", "internal/decoder"},
	{"internal/routing", "internal/checkpoint"},
	{"internal/network"},
	{"internal/protocol", "internal/networktest", "internal/mesh", "internal/trace"},
	{"internal/reference", "actors", "internal/fit", "internal/neurobench", "internal/wire"},
	{"internal/worked", "internal/distributed"},
	{"internal/experiment"},
	{"internal/scaling", "internal/comparison", "internal/report"},
	{"internal/paper"},
	{"cmd/sfdfa-actors"},
}

// owners says which packages may import a library. Libraries not named here
// may be imported by none.
var owners = map[string][]string{
	"github.com/asynkron/protoactor-go": {"actors", "internal/distributed"},
	"google.golang.org/grpc":            {"internal/distributed"},
	"go.etcd.io/etcd/client":            {"internal/distributed"},
	"google.golang.org/protobuf":        {"internal/distributed"},
	"github.com/spf13/cobra":            {"cmd/sfdfa-actors"},
	"github.com/spf13/pflag":            {"cmd/sfdfa-actors"},
	"github.com/schollz/progressbar":    {"cmd/sfdfa-actors"},
	"github.com/go-audio/riff":          {"datasets"},
	"golang.org/x/term":                 {"cmd/sfdfa-actors"},
	"golang.org/x/sys/cpu":              {"internal/lif", "learning"},
	"golang.org/x/sys/unix":             {"internal/timers"},
	"golang.org/x/sys/windows":          {"internal/experiment"},
	"go.yaml.in/yaml":                   {"internal/energy", "internal/experiment"},
	"gonum.org/v1/gonum":                {"internal/experiment", "internal/comparison", "internal/paper"},
	"gonum.org/v1/plot":                 {"internal/figure", "internal/mesh", "internal/experiment", "internal/scaling", "internal/comparison", "internal/report", "internal/paper"},
}

func TestImportsPointDownward(t *testing.T) {
	level := map[string]int{}
	for i, packages := range layers {
		for _, pkg := range packages {
			level[pkg] = i
		}
	}
	checked := 0
	for _, s := range sources(t) {
		own, known := level[s.pkg]
		if !known {
			t.Errorf("%s: package %s stands in no layer", s.path, s.pkg)
			continue
		}
		for _, imported := range s.imports {
			pkg, internal := strings.CutPrefix(imported, module+"/")
			if !internal {
				continue
			}
			checked++
			if level[pkg] >= own {
				t.Errorf("%s imports %s, which is not below it", s.path, pkg)
			}
		}
	}
	if checked < 60 {
		t.Errorf("checked %d imports, want at least 60", checked)
	}
}

func TestLibrariesHaveOwners(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			first, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(first, ".") {
				continue // standard library, or this module
			}
			library := libraryOf(imported)
			seen[library] = true
			if !slices.Contains(owners[library], s.pkg) {
				t.Errorf("%s imports %s, which is for %v", s.path, imported, owners[library])
			}
		}
	}
	for library := range owners {
		if !seen[library] {
			t.Errorf("%s is in the table but nobody imports it", library)
		}
	}
}

func libraryOf(imported string) string {
	for library := range owners {
		if imported == library || strings.HasPrefix(imported, library+"/") {
			return library
		}
	}
	return imported
}
