// Package networkfile reads networks of any shape from YAML: populations, and projections
// between them. docs/NETWORKS.md describes the format. It is strict: there is nothing that it
// passes over, and all faults come at once, each with its line.
package networkfile
