package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"runtime"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// startingPoint is where a run starts from: nothing, or a checkpoint.
type startingPoint struct {
	directory string
	resumed   bool
	lock      *os.File         // of the directory, if resumed
	file      *checkpoint.File // nil: from the initial state
	document  document
	lines     []byte // of metrics.jsonl
	metrics   []*record.Metrics
	written   *record.Record
	left      string // directory of the record of the run that started here, once there is one
}

// newestStartingPoint finds the newest checkpoint of a run that can be used, and why
// newer ones were refused.
func newestStartingPoint(c *settings.Config, directory string) (*startingPoint, []*checkpoint.Refusal, error) {
	o := &startingPoint{directory: directory, resumed: true}
	file, refusals, err := checkpointsOf(directory).Newest()
	if err != nil {
		return nil, nil, err
	}
	if file == nil {
		_, err := os.Stat(filepath.Join(directory, record.SummaryFile))
		if err == nil {
			return nil, nil, settings.Errorf("%s holds a run that is finished, and no checkpoint to go on from", directory)
		}
		return o, nil, nil
	}
	o.file = file
	if err := o.decode(c); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("checkpoint %s can't be used: %w", file.Path, err), file.Close())
	}
	return o, refusals, nil
}

func (o *startingPoint) decode(c *settings.Config) error {
	if err := json.Unmarshal(o.file.Text(progressText), &o.document); err != nil {
		return fmt.Errorf("its progress: %w", err)
	}
	if err := o.checkConfig(c); err != nil {
		return err
	}
	var err error
	o.lines = o.file.Text(metricsText)
	if o.metrics, err = record.DecodeMetrics(o.lines); err != nil {
		return fmt.Errorf("its metrics: %w", err)
	}
	if len(o.metrics) != o.document.Progress.Epochs {
		return fmt.Errorf("it has metrics of %d epochs, and finished %d", len(o.metrics), o.document.Progress.Epochs)
	}
	return o.document.check(c)
}

// mayDiffer are the settings that change nothing in the results or the record's
// form, so that a run may go on with others.
var mayDiffer = map[string]bool{"procs": true, "data-dir": true, "energy-profile": true, "timestep": true}

// checkConfig refuses a config.yaml that was changed since the checkpoint.
func (o *startingPoint) checkConfig(c *settings.Config) error {
	before := *c
	if err := settings.Decode(o.file.Text(configText), &before); err != nil {
		return fmt.Errorf("its settings: %w", err)
	}
	if !before.HasNetworkOf(c) {
		return fmt.Errorf("it was made with another network than that in %s", record.ConfigFile)
	}
	before.Network = c.Network // which may be on other lines
	now := settings.All(c)
	for i, setting := range settings.All(&before) {
		was, is := reflect.ValueOf(setting.Value).Elem(), reflect.ValueOf(now[i].Value).Elem()
		if !mayDiffer[setting.Name] && !reflect.DeepEqual(was.Interface(), is.Interface()) {
			return fmt.Errorf("it was made with %s %v, %s says %v", setting.Name, was, record.ConfigFile, is)
		}
	}
	return nil
}

// announce says where the run goes on.
func (o *startingPoint) announce() {
	if o.file == nil {
		slog.Info("there is no checkpoint: the run starts anew from its settings", "settings", filepath.Join(o.directory, record.ConfigFile))
		return
	}
	p := o.document.Progress
	slog.Info("the run goes on", "checkpoint", o.file.Path, "epochs", p.Epochs, "samples", p.Presented)
	if was, is := o.document.Version, record.Version(); was != is {
		slog.Warn("another build of the program made the checkpoint: the bits are the same only if it computes the same", "was", was, "is", is)
	}
	if was, is := o.document.Machine.Arch, runtime.GOARCH; was != is {
		slog.Warn("another CPU architecture made the checkpoint, and may round differently", "was", was, "is", is)
	}
}

// claim makes the run's record, with the metrics up to the checkpoint, unless it is there.
func (o *startingPoint) claim(c *settings.Config) (err error) {
	switch {
	case o.written != nil:
		return nil
	case o.resumed:
		o.written, err = record.Continue(o.directory, o.lock, o.lines)
	default:
		o.written, err = record.New(o.directory, c)
	}
	if err == nil {
		o.left = o.written.Directory
	}
	return err
}

// abandon gives up the record of a run whose network could not be built, and returns why. The
// record stays if a worker was lost: the run may go on. One of a run that was refused goes.
func (o *startingPoint) abandon(reason error) error {
	lost := terms.IsLost(reason) && !terms.HaveNotJoined(reason)
	switch {
	case o.written == nil:
		return reason
	case o.resumed || lost:
		_ = o.written.Close() // nothing was written since
		return reason
	}
	o.left = ""
	if err := o.written.Discard(); err != nil {
		return errors.Join(reason, err)
	}
	return reason
}

// release closes the checkpoint and forgets what it held, once a run has taken it
// all: the run may replace the file, and go on for long.
func (o *startingPoint) release() error {
	err := o.close()
	o.file, o.lines, o.metrics = nil, nil, nil
	return err
}

func (o *startingPoint) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}
