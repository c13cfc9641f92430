package scaling

import "slices"

// Projection is what a profile of one CPU core and one of several mean for more of them, on paper: an estimate. It is
// Amdahl's law (1967) with data that another CPU core has written. Of p CPU cores, a share (p − 1)/p of what a step
// reads comes from another one:
//
//	speed-up on p CPU cores = 1 / (σ + (1 − σ) (1 + γ (p − 1)/p) / p),
//
// in which σ is the share of the work that only one CPU core does while the others wait, and γ how much longer the rest
// would take if all of its data came from another CPU core. Both follow from the profiles: idle workers, and steps that
// take longer. It says nothing of memory that more CPU cores than were measured have to share.
type Projection struct {
	FromCPUCores int         `json:"from_cpu_cores"` // the second profile's; the first is that of 1
	Serial       float64     `json:"serial"`         // σ
	Remote       float64     `json:"remote"`         // γ
	Points       []Projected `json:"points"`
}

// Projected is the estimate for a number of CPU cores, beside what was measured, or 0.
type Projected struct {
	CPUCores int     `json:"cpu_cores"`
	SpeedUp  float64 `json:"speed_up_estimate"`
	Measured float64 `json:"speed_up,omitempty"` // by the repeats, which the estimate does not use
}

// onPaper are numbers of CPU cores beyond those of a usual machine.
var onPaper = []int{4, 8, 16, 32, 64}

// project estimates strong scaling beyond what was measured, from points that the machine has given. Without 1 CPU core
// and another number among them there is no estimate.
func (s *Series) project() {
	if s.Kind != Strong || s.Points[0].CPUCores != 1 {
		return
	}
	first, last := &s.Points[0].Profile, (*Point)(nil)
	for i := range s.Points[1:] {
		if p := &s.Points[1+i]; !p.Oversubscribed && !p.NotGiven {
			last = p
		}
	}
	if last == nil {
		return
	}
	p, whole := float64(last.CPUCores), first.busy()
	serial := min(max(last.Profile.Idle/(p-1), 0), whole)
	s.Projection = &Projection{FromCPUCores: last.CPUCores, Serial: serial / whole}
	if rest := whole - serial; rest > 0 {
		s.Projection.Remote = max((last.Profile.busy()-serial)/rest-1, 0) * p / (p - 1)
	}
	s.Projection.addPoints(s.Points)
}

// busy is the time of all workers in which they work.
func (b *Breakdown) busy() float64 { return b.Integrate + b.Learn + b.Route + b.Mailbox }

// addPoints adds the estimates for what was measured, and for more.
func (j *Projection) addPoints(measured []Point) {
	for i := range measured {
		if p := &measured[i]; !p.Oversubscribed {
			j.Points = append(j.Points, Projected{CPUCores: p.CPUCores, SpeedUp: j.speedUp(p.CPUCores), Measured: p.SpeedUp.Median})
		}
	}
	most := j.Points[len(j.Points)-1].CPUCores
	for _, p := range slices.DeleteFunc(slices.Clone(onPaper), func(p int) bool { return p <= most }) {
		j.Points = append(j.Points, Projected{CPUCores: p, SpeedUp: j.speedUp(p)})
	}
}

// speedUp is the law.
func (j *Projection) speedUp(procs int) float64 {
	p := float64(procs)
	return 1 / (j.Serial + (1-j.Serial)*(1+j.Remote*(p-1)/p)/p)
}
