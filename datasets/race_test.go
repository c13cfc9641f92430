//go:build race

package datasets

const raceDetector = true
