package limits

import "syscall"

// machineMemory is the memory that the machine has, swap included; 0 where the
// system does not say.
func machineMemory() Size {
	var info syscall.Sysinfo_t
	if err := syscall.Sysinfo(&info); err != nil {
		return 0
	}
	return Size(uint64(info.Totalram)+uint64(info.Totalswap)) * Size(info.Unit)
}
