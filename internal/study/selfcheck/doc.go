// Package selfcheck checks the engines against worked cases: small networks whose
// every number has been worked out by someone else, with another program or by
// hand, and written down in a file.
//
// # Format
//
// A case is one JSON object; all its keys are known, and unknown ones are
// errors. Times are in seconds. It is a chain of layers, or a network of any
// shape. In a chain matrices are [postsynaptic][presynaptic].
//
//	name, doc                what the case shows, and its conventions
//	seed                     of whoever made it; not used
//	target_true/target_false spike counts n*_o of the right and the other outputs
//	lr, lr_fb                rates of the weights and of the feedback weights
//	reg, fr_target           rate regulariser, λ and r*
//	layers[l]                n_in, n_out, tau_s, theta, t_max, cap and weights w,
//	                         hidden layers first, the output last
//	feedback[l][i][o]        feedback weights of hidden layer l
//	samples[s]               label, input[j] (spike times of input neuron j),
//	                         xi[l][i] (perturbations of the hidden neurons),
//	                         and what comes of them: layers[l] with spikes,
//	                         grades, elig_exact and elig_modified, then d (output
//	                         derivatives), err, loss and delta[l][i]
//	feedback_after, w_after  after one batch of all samples, learned with plain
//	                         gradient descent and the modified gradient
//	bp_grad                  gradient by back-propagation through the spikes of
//	                         Σ_o e_o Σ_k T_o^k with constant errors e_o, the mean
//	                         over samples, at the weights before the batch
//
// # Networks of any shape
//
// Such a case has network in place of layers. The names of its populations are the
// keys of what is by population; k counts projections, n their synapses.
//
//	lr_delay               rate of the delays
//	delay_min, delay_max   between which they stay
//	network                t_max, output (a population), populations, projections
//	populations[i]         name and size of a source, which has no tau_s; others have
//	                       tau_s, theta and cap too, and may have tau_m (2·tau_s
//	                       without) and refractory
//	projections[k]         from, to, and synapses[n] = [pre, post, weight, delay]
//	feedback.P[i][o]       feedback weights of the hidden population P
//	samples[s]             label, input[j] (of all sources one after the other),
//	                       xi.P[i], and what comes of them: spikes.P and grades.P,
//	                       elig_modified[k][n], elig_exact, delay_elig_modified and
//	                       delay_elig_exact, then d, err and loss
//	feedback_after, w_after[k][n], delay_after[k][n]
//
// Everything expected of a case is compared.
//
// # What is compared
//
// A case runs on every engine with both gradients and all forms of the
// eligibility. Spikes with their grades are what the engine's cores record;
// feedback and weights are its neurons' states after the batch; losses are its
// outcomes. What never leaves an engine - eligibilities, output derivatives,
// errors and projected errors - is computed again from those by the functions
// that the engine uses; that the engine used them shows in the weights. The
// weights after learning with the exact gradient, which the file does not hold,
// are computed from what it holds: W − lr·mean(δ·E_exact). Back-propagation is one
// more variant, of the engine that has it: its gradient is what one step of plain
// gradient descent moves the weights by.
//
// # Tolerances
//
// With float64 weights, spike times agree within 1e-12 s and everything else
// within 1e-9, relative to the expected value or to a thousandth of the largest
// in its row, whichever is larger. A case with a hair trigger - a neuron whose
// exact eligibility is more than 50 times the modified one - may deviate by 1e-6
// in what the exact gradient gives: with I − c = y·√(b² − 4ac), rounding errors
// reach the factor 1/(I − c) amplified by (I/(I − c))², here more than 2500
// times.
//
// In networks of any shape spike times agree within 1e-11 s and everything else within
// 1e-8 of the larger of 1 and the expected value: errors add up on the way through
// cycles. Their variants include windows shorter than the engines take by themselves.
// Weights are float64 there.
//
// With float32 weights the tolerances are 1e-5 s and 1e-5 of the largest in the
// row: there the weights are rounded, not only the sums, and a sum that nearly
// cancels keeps few digits.
package selfcheck
