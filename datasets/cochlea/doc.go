// Package cochlea turns sound into spikes as an inner ear does, in outline: a
// pure function of samples and settings, without files, clock or chance.
//
//	level     the recording is scaled to a root mean square of 1
//	bank.go   gammatone filters, evenly spaced on the ERB-rate scale
//	drive.go  half-wave rectification, low-pass, compression; read once a frame
//	units.go  integrate-and-fire or level-crossing units: frames to spike times
//
// Sources: R. Patterson, I. Nimmo-Smith, J. Holdsworth, P. Rice, "An efficient
// auditory filterbank based on the gammatone function" (1987), for the filter;
// V. Hohmann, "Frequency analysis and synthesis using a gammatone filterbank"
// (Acta Acustica 88, 2002), for its form as complex one-pole stages; B. Glasberg,
// B. Moore, "Derivation of auditory filter shapes from notched-noise data"
// (Hearing Research 47, 1990), for bandwidth and spacing.
//
// Frequencies are in Hz, times in seconds from the start of the recording.
package cochlea
