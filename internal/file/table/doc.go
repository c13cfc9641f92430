// Package table writes tables as CSV (RFC 4180): a head with the names of the columns,
// then one line a row. Numbers are as short as they can be without losing a bit.
package table
