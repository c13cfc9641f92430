package sweep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"sync"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
)

// Study is a sweep to be carried out.
type Study struct {
	Settings []string // names of those that differ from point to point
	Random   int      // points that were drawn; 0 is a grid
	Seeds    int      // runs of each point, with consecutive seeds
	Points   []Point
}

// Conduct is how a sweep is carried out, which changes nothing in its results but times.
type Conduct struct {
	// Jobs is the number of runs at a time, 1 or more. They share the CPU cores evenly, unless the setting procs says
	// how many each of them uses.
	Jobs int
	// Observer is told how the sweep goes on.
	Observer Observer
	// Watch returns the watch of a run with a name, through which others see it; nil for none.
	Watch func(name string) *watch.Watch
	// Figures are those of the sweep; those of each run are SVG.
	Figures figure.Form
}

// Observer is told how a sweep goes on, by several goroutines at once.
type Observer interface {
	// Started is called before the first run, with the number of all and of those that had finished before.
	Started(runs, finished int)
	// Run is called before each run, and returns who is told how it goes on.
	Run(name string) runs.Observer
	// Finished is called after each run that was not interrupted.
	Finished(name string)
}

// Run trains at every point with every seed, each run with a record of its own below directory, or below a new one in runs
// if that is empty. Seeds take turns with points inside. What can't be is found before anything runs. When the context
// ends, the runs under way write their checkpoints, and the report says that it was interrupted.
func (s *Study) Run(ctx context.Context, directory string, how Conduct) (*Report, error) {
	if err := how.validate(); err != nil {
		return nil, err
	}
	if directory != "" {
		if err := record.AcceptDirectory(directory); err != nil {
			return nil, err
		}
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	directory, undo, err := record.NewDirectory(directory, "sweep-"+s.Points[0].Config.Dataset)
	if err != nil {
		return nil, err
	}
	report := &Report{Settings: s.Settings, Random: s.Random, Seeds: s.Seeds, Interrupted: true, Points: s.Points, Directory: directory, Version: record.Version()}
	if err := report.writeJSON(); err != nil {
		undo()
		return nil, err
	}
	return report, how.carryOut(ctx, report)
}

func (how *Conduct) validate() error {
	if how.Jobs < 1 {
		return settings.Errorf("jobs is %d, allowed: 1 or more", how.Jobs)
	}
	return nil
}

// work is the runs that are still to be done, shared by those who do them.
type work struct {
	Conduct
	report *Report
	cores  int // CPU cores of each run; 0 is all

	mutex sync.Mutex // guards the rest, and the report
	left  []task
	stop  context.CancelFunc
	fault error
}

// task is one run.
type task struct {
	point int
	seed  uint64
}

// carryOut trains what has not finished before, and writes the sweep's files.
func (how Conduct) carryOut(ctx context.Context, report *Report) error {
	lock, err := record.AwaitDirectory(ctx, report.Directory)
	if err != nil {
		return err
	}
	defer lock.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	report.figures = how.Figures
	w := &work{Conduct: how, report: report, stop: stop}
	total, err := w.list()
	if err != nil {
		return err
	}
	jobs := min(how.Jobs, len(w.left))
	if jobs > 1 {
		w.cores = max(1, runtime.GOMAXPROCS(0)/jobs)
	}
	report.Interrupted = len(w.left) > 0
	how.Observer.Started(total, total-len(w.left))
	parallel.Do(jobs, func(int) {
		for w.next(ctx) {
		}
	})
	report.Interrupted = report.runs() < total
	return errors.Join(w.fault, report.write())
}

// list finds out which runs have finished, and which are left.
func (w *work) list() (total int, err error) {
	for turn := range w.report.Seeds {
		for i := range w.report.Points {
			t := task{i, w.report.Points[i].Config.Seed + uint64(turn)}
			switch err := w.keep(t); {
			case errors.Is(err, fs.ErrNotExist), errors.Is(err, errUnfinished):
				w.left = append(w.left, t)
			case err != nil:
				return 0, err
			}
			total++
		}
	}
	return total, nil
}

// next does the next run, and reports whether there was one and more may be done.
func (w *work) next(ctx context.Context) bool {
	w.mutex.Lock()
	if len(w.left) == 0 || w.fault != nil || ctx.Err() != nil {
		w.mutex.Unlock()
		return false
	}
	t := w.left[0]
	w.left = w.left[1:]
	w.mutex.Unlock()
	err := w.run(ctx, t)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if err == nil {
		err = w.keep(t)
	}
	switch {
	case ctx.Err() != nil && (errors.Is(err, errUnfinished) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, context.Canceled)):
		return false // it was interrupted, or had not begun to learn
	case err == nil:
		w.Observer.Finished(w.report.name(t))
		err = w.report.writeJSON()
	}
	if err != nil && w.fault == nil {
		w.fault = fmt.Errorf("%s: %w", w.report.name(t), err)
		w.stop() // the others write their checkpoints
	}
	return err == nil
}

// run trains at one point with one seed, or goes on with that.
func (w *work) run(ctx context.Context, t task) error {
	c := w.report.Points[t.point].Config
	c.Seed = t.seed
	if c.Procs == 0 {
		c.Procs = w.cores
	}
	schedule := runs.DefaultSchedule()
	if w.Watch != nil {
		schedule.Watch = w.Watch(w.report.name(t))
	}
	_, err := schedule.RunOrResume(ctx, c, w.report.directory(t), w.Observer.Run(w.report.name(t)))
	return err
}

// name is a run's directory in that of the sweep: its point and its seed.
func (r *Report) name(t task) string {
	digits := len(fmt.Sprint(len(r.Points)))
	return fmt.Sprintf("point%0*d-seed%d", digits, r.Points[t.point].Number, t.seed)
}

func (r *Report) directory(t task) string { return filepath.Join(r.Directory, r.name(t)) }
