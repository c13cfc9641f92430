// Package record is what a run leaves in its directory: the settings, the metrics of every epoch and the summary,
// what they hold and how they are written and read back. One process at a time writes to a directory.
package record
