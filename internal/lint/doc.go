// Package lint holds no code: its tests check rules of the whole repository
// that the compiler doesn't know.
package lint
