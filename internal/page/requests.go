package page

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"
	"time"

	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/watch"
)

// runs lists the runs on the board, the oldest first.
func (s *Server) runs(w http.ResponseWriter, _ *http.Request) {
	type listed struct {
		Name  string      `json:"name"`
		State watch.State `json:"state"`
	}
	all := []listed{}
	for _, r := range s.board.Runs() {
		all = append(all, listed{r.Events().Run(), r.State()})
	}
	answer(w, struct {
		Runs []listed `json:"runs"`
	}{all}, nil)
}

// asked is the run that a request names, and a context in which it may answer.
func (s *Server) asked(w http.ResponseWriter, r *http.Request) (run Run, ctx context.Context, cancel context.CancelFunc) {
	if run = s.board.run(r.URL.Query().Get("run")); run == nil {
		refuse(w, http.StatusNotFound, "there is no such run")
		return nil, nil, nil
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // that of the request is over; those of tests have none
	ctx, cancel = context.WithTimeout(r.Context(), answerTime)
	return run, ctx, cancel
}

// number reads a number of a request; −1 is none, which there is no core or neuron with.
func number(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return -1
	}
	return n
}

func (s *Server) core(w http.ResponseWriter, r *http.Request) {
	run, ctx, cancel := s.asked(w, r)
	if run == nil {
		return
	}
	defer cancel()
	c, err := run.Core(ctx, number(r, "core"))
	answer(w, c, err)
}

func (s *Server) neuron(w http.ResponseWriter, r *http.Request) {
	run, ctx, cancel := s.asked(w, r)
	if run == nil {
		return
	}
	defer cancel()
	n, err := run.Neuron(ctx, number(r, "population"), number(r, "neuron"))
	answer(w, n, err)
}

// control asks something of a run. The type of the body is one that no form of another site can send.
func (s *Server) control(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, "the body has another type, allowed: application/json")
		return
	}
	var wish struct {
		Run    string       `json:"run"`
		Action watch.Action `json:"action"`
	}
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wish); err != nil {
		refuse(w, http.StatusBadRequest, `the body can't be read, allowed: {"run": NAME, "action": ACTION}`)
		return
	}
	run := s.board.run(wish.Run)
	if run == nil {
		refuse(w, http.StatusNotFound, "there is no such run")
		return
	}
	err := run.Do(wish.Action)
	answer(w, struct {
		State watch.State `json:"state"`
	}{run.State()}, err)
}

// statuses of errors.
var statuses = []struct {
	err    error
	status int
}{
	{watch.ErrAction, http.StatusBadRequest},
	{watch.ErrNotThere, http.StatusNotFound},
	{watch.ErrEnded, http.StatusConflict},
	{watch.ErrBusy, http.StatusServiceUnavailable},
	{context.DeadlineExceeded, http.StatusGatewayTimeout},
}

// answer writes an object, or an error.
func answer(w http.ResponseWriter, object any, err error) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(requestTime)) // those of tests have none
	for _, s := range statuses {
		if errors.Is(err, s.err) {
			refuse(w, s.status, err.Error())
			return
		}
	}
	var line []byte
	if err == nil {
		line, err = schema.Live.Line(object)
	}
	if err != nil {
		refuse(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(line) // a reader that has gone needs none
}
