package page

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/runs/watch"
)

// metrics answers with the metrics of all runs on the board, for Prometheus.
func (s *Server) metrics() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collector{s.board})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, ErrorLog: silent})
}

// measure is a metric of a run's state.
type measure struct {
	name, help string
	kind       prometheus.ValueType
	of         func(*watch.State) *float64 // nil where it is not known
}

func known(x float64) *float64 { return &x }

// measures are the metrics of a state. Others rely on their names: append, don't rename.
var measures = []measure{
	{"sfdfa_epoch", "Epoch under way, from 1.", prometheus.GaugeValue, func(s *watch.State) *float64 { return known(float64(s.Epoch)) }},
	{"sfdfa_epochs", "Epochs of the run.", prometheus.GaugeValue, func(s *watch.State) *float64 { return known(float64(s.Epochs)) }},
	{"sfdfa_phase_samples", "Samples of the pass under way that are presented.", prometheus.GaugeValue, func(s *watch.State) *float64 { return known(float64(s.Samples)) }},
	{"sfdfa_learned_samples_total", "Samples learned from since the process began.", prometheus.CounterValue, func(s *watch.State) *float64 { return known(float64(s.Learned)) }},
	{"sfdfa_samples_per_second", "Samples a second in the pass under way.", prometheus.GaugeValue, func(s *watch.State) *float64 { return known(s.SamplesPerSecond) }},
	{"sfdfa_seconds_left", "Seconds that the rest of the run takes at the rates so far.", prometheus.GaugeValue, func(s *watch.State) *float64 { return s.SecondsLeft }},
	{"sfdfa_train_accuracy_percent", "Accuracy of the last training samples.", prometheus.GaugeValue, func(s *watch.State) *float64 { return s.TrainAccuracy }},
	{"sfdfa_train_loss", "Mean loss of the last training samples.", prometheus.GaugeValue, func(s *watch.State) *float64 { return s.TrainLoss }},
	{"sfdfa_test_accuracy_percent", "Accuracy of the last test.", prometheus.GaugeValue, func(s *watch.State) *float64 { return s.TestAccuracy }},
	{"sfdfa_test_loss", "Mean loss of the last test.", prometheus.GaugeValue, func(s *watch.State) *float64 { return s.TestLoss }},
	{"sfdfa_biological_seconds", "Biological time of a network that runs freely.", prometheus.GaugeValue, func(s *watch.State) *float64 { return s.Biological }},
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, append([]string{"run"}, labels...), nil)
}

var (
	stateDesc   = describe("sfdfa_state", "1 for the state that the run is in.", "state")
	packetsDesc = describe("sfdfa_packets_total", "Packets on the simulated mesh.", "purpose", "phase")
	bitsDesc    = describe("sfdfa_bits_total", "Bits of the packets on the simulated mesh.", "purpose", "phase")
	joulesDesc  = describe("sfdfa_energy_joules_estimate", "Dynamic energy by an energy profile: an estimate.", "purpose", "phase")
	chipDesc    = describe("sfdfa_chip_seconds_estimate", "Time of a sample on a chip by an energy profile: an estimate.", "phase")
	coreDesc    = describe("sfdfa_core_imbalance", "Operations of the busiest core by the mean.")
	linkDesc    = describe("sfdfa_link_imbalance", "Packets of the busiest link by the mean.")
	shareDesc   = describe("sfdfa_worker_share", "Share of the workers' time.", "activity")
	memoryDesc  = describe("sfdfa_memory_bytes", "Memory that Go has from the system.")
)

// collector collects the metrics of the runs on a board.
type collector struct{ board *Board }

// Describe implements prometheus.Collector: what there is depends on the runs.
func (c collector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c collector) Collect(to chan<- prometheus.Metric) {
	for _, r := range c.board.Runs() {
		r.Scrape()
		feed := r.Events()
		collectState(to, feed.Run(), r.State())
		collectSeen(to, feed)
		if p := r.Process(); p != nil {
			to <- prometheus.MustNewConstMetric(memoryDesc, prometheus.GaugeValue, float64(p.SystemBytes), feed.Run())
		}
	}
}

func collectState(to chan<- prometheus.Metric, run string, s watch.State) {
	to <- prometheus.MustNewConstMetric(stateDesc, prometheus.GaugeValue, 1, run, string(s.State))
	for i := range measures {
		m := &measures[i]
		if value := m.of(&s); value != nil {
			to <- prometheus.MustNewConstMetric(describe(m.name, m.help), m.kind, *value, run)
		}
	}
}

// collectSeen collects what was last seen of a run.
func collectSeen(to chan<- prometheus.Metric, feed *watch.Feed) {
	run := feed.Run()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, append([]string{run}, labels...)...)
	}
	if wire, ok := feed.Latest(watch.KindWire).(*watch.Wire); ok {
		for _, p := range wire.Purposes {
			to <- prometheus.MustNewConstMetric(packetsDesc, prometheus.CounterValue, float64(p.Packets), run, p.Name, p.Phase)
			to <- prometheus.MustNewConstMetric(bitsDesc, prometheus.CounterValue, float64(p.Bits), run, p.Name, p.Phase)
		}
	}
	if energy, ok := feed.Latest(watch.KindEnergy).(*watch.Energy); ok {
		for _, p := range energy.Purposes {
			gauge(joulesDesc, p.Joules, p.Name, p.Phase)
		}
	}
	if t, ok := feed.Latest(watch.KindTime).(*timing.Report); ok {
		gauge(chipDesc, t.Forward.Seconds, "forward")
		if t.Learning != nil {
			gauge(chipDesc, t.Learning.Seconds, "learning")
		}
	}
	if mesh, ok := feed.Latest(watch.KindMesh).(*watch.Mesh); ok {
		gauge(coreDesc, mesh.CoreImbalance)
		gauge(linkDesc, mesh.LinkImbalance)
	}
	if p, ok := feed.Latest(watch.KindProcess).(*watch.Process); ok && p.Shares != nil {
		gauge(shareDesc, p.Shares.Integrate, "integrate")
		gauge(shareDesc, p.Shares.Learn, "learn")
		gauge(shareDesc, p.Shares.Route, "route")
		gauge(shareDesc, p.Shares.Mailbox, "mailbox")
		gauge(shareDesc, p.Shares.Idle, "idle")
	}
}
