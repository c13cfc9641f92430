package lint

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// apart says what a package must never reach, through whatever lies between. A path that ends
// in /... stands for a package with all below it.
var apart = []struct {
	from string
	to   []string
	why  string
}{
	{"messages", []string{"..."}, "messages are values that everybody may know"},
	{"internal/rng", []string{"..."}, "random numbers depend on a seed alone"},
	{"learning", []string{"actors/...", "topology"}, "a rule knows no neuron model, no network and no engine"},
	{"topology", []string{"actors/...", "learning"}, "who is connected to whom does not depend on what they are"},
	{"datasets", []string{"actors/...", "learning", "topology"}, "data know nothing of the network"},
	{"actors/neuron", []string{"actors", "actors/system", "topology", "actors/network"}, "a neuron knows no other"},
	{"actors", []string{"actors/system", "internal/reference", "internal/distributed/..."}, "what actors do does not depend on who runs them"},
	{"actors/network", []string{"actors", "actors/system"}, "a network does not depend on its engine"},
	{"internal/reference", []string{"actors", "actors/system"}, "the actors are checked against it"},
	{"internal/settings", []string{"actors/system", "internal/reference", "internal/distributed", "internal/runs/..."}, "what a run may be is known without running it"},
	{"internal/runs/...", []string{"internal/distributed", "internal/distributed/wire"}, "a run in one process does without connections"},
	{"internal/hardware/...", []string{"actors", "actors/system", "internal/runs/..."}, "what a chip would need does not depend on what runs here"},
}

func TestWhatMustStayApart(t *testing.T) {
	below := imports(t)
	for _, rule := range apart {
		from := matching(below, rule.from)
		if len(from) == 0 {
			t.Errorf("%s is in the table but there is no such package", rule.from)
		}
		for _, pkg := range from {
			for reached, path := range reachable(below, pkg) {
				if slices.ContainsFunc(rule.to, func(pattern string) bool { return isIn(reached, pattern) }) {
					t.Errorf("%s: %s", strings.Join(path, " imports "), rule.why)
				}
			}
		}
	}
}

// imports are the packages of this module that each of them imports.
func imports(t *testing.T) map[string]map[string]bool {
	t.Helper()
	below := map[string]map[string]bool{}
	for _, s := range sources(t) {
		if below[s.pkg] == nil {
			below[s.pkg] = map[string]bool{}
		}
		for _, imported := range s.imports {
			if pkg, own := strings.CutPrefix(imported, module+"/"); own {
				below[s.pkg][pkg] = true
			}
		}
	}
	return below
}

// reachable are the packages that one imports, and those that these import, each with a way there.
func reachable(below map[string]map[string]bool, from string) map[string][]string {
	found := map[string][]string{}
	var visit func(pkg string, path []string)
	visit = func(pkg string, path []string) {
		for next := range below[pkg] {
			if found[next] == nil {
				found[next] = append(slices.Clone(path), next)
				visit(next, found[next])
			}
		}
	}
	visit(from, []string{from})
	return found
}

// isIn reports whether a package is the one that a pattern names, or one below it if that ends in /...
func isIn(pkg, pattern string) bool {
	root, tree := strings.CutSuffix(pattern, "...")
	return pkg == strings.TrimSuffix(root, "/") || tree && strings.HasPrefix(pkg, root)
}

func matching(below map[string]map[string]bool, pattern string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(below)), func(pkg string) bool { return !isIn(pkg, pattern) })
}

// neighbours have one importer each but do not stand below it.
var neighbours = map[string]string{
	"internal/study/...":           "a study a package, all for the command",
	"internal/hardware/neurobench": "all that describes hardware stands together",
	"internal/distributed":         "an engine as internal/reference is",
	"docs":                         "a Go file embeds only what stands beside it or below",
	"datasets/fetch":               "whoever opens data sets needs no way to download them",
}

// What one package imports stands below it: then a folder's neighbours are what several share.
func TestWhatHasOneImporterStandsBelowIt(t *testing.T) {
	importers := map[string][]string{}
	for pkg, imported := range imports(t) {
		for below := range imported {
			if !isIn(pkg, below+"/...") {
				importers[below] = append(importers[below], pkg)
			}
		}
	}
	for pkg, by := range importers {
		excepted := slices.ContainsFunc(slices.Collect(maps.Keys(neighbours)), func(pattern string) bool { return isIn(pkg, pattern) })
		if len(by) == 1 && !isIn(pkg, by[0]+"/...") && !excepted {
			t.Errorf("%s is imported by %s only and does not stand below it", pkg, by[0])
		}
	}
}

// The heart of the simulator, and the folders where whoever opens the project looks for it.
var (
	heart   = []string{"actors/...", "messages", "learning", "topology", "internal/reference", "internal/rng"}
	folders = []string{"actors/...", "messages", "learning", "topology", "datasets/...", "cmd/..."}
)

// At least 80 % of the heart's lines stand in the six folders.
func TestTheHeartStandsInTheSixFolders(t *testing.T) {
	in := func(pkg string, patterns []string) bool {
		return slices.ContainsFunc(patterns, func(pattern string) bool { return isIn(pkg, pattern) })
	}
	all, there := 0, 0
	for _, s := range sources(t) {
		if !in(s.pkg, heart) {
			continue
		}
		n := s.lines()
		all += n
		if in(s.pkg, folders) {
			there += n
		}
	}
	if 100*there < 80*all || all < 1000 {
		t.Errorf("%d of the heart's %d lines stand in the six folders, want 80 %% or more", there, all)
	}
}
