package lint

import (
	"slices"
	"strings"
	"testing"
)

// layers lists the packages from the bottom up. A package may import those
// above it in this list, never its own line or below.
var layers = [][]string{
	{"messages", "internal/rng", "internal/numeral", "internal/spelling", "internal/figure", "internal/file/table", "internal/file/untrusted", "internal/file/untrustedtest", "internal/porttest", "internal/file/atomicfile", "internal/file/schema", "internal/parallel", "internal/prefetch", "internal/study/selfcheck/fields", "internal/lint", "internal/networktest/eventqueue", "datasets/cochlea", "internal/file/number", "cmd/sfdfa-actors/internal/timers", "cmd/sfdfa-actors/internal/opener", "docs"},
	{"internal/study/machine", "internal/file/hdf5", "internal/file/npz"},
	{"cmd/sfdfa-actors/internal/interrupt", "learning", "topology", "datasets", "internal/hardware/traffic"},
	{"actors/neuron/model", "datasets/fetch", "internal/hardware/energy", "internal/hardware/placement"},
	{"actors/neuron/lif", "actors/neuron/eventlif", "actors/neuron/generator"},
	{"actors/neuron"},
	{"actors/routing", "internal/runs/checkpoint"},
	{"actors/network"},
	{"internal/course"},
	{"internal/study/selfcheck/graph"},
	{"actors", "internal/reference", "internal/networktest", "internal/networkfile", "internal/nir", "cmd/sfdfa-actors/internal/export/sanafe", "internal/hardware/mesh", "internal/hardware/trace"},
	{"internal/study/simulation/chip", "actors/system", "internal/hardware/fit", "internal/hardware/neurobench", "internal/hardware/timing", "internal/distributed/wire", "internal/distributed/terms"},
	{"internal/study/selfcheck", "internal/study/simulation", "internal/distributed", "internal/settings"},
	{"internal/study/simulation/shipped", "internal/runs/limits", "internal/runs/record", "internal/runs/calibration", "internal/runs/alignment", "internal/runs/networkspec"},
	{"internal/runs/pretrained", "internal/runs/watch", "cmd/sfdfa-actors/internal/secrets"},
	{"internal/runs", "internal/page", "cmd/sfdfa-actors/internal/output", "cmd/sfdfa-actors/internal/settingflags"},
	{"cmd/sfdfa-actors/internal/rundirs/listing", "cmd/sfdfa-actors/internal/pageflags", "cmd/sfdfa-actors/internal/figureflags"},
	{"cmd/sfdfa-actors/internal/progress", "cmd/sfdfa-actors/internal/configs", "cmd/sfdfa-actors/internal/dryrun", "cmd/sfdfa-actors/internal/rundirs", "cmd/sfdfa-actors/internal/summary", "cmd/sfdfa-actors/internal/explain"},
	{"cmd/sfdfa-actors/internal/closeup", "cmd/sfdfa-actors/internal/estimates", "cmd/sfdfa-actors/internal/export", "internal/study/bench", "internal/study/comparison", "internal/study/report"},
	{"internal/study/scaling", "internal/study/sweep", "internal/study/bench/freeruns"},
	{"internal/study/paper", "cmd/sfdfa-actors/internal/simulate", "cmd/sfdfa-actors/internal/sweeps", "cmd/sfdfa-actors/internal/scales", "cmd/sfdfa-actors/internal/freebench", "cmd/sfdfa-actors/internal/storedrun"},
	{"cmd/sfdfa-actors"},
}

// forTests lists the packages that only tests may import.
var forTests = []string{"internal/networktest", "internal/networktest/eventqueue", "internal/file/untrustedtest", "internal/porttest"}

// owners says which packages may import a library. Libraries not named here
// may be imported by none.
var owners = map[string][]string{
	"github.com/asynkron/protoactor-go":     {"actors/system", "internal/distributed"},
	"github.com/orcaman/concurrent-map":     {"actors/system"},
	"google.golang.org/grpc":                {"internal/distributed"},
	"google.golang.org/protobuf":            {"internal/distributed"},
	"github.com/KimMachineGun/automemlimit": {"internal/runs/limits"},
	"github.com/spf13/cobra":                {"cmd/sfdfa-actors/internal/configs", "cmd/sfdfa-actors/internal/closeup", "cmd/sfdfa-actors/internal/freebench", "cmd/sfdfa-actors", "cmd/sfdfa-actors/internal/dryrun", "cmd/sfdfa-actors/internal/estimates", "cmd/sfdfa-actors/internal/explain", "cmd/sfdfa-actors/internal/export", "cmd/sfdfa-actors/internal/pageflags", "cmd/sfdfa-actors/internal/figureflags", "cmd/sfdfa-actors/internal/scales", "cmd/sfdfa-actors/internal/storedrun", "cmd/sfdfa-actors/internal/simulate", "cmd/sfdfa-actors/internal/rundirs", "cmd/sfdfa-actors/internal/settingflags", "cmd/sfdfa-actors/internal/sweeps"},
	"github.com/spf13/pflag":                {"cmd/sfdfa-actors/internal/figureflags", "cmd/sfdfa-actors/internal/configs", "cmd/sfdfa-actors/internal/freebench", "cmd/sfdfa-actors", "cmd/sfdfa-actors/internal/settingflags", "cmd/sfdfa-actors/internal/simulate"},
	"github.com/schollz/progressbar":        {"cmd/sfdfa-actors/internal/progress"},
	"golang.org/x/term":                     {"cmd/sfdfa-actors/internal/progress", "cmd/sfdfa-actors/internal/rundirs"},
	"golang.org/x/sys/cpu":                  {"actors/neuron/lif", "learning"},
	"golang.org/x/sys/unix":                 {"cmd/sfdfa-actors/internal/timers"},
	"golang.org/x/sys/windows":              {"internal/runs/record"},
	"github.com/parquet-go/parquet-go":      {"internal/hardware/trace"},
	"go.yaml.in/yaml":                       {"internal/hardware/energy", "internal/networkfile", "internal/settings"},
	"gonum.org/v1/gonum":                    {"internal/study/simulation", "internal/runs", "internal/runs/alignment", "internal/study/comparison", "internal/study/paper", "topology"},
	"codeberg.org/go-pdf/fpdf":              {"internal/figure"},
	"gonum.org/v1/plot":                     {"cmd/sfdfa-actors/internal/closeup", "internal/figure", "internal/hardware/mesh", "internal/runs", "internal/study/scaling", "internal/study/comparison", "internal/study/report", "internal/study/simulation", "internal/study/simulation/chip", "internal/study/sweep", "internal/study/paper"},

	"github.com/prometheus/client_golang": {"internal/page"},
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
			if slices.Contains(forTests, pkg) && !slices.Contains(forTests, s.pkg) {
				t.Errorf("%s imports %s, which is for tests", s.path, pkg)
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
