package atomicfile

// syncDirectory does nothing: Windows has no way to sync a directory.
func syncDirectory(string) error { return nil }
