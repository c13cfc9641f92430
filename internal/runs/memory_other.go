//go:build !linux

package runs

// machineMemory is not known here.
func machineMemory() Size { return 0 }
