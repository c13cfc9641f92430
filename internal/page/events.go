package page

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"sfdfa-actors/internal/runs/watch"
)

// aliveInterval is the time after which a stream without events says that it is there.
const aliveInterval = 15 * time.Second

// events streams what is seen of a run, as server-sent events. A reader that comes back with the ID of its last event
// gets those after it; all others get the last event of each kind first. One that is too slow misses events, and one
// that takes nothing is let go.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	run := s.board.run(r.URL.Query().Get("run"))
	if run == nil {
		refuse(w, http.StatusNotFound, "there is no such run")
		return
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	stream := stream{w: w, controller: http.NewResponseController(w), feed: run.Events()}
	// IDs are those of one run: another one's mean nothing here.
	if name, id, ok := cutID(r.Header.Get("Last-Event-ID")); ok && name == stream.feed.Run() {
		stream.last = id
	}
	_ = stream.controller.SetReadDeadline(time.Time{}) // that of the request is over; those of tests have none
	defer run.Read()()
	alive := time.NewTicker(aliveInterval)
	defer alive.Stop()
	for {
		changed, err := stream.catchUp()
		if err != nil {
			return
		}
		select {
		case <-changed:
		case <-alive.C:
			if stream.write(": alive\n\n") != nil {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.closing:
			_, _ = stream.catchUp() // the end of the run
			return
		}
	}
}

// cutID takes an ID apart: the number of the event, and the name of the run.
func cutID(text string) (run string, id uint64, ok bool) {
	for i := range text {
		if text[i] == ' ' {
			id, err := strconv.ParseUint(text[:i], 10, 64)
			return text[i+1:], id, err == nil
		}
	}
	return "", 0, false
}

// stream is one reader of a feed.
type stream struct {
	w          http.ResponseWriter
	controller *http.ResponseController
	feed       *watch.Feed
	last       uint64 // event that the reader has
}

// catchUp sends the events that the reader has not got, and returns what is closed when there is another one.
func (s *stream) catchUp() (changed <-chan struct{}, err error) {
	events, changed := s.feed.After(s.last)
	for _, e := range events {
		if err := s.write(fmt.Sprintf("id: %d %s\nevent: %s\ndata: %s\n", e.ID, s.feed.Run(), e.Kind, e.JSON())); err != nil {
			return nil, err
		}
		s.last = e.ID
	}
	return changed, s.controller.Flush()
}

func (s *stream) write(text string) error {
	if err := s.controller.SetWriteDeadline(time.Now().Add(requestTime)); err != nil {
		return err
	}
	if _, err := s.w.Write([]byte(text + "\n")); err != nil {
		return err
	}
	return nil
}
