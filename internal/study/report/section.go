package report

import "fmt"

// section is one part of the report.
type section struct {
	id    string // of its place on the page and in report.json
	title string
	needs string // what it is left out without
	// build returns nil without an error if what it needs is not there.
	build func(*material) (*content, error)
}

// sections are the parts of the report in order.
var sections = []section{
	{"summary", "Summary", "", summary},
	{"curves", "Learning curves", "a finished epoch in metrics.jsonl", curves},
	{"confusion", "Confusion matrix", "", confusion},
	{"decisions", "Decisions over the disc", "the Yin-Yang task", decisions},
	{"mistakes", "What is taken for what", "a test sample that is taken for another class", mistakes},
	{"sample", "One sample, spike by spike", "", sampleSection},
	{"activity", "Firing rates", "", activitySection},
	{"weights", "Weights", "", weights},
	{"traffic", "Traffic", "traffic.json, which a run writes when it ends", trafficSection},
	{"energy", "Energy, estimated", "traffic.json, which a run writes when it ends", energySection},
	{"time", "Time on the chip, estimated", "time.json, which a run writes when it ends and its energy profile has latencies", timeSection},
	{"settings", "Settings", "", settingsSection},
}

// part is a section with what it has to show.
type part struct {
	section
	*content // nil if it is left out
}

// ask asks every section for what it has.
func ask(m *material) ([]part, error) {
	parts := make([]part, len(sections))
	for i, s := range sections {
		content, err := s.build(m)
		if err != nil {
			return nil, fmt.Errorf("report: %s: %w", s.id, err)
		}
		parts[i] = part{s, content}
	}
	return parts, nil
}
