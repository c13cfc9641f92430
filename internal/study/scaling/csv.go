package scaling

import (
	"cmp"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/numeral"
)

// field is a value of a point with the name of its column.
type field struct {
	name  string
	value any
}

// fields are the columns of scaling.csv: each line is complete in itself. Scripts
// rely on their names: append, don't rename.
func (r *Report) fields(s *Series, p *Point) []field {
	return []field{
		{"study", s.Kind},
		{"cpu_cores", p.CPUCores},
		{"oversubscribed", p.Oversubscribed},
		{"layers_neurons", numeral.Sizes(p.Layers, "-")},
		{"neurons", p.Neurons},
		{"synapses", p.Synapses},
		{"neuromorphic_cores", p.Cores},
		{"samples", r.Samples},
		{"repeats", len(p.Repeats)},
		{"build_seconds", p.BuildSeconds},
		{"warm_up_seconds", p.WarmUpSeconds},
		{"time_median_seconds", p.Time.Median},
		{"time_lowest_seconds", p.Time.Lowest},
		{"time_highest_seconds", p.Time.Highest},
		{"relative_to_cpu_cores", s.RelativeTo},
		{"speed_up_median_ratio", p.SpeedUp.Median},
		{"speed_up_lowest_ratio", p.SpeedUp.Lowest},
		{"speed_up_highest_ratio", p.SpeedUp.Highest},
		{"efficiency_ratio", p.Efficiency},
		{"samples_per_second", p.SamplesPerSecond},
		{"messages_per_second", p.MessagesPerSecond},
		{"envelopes_per_second", p.EnvelopesPerSecond},
		{"synaptic_events_per_second", p.SynapticEventsPerSecond},
		{"present_samples_per_second", p.PresentSamplesPerSecond},
		{"profile_workers", p.Profile.Workers},
		{"profile_wall_seconds", p.Profile.WallSeconds},
		{"integrate_worker_seconds", p.Profile.Integrate},
		{"learn_worker_seconds", p.Profile.Learn},
		{"route_worker_seconds", p.Profile.Route},
		{"mailbox_worker_seconds", p.Profile.Mailbox},
		{"idle_worker_seconds", p.Profile.Idle},
		{"digest", p.Digest},
		{"dataset", r.Config.Dataset},
		{"rule", r.Config.Rule},
		{"seed", r.Seed},
		{"machine_cpu_cores", r.Machine.CPUs},
		{"machine_os", r.Machine.OS},
		{"machine_arch", r.Machine.Arch},
		{"go_version", r.Version.Go},
		{"commit", cmp.Or(r.Version.Commit, "unknown")},
		{"bare_speed_up_ratio", p.BareSpeedUp},
		{"not_given", p.NotGiven},
		{"cpu_seconds", p.CPUSeconds},
		{"others_cpu_cores", others(p)},
	}
}

// others is what others took, or nothing where that was not measured.
func others(p *Point) any {
	if p.Others == nil {
		return ""
	}
	return *p.Others
}

// csv is the report as a table with one line a point, in order.
func (r *Report) csv() ([]byte, error) {
	t := table.New()
	for _, f := range r.fields(&Series{}, &Point{}) {
		t.Columns = append(t.Columns, f.name)
	}
	for i := range r.Studies {
		series := &r.Studies[i]
		for p := range series.Points {
			var row []any
			for _, f := range r.fields(series, &series.Points[p]) {
				row = append(row, f.value)
			}
			t.Add(row...)
		}
	}
	return t.CSV()
}
