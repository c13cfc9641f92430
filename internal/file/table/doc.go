// Package table writes tables as CSV (RFC 4180), all in one form: a head with the
// columns' names, then one line a row, numbers as short as they are exact.
package table
