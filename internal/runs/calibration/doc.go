// Package calibration chooses the constants of a network that nobody has given, from the training part of the data and the
// network's shape, so that its neurons fire and learn: time constants, thresholds, initial weights and how it learns.
//
// Everything is a function of the settings, the training samples and the seed. What users give stands, and what is chosen
// after it suits it. docs/DATA.md says what is chosen, from what, and why.
package calibration
