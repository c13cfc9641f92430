// Package energy turns counts of what a network did into an estimate of the
// energy that hardware would have spent on it, by the constants of a named
// profile.
//
// # Equation
//
//	E = N_binary·e_binary + N_graded·e_graded + N_read·e_read
//	  + N_active·e_active + N_idle·e_idle
//	  + N_spike·e_spike + N_out·e_out + N_in·e_in + N_local·e_local
//	  + N_x·e_x + N_y·e_y
//	  + N_eligibility·e_eligibility + N_weight·e_weight + N_feedback·e_feedback
//	  + N_random·e_random
//	  + P_static·T
//
// Terms is the table of these products. P_static·T is static energy, N_idle·e_idle
// is what a clock adds to an event-driven network, and all others are dynamic. Sums
// of different kinds are never added up. A constant that a profile lacks makes no
// product: the estimate lists its count as missing.
//
// # Profiles
//
// Every constant has a value, a unit, a source, and the kind of evidence behind
// it. Profiles are YAML files: those in the directory profiles are part of the
// program, and users may write their own.
package energy
