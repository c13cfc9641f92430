// Package limits keeps a run to the memory and the time that it may use: it estimates what a network will need before
// anything is built, and stops a run that is over its limit.
package limits
