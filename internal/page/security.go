package page

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// silent drops what net/http says of readers that misbehave.
var silent = log.New(io.Discard, "", 0)

// headers of every answer. Scripts, styles and connections are the server's own, and nothing stands inside the page's
// text: what comes from a data set can't become any of it.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-store",
}

// sessionCookie is the name of the cookie of a browser that has given the token.
const sessionCookie = "sfdfa-page"

// open are the paths that need no token.
var open = map[string]bool{"/login": true, "/login.html": true, "/page.css": true, "/icon.svg": true}

// guarded lets those requests through that may be made: for this host, from its own page or from no page, by somebody
// who knows the token.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		switch {
		case !s.hosts(hostOf(r.Host)):
			refuse(w, http.StatusMisdirectedRequest, "this host is not served here")
			return
		case !s.isSameOrigin(r):
			refuse(w, http.StatusForbidden, "other sites may not ask")
			return
		case !open[r.URL.Path] && !s.isKnown(r):
			s.askForToken(w, r)
			return
		}
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		default:
			refuse(w, http.StatusServiceUnavailable, "there are too many readers")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, largestBody)
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter, status int, why string) { http.Error(w, why, status) }

// hostOf is the host of HOST or HOST:PORT, without the brackets of an address.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return strings.Trim(address, "[]")
}

// isSameOrigin reports whether a request is not made by a page of somebody else. A link that leads here is no harm.
func (s *Server) isSameOrigin(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		from, err := url.Parse(origin)
		if err != nil || from.Host != r.Host {
			return false
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return r.Method == http.MethodGet && r.URL.Path == "/" && r.Header.Get("Sec-Fetch-Mode") == "navigate"
}

// isKnown reports whether a request comes with the token, or from a browser that has given it.
func (s *Server) isKnown(r *http.Request) bool {
	if s.settings.Token == "" {
		return true
	}
	if given, has := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); has {
		return isSame(given, s.settings.Token)
	}
	cookie, err := r.Cookie(sessionCookie)
	return err == nil && isSame(cookie.Value, s.session)
}

// isSame compares secrets in a time that does not depend on them.
func isSame(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

func secret() string { return rand.Text() }

func (s *Server) askForToken(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" {
		http.Redirect(w, r, "/login.html", http.StatusSeeOther)
		return
	}
	w.Header().Set("WWW-Authenticate", "Bearer")
	refuse(w, http.StatusUnauthorized, "the token is missing, or another one")
}

// login gives a browser that knows the token a cookie, which no script can read and no other site can use.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	if s.settings.Token == "" || !isSame(r.PostFormValue("token"), s.settings.Token) {
		http.Redirect(w, r, "/login.html#again", http.StatusSeeOther)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: s.session, Path: "/", HttpOnly: true, Secure: s.settings.Cert != "", SameSite: http.SameSiteStrictMode,
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
