// Package messages holds what the actors of a network say to each other: plain
// data without behaviour, read-only once sent.
package messages
