// Package fetch downloads the published files of data sets.
//
// A file is read into NAME.part beside its place, resumed there after an
// interruption, checked against the published checksum, and only then renamed:
// a file under its own name is always whole and right. Mirrors are tried in
// turn. A failure says which files to put where by hand.
//
//	fetcher.go   Fetcher: one data set after the other
//	download.go  one file: mirrors, tries, verification
//	transfer.go  one HTTP request, resumed by Range
//	archive.go   data sets that come as one zip file
//	publish.go   a verified .part takes its place
//	check.go     checksums of files on disk
//	joined.go    several errors in one line
package fetch
