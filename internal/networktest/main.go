package networktest

import (
	"runtime/debug"
	"testing"
)

// RunTests runs the tests of a package with few garbage collections. Networks of tests are so small that a third of the
// time would go into them. Tests that measure memory set their own.
func RunTests(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
