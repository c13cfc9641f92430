package runs

import (
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/runs/record"
)

// timeOf is how long hardware would take for a sample of the last test, and to learn from one of those that were trained on,
// which may be nil. It is nil if the profile has no latencies.
func timeOf(p *energy.Profile, t *testbed, trained *mesh.Load) *timing.Report {
	return timing.Estimate(p, t.picture, t.fired, trained, p.Chips(int64(len(t.picture.Placement.Cores))))
}

// time is how long hardware would take, by the last test; it is estimated once after each.
func (r *run) time() *timing.Report {
	if !r.timed {
		r.timed, r.summary.Time = true, timeOf(r.profile, r.testbed, r.total())
	}
	return r.summary.Time
}

// writeTime writes how long hardware would take for a sample. If nothing was tested by this process the file stays as it is.
func (r *run) writeTime() error {
	r.timed = false // learning may have gone on since
	if r.time().FindFaster(r.profile, r.testbed.picture, r.testbed.fired) == nil {
		return nil
	}
	return r.record.WriteObject(record.TimeFile, schema.Time, r.summary.Time)
}
