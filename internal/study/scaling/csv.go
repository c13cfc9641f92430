package scaling

import (
	"cmp"
	"iter"

	"sfdfa-actors/internal/file/table"
)

// line is a point of a series of a report.
type line struct {
	report *Report
	series *Series
	point  *Point
}

// columns are those of scaling.csv. Scripts rely on their names: append, don't
// rename.
var columns = []table.Column[line]{
	{Name: "study", Value: func(l line) any { return l.series.Kind }},
	{Name: "cpu_cores", Value: ofPoint(func(p *Point) any { return p.CPUCores })},
	{Name: "oversubscribed", Value: ofPoint(func(p *Point) any { return p.Oversubscribed })},
	{Name: "layers_neurons", Value: ofPoint(func(p *Point) any { return joined(p.Layers, "-") })},
	{Name: "neurons", Value: ofPoint(func(p *Point) any { return p.Neurons })},
	{Name: "synapses", Value: ofPoint(func(p *Point) any { return p.Synapses })},
	{Name: "neuromorphic_cores", Value: ofPoint(func(p *Point) any { return p.Cores })},
	{Name: "samples", Value: ofReport(func(r *Report) any { return r.Samples })},
	{Name: "repeats", Value: ofPoint(func(p *Point) any { return len(p.Repeats) })},
	{Name: "build_seconds", Value: ofPoint(func(p *Point) any { return p.BuildSeconds })},
	{Name: "warm_up_seconds", Value: ofPoint(func(p *Point) any { return p.WarmUpSeconds })},
	{Name: "time_median_seconds", Value: ofPoint(func(p *Point) any { return p.Time.Median })},
	{Name: "time_lowest_seconds", Value: ofPoint(func(p *Point) any { return p.Time.Lowest })},
	{Name: "time_highest_seconds", Value: ofPoint(func(p *Point) any { return p.Time.Highest })},
	{Name: "relative_to_cpu_cores", Value: func(l line) any { return l.series.RelativeTo }},
	{Name: "speed_up_median_ratio", Value: ofPoint(func(p *Point) any { return p.SpeedUp.Median })},
	{Name: "speed_up_lowest_ratio", Value: ofPoint(func(p *Point) any { return p.SpeedUp.Lowest })},
	{Name: "speed_up_highest_ratio", Value: ofPoint(func(p *Point) any { return p.SpeedUp.Highest })},
	{Name: "efficiency_ratio", Value: ofPoint(func(p *Point) any { return p.Efficiency })},
	{Name: "samples_per_second", Value: ofPoint(func(p *Point) any { return p.SamplesPerSecond })},
	{Name: "messages_per_second", Value: ofPoint(func(p *Point) any { return p.MessagesPerSecond })},
	{Name: "envelopes_per_second", Value: ofPoint(func(p *Point) any { return p.EnvelopesPerSecond })},
	{Name: "synaptic_events_per_second", Value: ofPoint(func(p *Point) any { return p.SynapticEventsPerSecond })},
	{Name: "present_samples_per_second", Value: ofPoint(func(p *Point) any { return p.PresentSamplesPerSecond })},
	{Name: "profile_workers", Value: ofPoint(func(p *Point) any { return p.Profile.Workers })},
	{Name: "profile_wall_seconds", Value: ofPoint(func(p *Point) any { return p.Profile.WallSeconds })},
	{Name: "integrate_worker_seconds", Value: ofPoint(func(p *Point) any { return p.Profile.Integrate })},
	{Name: "learn_worker_seconds", Value: ofPoint(func(p *Point) any { return p.Profile.Learn })},
	{Name: "route_worker_seconds", Value: ofPoint(func(p *Point) any { return p.Profile.Route })},
	{Name: "mailbox_worker_seconds", Value: ofPoint(func(p *Point) any { return p.Profile.Mailbox })},
	{Name: "idle_worker_seconds", Value: ofPoint(func(p *Point) any { return p.Profile.Idle })},
	{Name: "digest", Value: ofPoint(func(p *Point) any { return p.Digest })},
	{Name: "dataset", Value: ofReport(func(r *Report) any { return r.Config.Dataset })},
	{Name: "rule", Value: ofReport(func(r *Report) any { return r.Config.Rule })},
	{Name: "seed", Value: ofReport(func(r *Report) any { return r.Seed })},
	{Name: "machine_cpu_cores", Value: ofReport(func(r *Report) any { return r.Machine.CPUs })},
	{Name: "machine_os", Value: ofReport(func(r *Report) any { return r.Machine.OS })},
	{Name: "machine_arch", Value: ofReport(func(r *Report) any { return r.Machine.Arch })},
	{Name: "go_version", Value: ofReport(func(r *Report) any { return r.Version.Go })},
	{Name: "commit", Value: ofReport(func(r *Report) any { return cmp.Or(r.Version.Commit, "unknown") })},
}

func ofPoint(value func(*Point) any) func(line) any {
	return func(l line) any { return value(l.point) }
}

func ofReport(value func(*Report) any) func(line) any {
	return func(l line) any { return value(l.report) }
}

// csv is the report as a table with one line a point, each complete in itself.
func (r *Report) csv() ([]byte, error) { return table.CSV(columns, r.lines()) }

// lines are the points of all studies in order.
func (r *Report) lines() iter.Seq[line] {
	return func(yield func(line) bool) {
		for i := range r.Studies {
			series := &r.Studies[i]
			for p := range series.Points {
				if !yield(line{r, series, &series.Points[p]}) {
					return
				}
			}
		}
	}
}
