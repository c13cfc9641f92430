// Package untrusted reads files that others wrote. It opens nothing that could
// block, and takes no more memory than a limit that the caller names, whatever a
// file says of itself.
//
// Errors name the file, what it is, and what is allowed.
package untrusted
