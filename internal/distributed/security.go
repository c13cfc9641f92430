package distributed

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"

	"sfdfa-actors/internal/distributed/wire"
)

// Security is how machines know each other. With TLS both sides show a certificate of
// one authority; without, only processes of one machine may talk, unless Insecure.
type Security struct {
	Cert, Key, CA string // PEM files: all of them, or none
	Token         string // that a coordinator has to know; empty is a token too
	Insecure      bool   // without TLS over a network that others may read and write
}

// encrypted reports whether TLS is used.
func (s *Security) encrypted() bool { return s.Cert != "" }

func (s *Security) validate(listen string) error {
	given := 0
	for _, file := range []string{s.Cert, s.Key, s.CA} {
		if file != "" {
			given++
		}
	}
	if given != 0 && given != 3 {
		return fmt.Errorf("distributed: %d of tls-cert, tls-key and tls-ca are given, allowed: none or all of them", given)
	}
	if s.encrypted() || s.Insecure || isLoopback(listen) {
		return nil
	}
	return fmt.Errorf("distributed: %s can be reached from other machines, allowed: with tls-cert, tls-key and tls-ca, or with insecure, which lets everybody read and write who reaches it", listen)
}

// credentials are those of a server and of a client.
func (s *Security) credentials() (server, client credentials.TransportCredentials, err error) {
	if !s.encrypted() {
		return insecure.NewCredentials(), insecure.NewCredentials(), nil
	}
	certificate, err := tls.LoadX509KeyPair(s.Cert, s.Key)
	if err != nil {
		return nil, nil, fmt.Errorf("distributed: tls-cert %s with tls-key %s: %w", s.Cert, s.Key, err)
	}
	text, err := os.ReadFile(s.CA)
	if err != nil {
		return nil, nil, fmt.Errorf("distributed: tls-ca: %w", err)
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(text) {
		return nil, nil, fmt.Errorf("distributed: tls-ca %s has no certificate, allowed: a PEM file with one", s.CA)
	}
	common := tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{certificate}}
	mine, theirs := common.Clone(), common.Clone()
	mine.ClientAuth, mine.ClientCAs = tls.RequireAndVerifyClientCert, authorities
	theirs.RootCAs = authorities
	return credentials.NewTLS(mine), credentials.NewTLS(theirs), nil
}

// proof is what only somebody who knows the token can answer to a challenge.
func (s *Security) proof(challenge []byte, session wire.SessionID) []byte {
	mac := hmac.New(sha256.New, []byte(s.Token))
	mac.Write(challenge)
	mac.Write(session[:])
	return mac.Sum(nil)
}

// verifies reports whether a proof answers a challenge.
func (s *Security) verifies(proof, challenge []byte, session wire.SessionID) bool {
	return hmac.Equal(proof, s.proof(challenge, session))
}

// newChallenge returns bits that were never used before.
func newChallenge() []byte {
	challenge := make([]byte, 16)
	rand.Read(challenge) // never fails
	return challenge
}

func newSessionID() (session wire.SessionID) {
	rand.Read(session[:]) // never fails
	return session
}
