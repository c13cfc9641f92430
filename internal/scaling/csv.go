package scaling

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"strconv"
)

// column is a column of the table.
type column struct {
	name  string // with its unit, if it has one
	value func(r *Report, s *Series, p *Point) string
}

// columns are those of scaling.csv. Scripts rely on their names: append, don't
// rename.
var columns = []column{
	{"study", func(_ *Report, s *Series, _ *Point) string { return string(s.Kind) }},
	{"cpu_cores", ofPoint(func(p *Point) any { return p.CPUCores })},
	{"oversubscribed", ofPoint(func(p *Point) any { return p.Oversubscribed })},
	{"layers_neurons", ofPoint(func(p *Point) any { return joined(p.Layers, "-") })},
	{"neurons", ofPoint(func(p *Point) any { return p.Neurons })},
	{"synapses", ofPoint(func(p *Point) any { return p.Synapses })},
	{"neuromorphic_cores", ofPoint(func(p *Point) any { return p.Cores })},
	{"samples", func(r *Report, _ *Series, _ *Point) string { return text(r.Samples) }},
	{"repeats", ofPoint(func(p *Point) any { return len(p.Repeats) })},
	{"build_seconds", ofPoint(func(p *Point) any { return p.BuildSeconds })},
	{"warm_up_seconds", ofPoint(func(p *Point) any { return p.WarmUpSeconds })},
	{"time_median_seconds", ofPoint(func(p *Point) any { return p.Time.Median })},
	{"time_lowest_seconds", ofPoint(func(p *Point) any { return p.Time.Lowest })},
	{"time_highest_seconds", ofPoint(func(p *Point) any { return p.Time.Highest })},
	{"relative_to_cpu_cores", func(_ *Report, s *Series, _ *Point) string { return text(s.RelativeTo) }},
	{"speed_up_median_ratio", ofPoint(func(p *Point) any { return p.SpeedUp.Median })},
	{"speed_up_lowest_ratio", ofPoint(func(p *Point) any { return p.SpeedUp.Lowest })},
	{"speed_up_highest_ratio", ofPoint(func(p *Point) any { return p.SpeedUp.Highest })},
	{"efficiency_ratio", ofPoint(func(p *Point) any { return p.Efficiency })},
	{"samples_per_second", ofPoint(func(p *Point) any { return p.SamplesPerSecond })},
	{"messages_per_second", ofPoint(func(p *Point) any { return p.MessagesPerSecond })},
	{"envelopes_per_second", ofPoint(func(p *Point) any { return p.EnvelopesPerSecond })},
	{"synaptic_events_per_second", ofPoint(func(p *Point) any { return p.SynapticEventsPerSecond })},
	{"present_samples_per_second", ofPoint(func(p *Point) any { return p.PresentSamplesPerSecond })},
	{"profile_workers", ofPoint(func(p *Point) any { return p.Profile.Workers })},
	{"profile_wall_seconds", ofPoint(func(p *Point) any { return p.Profile.WallSeconds })},
	{"integrate_worker_seconds", ofPoint(func(p *Point) any { return p.Profile.Integrate })},
	{"learn_worker_seconds", ofPoint(func(p *Point) any { return p.Profile.Learn })},
	{"route_worker_seconds", ofPoint(func(p *Point) any { return p.Profile.Route })},
	{"mailbox_worker_seconds", ofPoint(func(p *Point) any { return p.Profile.Mailbox })},
	{"idle_worker_seconds", ofPoint(func(p *Point) any { return p.Profile.Idle })},
	{"digest", ofPoint(func(p *Point) any { return p.Digest })},
	{"dataset", ofReport(func(r *Report) any { return r.Config.Dataset })},
	{"rule", ofReport(func(r *Report) any { return r.Config.Rule })},
	{"seed", ofReport(func(r *Report) any { return r.Seed })},
	{"machine_cpu_cores", ofReport(func(r *Report) any { return r.Machine.CPUs })},
	{"machine_os", ofReport(func(r *Report) any { return r.Machine.OS })},
	{"machine_arch", ofReport(func(r *Report) any { return r.Machine.Arch })},
	{"go_version", ofReport(func(r *Report) any { return r.Version.Go })},
	{"commit", ofReport(func(r *Report) any { return cmp.Or(r.Version.Commit, "unknown") })},
}

func ofPoint(value func(*Point) any) func(*Report, *Series, *Point) string {
	return func(_ *Report, _ *Series, p *Point) string { return text(value(p)) }
}

func ofReport(value func(*Report) any) func(*Report, *Series, *Point) string {
	return func(r *Report, _ *Series, _ *Point) string { return text(value(r)) }
}

// text writes a number as short as it is exact, and without an exponent.
func text(value any) string {
	if x, ok := value.(float64); ok {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// csv is the report as a table with one line a point, each complete in itself.
func (r *Report) csv() ([]byte, error) {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
	}
	if err := w.Write(line); err != nil {
		return nil, err
	}
	for s := range r.Studies {
		for p := range r.Studies[s].Points {
			for i, c := range columns {
				line[i] = c.value(r, &r.Studies[s], &r.Studies[s].Points[p])
			}
			if err := w.Write(line); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return content.Bytes(), w.Error()
}
