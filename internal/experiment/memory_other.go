//go:build !linux

package experiment

// machineMemory is not known here.
func machineMemory() Size { return 0 }
