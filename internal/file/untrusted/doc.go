// Package untrusted reads files that somebody else wrote. It opens nothing that could
// block. The caller names a limit, and no file can make it take more memory.
//
// Errors name the file, what was found, and what is allowed.
package untrusted
