package learning

// Perturb says which hidden populations perturb the grades of a sample, where the
// feedback weights are learned from grades.
type Perturb string

const (
	// PerturbAll has all of them perturb in every sample (Section 2.4 of the paper).
	PerturbAll Perturb = "all"
	// PerturbOne has one of them perturb, drawn for each sample, and only its neurons
	// move their feedback by that sample (Eq. 7). The derivatives of the output then have
	// no part from other populations, which is noise to it: in a deep network that of the
	// first outweighs that of the last by far.
	PerturbOne Perturb = "one"
)

// Perturbs lists the allowed values; the first is the default.
func Perturbs() []Perturb { return []Perturb{PerturbAll, PerturbOne} }
