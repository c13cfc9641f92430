package page

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/runs/watch"
)

// certificate makes one for 127.0.0.1, and returns the files and what a reader has to trust.
func certificate(t *testing.T) (cert, key string, trusted *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	cert, key = filepath.Join(directory, "page.pem"), filepath.Join(directory, "page-key.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(cert, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	trusted.AppendCertsFromPEM(text)
	return cert, key, trusted
}

// A page for other machines speaks TLS only, and answers those that know its token.
func TestAPageForOtherMachines(t *testing.T) {
	cert, key, trusted := certificate(t)
	board := &Board{}
	board.Add(watch.New("test", func() {}))
	s, err := Open(Settings{Listen: "0.0.0.0:0", Cert: cert, Key: key, Token: "a secret of some length"}, board)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, port, err := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(s.URL, "https://"), "/"))
	if err != nil {
		t.Fatalf("the page is at %s: %v", s.URL, err)
	}
	ask := func(scheme, token string, trusted *x509.CertPool) (int, string, error) {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
		defer client.CloseIdleConnections()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, scheme+"://127.0.0.1:"+port+"/runs", nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		answer, err := client.Do(r)
		if err != nil {
			return 0, "", err
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text), err
	}
	if code, text, err := ask("https", "a secret of some length", trusted); err != nil || code != 200 || !strings.Contains(text, `"test"`) {
		t.Errorf("with certificate and token: %d, %q, %v", code, text, err)
	}
	for _, token := range []string{"", "another secret"} {
		if code, text, err := ask("https", token, trusted); err != nil || code != 401 || strings.Contains(text, `"test"`) {
			t.Errorf("with the token %q: %d, %q, %v", token, code, text, err)
		}
	}
	if _, _, err := ask("https", "a secret of some length", x509.NewCertPool()); err == nil {
		t.Error("a reader that does not trust the certificate gets an answer")
	}
	if code, text, err := ask("http", "a secret of some length", trusted); err == nil && code == 200 {
		t.Errorf("without TLS: %d, %q", code, text)
	}
}
