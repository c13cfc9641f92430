package page

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/watch"
)

func served(token string) *Server {
	board := &Board{}
	board.Add(watch.New("test", func() {}))
	return newServer(Settings{Token: token}, board)
}

// request is one with the host and the headers given: name, value, name, value.
func request(s *Server, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:1"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.http.Handler.ServeHTTP(w, r)
	return w
}

func TestWhoMayAskForWhat(t *testing.T) {
	const pause = `{"action":"pause"}`
	for _, test := range []struct {
		name, token, method, target, body string
		headers                           []string
		want                              int
	}{
		{"the page", "", "GET", "/", "", nil, 200},
		{"by name", "", "GET", "/", "", []string{"Host", "localhost:9"}, 200},
		{"IPv6", "", "GET", "/", "", []string{"Host", "[::1]:9"}, 200},
		{"another host", "", "GET", "/", "", []string{"Host", "evil.example"}, 421},
		{"a host that ends so", "", "GET", "/", "", []string{"Host", "localhost.evil.example"}, 421},
		{"no host", "", "GET", "/", "", []string{"Host", ""}, 421},
		{"own origin", "", "POST", "/control", pause, []string{"Content-Type", "application/json", "Origin", "http://127.0.0.1:1"}, 200},
		{"other origin", "", "POST", "/control", pause, []string{"Content-Type", "application/json", "Origin", "http://evil.example"}, 403},
		{"no origin of its own", "", "POST", "/control", pause, []string{"Content-Type", "application/json", "Origin", "null"}, 403},
		{"another port", "", "GET", "/runs", "", []string{"Origin", "http://127.0.0.1:2"}, 403},
		{"cross-site", "", "GET", "/runs", "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a link", "", "GET", "/", "", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200},
		{"a form", "", "POST", "/control", pause, []string{"Content-Type", "text/plain"}, 415},
		{"no JSON", "", "POST", "/control", "pause", []string{"Content-Type", "application/json"}, 400},
		{"another key", "", "POST", "/control", `{"action":"pause","x":1}`, []string{"Content-Type", "application/json"}, 400},
		{"another action", "", "POST", "/control", `{"action":"explode"}`, []string{"Content-Type", "application/json"}, 400},
		{"too long", "", "POST", "/control", `{"action":"` + strings.Repeat("x", largestBody) + `"}`, []string{"Content-Type", "application/json"}, 400},
		{"by GET", "", "GET", "/control", "", nil, 405},
		{"no file", "", "GET", "/../server.go", "", nil, 307},
		{"no such page", "", "GET", "/etc/passwd", "", nil, 404},
		{"without the token", "secret", "GET", "/runs", "", nil, 401},
		{"without the token, by browser", "secret", "GET", "/", "", nil, 303},
		{"with another token", "secret", "GET", "/runs", "", []string{"Authorization", "Bearer secre"}, 401},
		{"with the token", "secret", "GET", "/runs", "", []string{"Authorization", "Bearer secret"}, 200},
		{"with another cookie", "secret", "GET", "/runs", "", []string{"Cookie", sessionCookie + "=x"}, 401},
		{"the form for the token", "secret", "GET", "/login.html", "", nil, 200},
	} {
		w := request(served(test.token), test.method, test.target, test.body, test.headers...)
		if w.Code != test.want {
			t.Errorf("%s: status %d, want %d: %.100s", test.name, w.Code, test.want, w.Body)
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: the policy is %q", test.name, csp)
		}
	}
}

func TestABrowserGivesTheTokenOnce(t *testing.T) {
	s := served("secret")
	form := func(token string) *httptest.ResponseRecorder {
		return request(s, "POST", "/login", url.Values{"token": {token}}.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Origin", "http://127.0.0.1:1")
	}
	if w := form("other"); len(w.Result().Cookies()) != 0 {
		t.Error("another token gives a cookie")
	}
	cookies := form("secret").Result().Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || strings.Contains(cookies[0].Value, "secret") {
		t.Fatalf("cookies %v", cookies)
	}
	if w := request(s, "GET", "/runs", "", "Cookie", cookies[0].String()); w.Code != 200 {
		t.Errorf("with the cookie: status %d", w.Code)
	}
}

func TestOtherMachinesNeedACertificateAndAToken(t *testing.T) {
	for _, test := range []struct {
		settings Settings
		want     string
	}{
		{Settings{Listen: "0.0.0.0:0"}, "which other machines can reach"},
		{Settings{Listen: ":0"}, "which other machines can reach"},
		{Settings{Listen: "0.0.0.0:0", Token: "secret"}, "which other machines can reach"},
		{Settings{Listen: "127.0.0.1:0", Cert: "x"}, "one of page-tls-cert and page-tls-key"},
		{Settings{Listen: "127.0.0.1"}, "allowed: HOST:PORT"},
		{Settings{Listen: "127.0.0.1:0", Cert: filepath.Join(t.TempDir(), "none"), Key: "none"}, "page-tls-cert"},
		{Settings{Listen: "127.0.0.1:99999"}, "page is 127.0.0.1:99999"},
	} {
		s, err := Open(test.settings, &Board{})
		if err == nil {
			_ = s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v: error %v, want %q in it", test.settings, err, test.want)
		}
	}
}

// Nothing in the page comes from elsewhere, and nothing that a policy would have to allow stands in its text.
func TestThePageNeedsNoOtherHost(t *testing.T) {
	entries, err := os.ReadDir("assets")
	if err != nil || len(entries) < 5 {
		t.Fatalf("%d assets, error %v", len(entries), err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join("assets", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		content := strings.ReplaceAll(string(text), "http://www.w3.org/2000/svg", "")
		for _, bad := range []string{"http://", "https://", "innerHTML", "insertAdjacentHTML", "document.write", "eval(", " style=\"", "onclick=", "<script>"} {
			if strings.Contains(content, bad) {
				t.Errorf("%s has %s", entry.Name(), bad)
			}
		}
		if w := request(served(""), "GET", "/"+entry.Name(), ""); w.Code != 200 && entry.Name() != "index.html" {
			t.Errorf("%s: status %d", entry.Name(), w.Code)
		}
	}
}

// Whatever is asked for, the server answers, and lets nobody in who may not be.
func FuzzRequests(f *testing.F) {
	f.Add("GET", "/neuron?population=1&neuron=2", "127.0.0.1", "", "", "")
	f.Add("GET", "/core?core=-1&run=%00", "localhost", "", "", "")
	f.Add("POST", "/control", "127.0.0.1", "http://127.0.0.1", "application/json", `{"action":"pause"}`)
	f.Add("POST", "/login", "127.0.0.1", "", "application/x-www-form-urlencoded", "token=x")
	f.Add("GET", "/events", "[::1]", "null", "", "")
	f.Fuzz(func(t *testing.T, method, target, host, origin, kind, body string) {
		r, err := http.NewRequest(method, "http://127.0.0.1"+target, strings.NewReader(body))
		if err != nil {
			return
		}
		ended, cancel := context.WithCancel(context.Background())
		cancel() // else a stream goes on
		r = r.WithContext(ended)
		r.Host = host
		r.Header.Set("Origin", origin)
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Last-Event-ID", body)
		w := httptest.NewRecorder()
		served("secret").http.Handler.ServeHTTP(w, r)
		if w.Code == 200 && !open[r.URL.Path] {
			t.Errorf("%s %s is answered without the token", method, target)
		}
		w = httptest.NewRecorder()
		served("").http.Handler.ServeHTTP(w, r)
		if w.Code == 200 && !isOwn(hostOf(host)) {
			t.Errorf("%s %s is answered for the host %q", method, target, host)
		}
		if w.Code >= 500 && w.Code != http.StatusGatewayTimeout {
			t.Errorf("%s %s: status %d: %s", method, target, w.Code, w.Body)
		}
	})
}
