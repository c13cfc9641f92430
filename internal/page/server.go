package page

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"embed"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"sync"
	"time"

	"sfdfa-actors/internal/parallel"
)

// Settings say where a server listens, and who may read it.
type Settings struct {
	Listen    string // HOST:PORT, port 0 for any
	Cert, Key string // PEM files; without them only this machine may ask
	Token     string // that readers have to know; empty for none
}

// Bounds of what readers may do: they may be anybody.
const (
	requestTime   = 10 * time.Second // for a request to come in, and for a reader to take some bytes
	answerTime    = 2 * time.Minute  // for a run to get to the border of a batch
	idleTime      = time.Minute
	largestHeader = 16 << 10
	largestBody   = 4 << 10
	mostRequests  = 64 // at a time
)

// Server shows the runs of a board.
type Server struct {
	URL string

	settings Settings
	board    *Board
	hosts    func(name string) bool // that it may be asked by
	session  string                 // what a browser shows that has given the token
	http     *http.Server
	slots    chan struct{} // a place for each request under way
	closing  chan struct{}
	once     sync.Once
}

//go:embed assets
var assets embed.FS

// Open begins to serve. Other machines may only ask a server with a certificate and a token.
func Open(s Settings, board *Board) (*Server, error) {
	secured, err := s.tls()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return nil, fmt.Errorf("page is %s: %w", s.Listen, err)
	}
	server := newServer(s, board)
	server.URL = "http://" + listener.Addr().String() + "/"
	if secured != nil {
		server.URL = "https://" + listener.Addr().String() + "/"
		server.hosts = namesOf(secured, s.Listen)
		listener = tls.NewListener(listener, secured)
	}
	parallel.Begin(func() { _ = server.http.Serve(listener) }) // until it is closed
	return server, nil
}

func newServer(s Settings, board *Board) *Server {
	server := &Server{
		settings: s, board: board, hosts: isOwn, session: secret(),
		slots: make(chan struct{}, mostRequests), closing: make(chan struct{}),
	}
	server.http = &http.Server{
		Handler: server.handler(), ReadHeaderTimeout: requestTime, ReadTimeout: requestTime, IdleTimeout: idleTime, MaxHeaderBytes: largestHeader,
		ErrorLog: silent,
	}
	return server
}

// tls checks the settings, and returns what encrypts connections, nil for nothing.
func (s *Settings) tls() (*tls.Config, error) {
	host, _, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return nil, fmt.Errorf("page is %q, allowed: HOST:PORT, as in 127.0.0.1:0", s.Listen)
	}
	if (s.Cert == "") != (s.Key == "") {
		return nil, fmt.Errorf("one of page-tls-cert and page-tls-key is given, allowed: none or both")
	}
	if !isOwn(host) && (s.Cert == "" || s.Token == "") {
		return nil, fmt.Errorf("page is %s, which other machines can reach, allowed: with page-tls-cert, page-tls-key and page-token-file, or 127.0.0.1", s.Listen)
	}
	if s.Cert == "" {
		return nil, nil
	}
	certificate, err := tls.LoadX509KeyPair(s.Cert, s.Key)
	if err != nil {
		return nil, fmt.Errorf("page-tls-cert %s with page-tls-key %s: %w", s.Cert, s.Key, err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}}, nil
}

// namesOf are the names under which a server with a certificate may be asked.
func namesOf(c *tls.Config, listen string) func(string) bool {
	leaf, err := x509.ParseCertificate(c.Certificates[0].Certificate[0])
	own, _, _ := net.SplitHostPort(listen)
	return func(name string) bool {
		return isOwn(name) || name == own || err == nil && leaf.VerifyHostname(name) == nil
	}
}

// isOwn reports whether a host is this machine's name for itself, which no other machine can reach.
func isOwn(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// handler is what answers requests: checks, and what they guard.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	files, _ := fs.Sub(assets, "assets")
	mux.Handle("GET /{$}", http.FileServerFS(files))
	for _, name := range []string{"page.css", "page.js", "charts.js", "mesh.js", "neuron.js", "login.html", "icon.svg"} {
		mux.Handle("GET /"+name, http.FileServerFS(files))
	}
	mux.HandleFunc("GET /events", s.events)
	mux.Handle("GET /metrics", s.metrics())
	mux.HandleFunc("GET /runs", s.runs)
	mux.HandleFunc("GET /core", s.core)
	mux.HandleFunc("GET /neuron", s.neuron)
	mux.HandleFunc("POST /control", s.control)
	mux.HandleFunc("POST /login", s.login)
	return s.guarded(mux)
}

// Close tells readers what there is left to tell, and stops serving.
func (s *Server) Close() error {
	s.once.Do(func() { close(s.closing) })
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return s.http.Close() // a reader that takes nothing
	}
	return nil
}
