// Package report shows what a run came to: its learning curves, the confusion
// matrix of the test part, what every population fires, the weights, one sample
// spike by spike. Everything is written as tables (CSV) and pictures (SVG, PNG),
// and together as one page that opens without a network.
//
//	report.go    what to show; Write gathers, asks every section, writes the files
//	section.go   the table of sections; to add one is one function and one line
//	material.go  what sections show: metrics, outcomes, activity, one sample
//	content.go   what a section consists of: text, tables, drawings, galleries
//	page.go      the page, from page.html and page.css
//
// The sections: summary.go, curves.go, confusion.go, mistakes.go, sample.go (the
// raster plot), activity.go (firing rates), weights.go, settings.go.
package report
