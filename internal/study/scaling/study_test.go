package scaling

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"log/slog"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// small is a study that takes a moment, on a config for it.
func small() (Study, settings.Config) {
	c := settings.Defaults("yinyang", "sfdfa")
	c.Layers, c.Seed = []int{20}, 7
	return Study{Kinds: []Kind{Strong, Weak}, Procs: []int{1, 2, runtime.NumCPU() + 2}, Samples: 80, Repeats: 3}, c
}

// conduct carries out the small study, without its warning.
func conduct(t *testing.T) *Report {
	t.Helper()
	previous := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	defer slog.SetDefault(previous)
	study, config := small()
	report, err := study.Run(context.Background(), config, filepath.Join(t.TempDir(), "study"))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func content(t *testing.T, r *Report, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.Directory, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAStudyFromEndToEnd(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	report := conduct(t)
	if after := runtime.GOMAXPROCS(0); after != before {
		t.Errorf("%d CPU cores after the study, want the %d before it", after, before)
	}
	t.Run("every point is measured", func(t *testing.T) { everyPointIsMeasured(t, report) })
	t.Run("JSON", func(t *testing.T) { jsonHasStableKeys(t, report) })
	t.Run("CSV", func(t *testing.T) { csvHasStableColumnsAndTheReportsFigures(t, report) })
	t.Run("SVG", func(t *testing.T) { svgShowsTheReport(t, report) })
}

func everyPointIsMeasured(t *testing.T, report *Report) {
	if report.Seed != 7 || report.Samples != 80 || report.Config.Dataset != "yinyang" || report.Version.Go != runtime.Version() || report.Machine.CPUs != runtime.NumCPU() {
		t.Errorf("report of seed %d, %d samples, %s, %+v, %+v", report.Seed, report.Samples, report.Config.Dataset, report.Version, report.Machine)
	}
	for i, kind := range []Kind{Strong, Weak} {
		series := report.Studies[i]
		if series.Kind != kind || series.Growth == "" || !series.TakingTurns || series.RelativeTo != 1 || len(series.Points) != 3 {
			t.Fatalf("series %+v, want 3 points of %s scaling that take turns", series, kind)
		}
		for k, p := range series.Points {
			checkPoint(t, kind, &p)
			if p.Oversubscribed != (p.CPUCores > runtime.NumCPU()) {
				t.Errorf("%s, %d CPU cores: oversubscribed is %t on a machine with %d", kind, p.CPUCores, p.Oversubscribed, runtime.NumCPU())
			}
			if kind == Weak && p.Layers[0] != 20*report.Procs[k] {
				t.Errorf("weak, %d CPU cores: %v hidden neurons, want 20 for each", p.CPUCores, p.Layers)
			}
			if same := p.Digest == series.Points[0].Digest; same != (kind == Strong || k == 0) {
				t.Errorf("%s, %d CPU cores: equal to the first digest: %t", kind, p.CPUCores, same)
			}
		}
	}
}

func checkPoint(t *testing.T, kind Kind, p *Point) {
	t.Helper()
	for name, value := range map[string]float64{
		"build": p.BuildSeconds, "warm-up": p.WarmUpSeconds, "time": p.Time.Lowest, "speed-up": p.SpeedUp.Lowest, "efficiency": p.Efficiency,
		"samples": p.SamplesPerSecond, "messages": p.MessagesPerSecond, "envelopes": p.EnvelopesPerSecond,
		"synaptic events": p.SynapticEventsPerSecond, "presenting": p.PresentSamplesPerSecond,
		"bare loop": p.BareSpeedUp, "integrate": p.Profile.Integrate, "learn": p.Profile.Learn, "route": p.Profile.Route, "mailbox": p.Profile.Mailbox,
	} {
		if !(value > 0) || math.IsInf(value, 0) {
			t.Errorf("%s, %d CPU cores: %s is %v, want a number above 0", kind, p.CPUCores, name, value)
		}
	}
	b := p.Profile
	sum := b.Integrate + b.Learn + b.Route + b.Mailbox + b.Idle
	if whole := float64(b.Workers) * b.WallSeconds; b.Workers != p.CPUCores || math.Abs(sum-whole) > 1e-6 {
		t.Errorf("%s, %d CPU cores: parts of %v s for %d workers × %v s", kind, p.CPUCores, sum, b.Workers, b.WallSeconds)
	}
	if len(p.Repeats) != 3 || !(p.Time.Lowest <= p.Time.Median && p.Time.Median <= p.Time.Highest) {
		t.Errorf("%s, %d CPU cores: %d repeats, times %+v", kind, p.CPUCores, len(p.Repeats), p.Time)
	}
}

// The keys of scaling.json are a promise to scripts: append, don't rename.
func jsonHasStableKeys(t *testing.T, report *Report) {
	var object map[string]any
	if err := json.Unmarshal(content(t, report, JSONFile), &object); err != nil {
		t.Fatal(err)
	}
	series := object["studies"].([]any)[1].(map[string]any)
	point := series["points"].([]any)[2].(map[string]any)
	for _, test := range []struct {
		object any
		keys   string
	}{
		{object, "config directory machine notes procs repeats samples schema seed studies version warning"},
		{series, "growth points relative_to_cpu_cores study taking_turns"},
		{point, `bare_speed_up build_seconds cores cpu_cores cpu_seconds digest efficiency envelopes_per_second layers messages_per_second neurons not_given oversubscribed
			present_samples_per_second profile repeats samples_per_second speed_up synapses synaptic_events_per_second time_seconds warm_up_seconds`},
		{point["time_seconds"], "highest lowest median"},
		{point["profile"], "idle_worker_seconds integrate_worker_seconds learn_worker_seconds mailbox_worker_seconds route_worker_seconds wall_seconds workers"},
		{point["repeats"].([]any)[0], "bare_speed_up cpu_seconds envelopes messages present_seconds samples seconds synaptic_events"},
	} {
		fields := test.object.(map[string]any)
		delete(fields, "others_cpu_cores") // where it is measured
		if got := slices.Sorted(maps.Keys(fields)); !slices.Equal(got, strings.Fields(test.keys)) {
			t.Errorf("keys %v, want %v", got, test.keys)
		}
	}
	if config := object["config"].(map[string]any); len(config) != len(settings.All(&settings.Config{})) {
		t.Errorf("the config has %d settings, want all", len(config))
	}
}

// So are the columns of scaling.csv.
func csvHasStableColumnsAndTheReportsFigures(t *testing.T, report *Report) {
	lines, err := csv.NewReader(bytes.NewReader(content(t, report, CSVFile))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(`study cpu_cores oversubscribed layers_neurons neurons synapses neuromorphic_cores samples repeats
		build_seconds warm_up_seconds time_median_seconds time_lowest_seconds time_highest_seconds
		relative_to_cpu_cores speed_up_median_ratio speed_up_lowest_ratio speed_up_highest_ratio efficiency_ratio
		samples_per_second messages_per_second envelopes_per_second synaptic_events_per_second present_samples_per_second
		profile_workers profile_wall_seconds integrate_worker_seconds learn_worker_seconds route_worker_seconds mailbox_worker_seconds idle_worker_seconds
		digest dataset rule seed machine_cpu_cores machine_os machine_arch go_version commit bare_speed_up_ratio not_given cpu_seconds others_cpu_cores`)
	if !slices.Equal(lines[0], want) {
		t.Errorf("columns %v, want %v", lines[0], want)
	}
	if len(lines) != 1+6 {
		t.Fatalf("%d lines, want the columns and 6 points", len(lines))
	}
	for i, line := range lines[1:] {
		point := report.Studies[i/3].Points[i%3]
		cell := func(column string) string { return line[slices.Index(lines[0], column)] }
		if time, err := strconv.ParseFloat(cell("time_median_seconds"), 64); err != nil || time != point.Time.Median {
			t.Errorf("line %d: time %q, want %v", i+1, cell("time_median_seconds"), point.Time.Median)
		}
		for column, want := range map[string]string{
			"study": string(report.Studies[i/3].Kind), "cpu_cores": strconv.Itoa(point.CPUCores), "oversubscribed": strconv.FormatBool(point.Oversubscribed),
			"samples": "80", "repeats": "3", "seed": "7", "go_version": runtime.Version(), "digest": point.Digest, "dataset": "yinyang",
		} {
			if cell(column) != want {
				t.Errorf("line %d: %s is %q, want %q", i+1, column, cell(column), want)
			}
		}
	}
}

// The picture is well-formed, says what it shows, and is the same for the same
// figures.
func svgShowsTheReport(t *testing.T, report *Report) {
	picture := content(t, report, Picture+".svg")
	var texts []string
	for decoder := xml.NewDecoder(bytes.NewReader(picture)); ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			texts = append(texts, string(data))
		}
	}
	all := strings.Join(texts, "\n")
	for _, part := range []string{
		"CPU cores (GOMAXPROCS)", "speed-up relative to 1 CPU core", "ideal", styles[Strong].legend, styles[Weak].legend, "open marks: more CPU cores than the machine gave",
		"yinyang with sfdfa", "20 hidden neurons", "seed 7", runtime.Version(), "\n" + strconv.Itoa(runtime.NumCPU()+2) + "\n",
	} {
		if !strings.Contains(all, part) {
			t.Errorf("the picture's texts lack %q:\n%s", part, all)
		}
	}
	for range 2 {
		again, err := svgOf(report)
		if err != nil || !bytes.Equal(again, picture) {
			t.Errorf("the same report gives another picture (error %v)", err)
		}
	}
	report.Studies[0].Points[1].SpeedUp.Median *= 1.1
	if other, err := svgOf(report); err != nil || bytes.Equal(other, picture) {
		t.Errorf("another report gives the same picture (error %v)", err)
	}
}

// Extremes that must not stop a study at its end: one point, very many, and
// speed-ups far below the ideal.
func TestSVGOfUnusualStudies(t *testing.T) {
	for name, points := range map[string][]Point{
		"one point":  {{CPUCores: 4, SpeedUp: Spread{1, 1, 1}}},
		"much worse": {{CPUCores: 1, SpeedUp: Spread{1, 1, 1}}, {CPUCores: 1024, SpeedUp: Spread{1e-4, 1e-5, 1e-3}}},
	} {
		r := &Report{Studies: []Series{{Kind: Strong, Points: points}}}
		for _, p := range points {
			r.Procs = append(r.Procs, p.CPUCores)
		}
		if picture, err := svgOf(r); err != nil || bytes.Contains(picture, []byte("NaN")) {
			t.Errorf("%s: error %v, NaN in the picture: %t", name, err, bytes.Contains(picture, []byte("NaN")))
		}
	}
	var many coreTicks
	for procs := range 16 {
		many = append(many, procs+1)
	}
	labels := 0
	for _, tick := range many.Ticks(1, 16) {
		if tick.Label != "" {
			labels++
		}
	}
	if labels != 5 {
		t.Errorf("%d labels for 1 to 16 CPU cores, want those of 1, 2, 4, 8 and 16", labels)
	}
}

func TestPowersOfTwoEndWithAllCPUCores(t *testing.T) {
	for procs, want := range map[int][]int{1: {1}, 2: {1, 2}, 6: {1, 2, 4, 6}, 8: {1, 2, 4, 8}} {
		if got := PowersOfTwo(procs); !slices.Equal(got, want) {
			t.Errorf("up to %d: %v, want %v", procs, got, want)
		}
	}
}

func TestMoreCPUCoresThanTheMachineHasAreWarnedAbout(t *testing.T) {
	s := Study{Procs: []int{1, 4}}
	if warning := s.oversubscription(4); warning != "" {
		t.Errorf("warning %q for all CPU cores", warning)
	}
	if warning := s.oversubscription(3); !strings.Contains(warning, "3 CPU cores") || !strings.Contains(warning, "up to 4") {
		t.Errorf("warning %q, want one that names 3 and 4", warning)
	}
}

// What is in a directory stays as it is, and a study that is cut short leaves no
// figures.
func TestAStudyThatCannotBeDoneWritesNothing(t *testing.T) {
	study, config := small()
	study.Procs = []int{1}
	used := t.TempDir()
	if err := os.WriteFile(filepath.Join(used, CSVFile), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var wrong *settings.ConfigError
	if _, err := study.Run(context.Background(), config, used); !errors.Is(err, record.ErrExists) || !errors.As(err, &wrong) {
		t.Errorf("error %v, want a ConfigError that is ErrExists", err)
	}
	if text, _ := os.ReadFile(filepath.Join(used, CSVFile)); string(text) != "mine" {
		t.Errorf("the file became %q", text)
	}
	ctx, cancel := context.WithCancel(context.Background())
	study.Progress = func(s Step) {
		if s.What == "repeat 2/3" {
			cancel()
		}
	}
	directory := filepath.Join(t.TempDir(), "study")
	if _, err := study.Run(ctx, config, directory); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if entries, _ := os.ReadDir(directory); len(entries) != 0 {
		t.Errorf("%d files of a study that was cut short, want none", len(entries))
	}
}

// svgOf is the picture of a report.
func svgOf(r *Report) ([]byte, error) {
	picture, err := r.picture()
	if err != nil {
		return nil, err
	}
	return r.figures.Files(Picture, picture)[Picture+".svg"]()
}
