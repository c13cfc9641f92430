// Package page shows runs to people and programs while they go on: a page for a browser, a stream of events and
// metrics. docs/LIVE.md describes all three.
//
//	server.go     opens and closes it
//	security.go   who may ask for what
//	events.go     the stream of events
//	metrics.go    the metrics
//	requests.go   what is asked of a run
//	board.go      the runs that are shown
//	assets        the page itself, which is in the program and needs no other host
package page
