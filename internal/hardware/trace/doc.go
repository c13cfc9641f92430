// Package trace writes down every spike and every packet of a run, event by event,
// as the run goes on. It holds no more in memory than the samples under way.
//
// # Files
//
// Spikes and packets are lines of JSON in one file, messages a table with the
// columns of SANA-FE's messages.csv in another. docs/TRACE.md has both formats. A
// name that ends in .gz is compressed.
//
// # Order
//
// Samples come in the order of presentation, the events of a sample by (time,
// population, neuron), a spike's packets behind it by destination. No schedule,
// engine, transport or coalescing shows in that: the bytes are the same.
//
// # Bounds
//
// A file ends before the first line with which it would have more bytes or events
// than are allowed. A trace that ends early says so in its last line.
package trace
