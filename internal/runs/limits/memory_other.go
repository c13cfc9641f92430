//go:build !linux

package limits

// machineMemory is not known here.
func machineMemory() Size { return 0 }
