// Package timing estimates how long hardware with a clock would take for a sample, by
// the latencies of an energy profile, and says what binds it: a core, a link of the
// mesh, or the barrier at the end of each time step.
//
// # Equation
//
//	T_step = max(max over cores C, max over links L) + t_barrier
//	C = N_synapse·t_synapse + N_reached·t_active + N_resting·t_idle
//	  + N_spike·t_spike + N_out·t_out + N_in·t_in
//	L = N_packets·t_hop
//
// A sample takes the sum over its time steps. Counts are those of single time steps,
// since bursts decide, and come from the spikes of test samples. A step's packets go
// over a link one after the other: a bound on contention, no queue. What learning adds
// is one more step at the end of a sample, with the mean counts of the training samples.
package timing
