package watch

import (
	"encoding/json"
	"sync"

	"sfdfa-actors/internal/file/schema"
)

// Kind names what an event is about.
type Kind string

// The kinds of events. Each is complete: a later one takes the place of an earlier one of its kind.
const (
	KindAbout   Kind = "about"   // About
	KindState   Kind = "state"   // State
	KindCurve   Kind = "curve"   // Curve
	KindWire    Kind = "wire"    // Wire
	KindMesh    Kind = "mesh"    // Mesh
	KindEnergy  Kind = "energy"  // Energy
	KindTime    Kind = "time"    // timing.Report
	KindRaster  Kind = "raster"  // Raster
	KindAngles  Kind = "angles"  // Angles
	KindProcess Kind = "process" // Process
	KindVerdict Kind = "verdict" // Verdict
)

// Event is something that was seen. It does not change.
type Event struct {
	ID   uint64 // from 1, without a gap
	Kind Kind

	run     string
	content any
	encode  sync.Once
	text    []byte
}

// JSON returns the event as one line of JSON, with its schema first. The first reader encodes it for all.
func (e *Event) JSON() []byte {
	e.encode.Do(func() {
		line, err := schema.Live.Line(struct {
			Event Kind   `json:"event"`
			ID    uint64 `json:"id"`
			Run   string `json:"run"`
			Data  any    `json:"data"`
		}{e.Kind, e.ID, e.run, e.content})
		if err != nil { // a number that JSON has not: say so in place of the event
			line, _ = json.Marshal(map[string]string{"schema": string(schema.Live), "event": "fault", "fault": err.Error()})
		}
		e.text = line
	})
	return e.text
}

// mostEvents is how many events a feed keeps for readers that come back.
const mostEvents = 256

// Feed keeps the last events of a run, and the last one of each kind. Its size is fixed: nobody waits for readers, and
// one that is too slow misses events. It is safe for concurrent use.
type Feed struct {
	run string

	mutex   sync.Mutex
	last    uint64
	recent  []*Event // in order, at most mostEvents
	latest  map[Kind]*Event
	changed chan struct{} // closed with the next event
}

// NewFeed returns an empty feed of a run with a name.
func NewFeed(run string) *Feed {
	return &Feed{run: run, latest: map[Kind]*Event{}, changed: make(chan struct{})}
}

// Run is the name of the feed's run.
func (f *Feed) Run() string { return f.run }

// Publish adds an event. Nobody may change its content from then on.
func (f *Feed) Publish(kind Kind, content any) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.last++
	e := &Event{ID: f.last, Kind: kind, run: f.run, content: content}
	if len(f.recent) == mostEvents {
		f.recent = append(f.recent[:0], f.recent[1:]...)
	}
	f.recent = append(f.recent, e)
	f.latest[kind] = e
	close(f.changed)
	f.changed = make(chan struct{})
}

// After returns the events after that with an ID, in order, and what is closed when there is another one. For 0, and
// where some of those events are not kept any more, it returns the last event of each kind.
func (f *Feed) After(id uint64) (events []*Event, changed <-chan struct{}) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	first := f.last - uint64(len(f.recent)) // the one before the oldest
	isKept := id > 0 && id >= first && id <= f.last
	for _, e := range f.recent {
		if isKept && e.ID > id {
			events = append(events, e)
		}
	}
	if !isKept {
		events = f.state()
	}
	return events, f.changed
}

// state is the last event of each kind, in order.
func (f *Feed) state() (events []*Event) {
	for _, kind := range kinds {
		if e := f.latest[kind]; e != nil {
			events = append(events, e)
		}
	}
	sortByID(events)
	return events
}

// Latest is the content of the last event of a kind, or nil.
func (f *Feed) Latest(kind Kind) any {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if e := f.latest[kind]; e != nil {
		return e.content
	}
	return nil
}

// Last is the ID of the last event, 0 without any.
func (f *Feed) Last() uint64 {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.last
}
