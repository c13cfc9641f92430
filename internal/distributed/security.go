package distributed

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
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
	Token         string // that both sides have to know; empty is a token too
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
	mine, theirs, err := s.configs()
	if err != nil {
		return nil, nil, err
	}
	return credentials.NewTLS(mine), credentials.NewTLS(theirs), nil
}

// configs are those of TLS as a server and as a client.
func (s *Security) configs() (server, client *tls.Config, err error) {
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
	return mine, theirs, nil
}

// statement is what a proof of the token is about. Whoever passes a proof on can use it for
// nothing else: not for another network, other machines, or the way back.
type statement struct {
	by        prover
	header    wire.Header       // session, generation, and the machine that the worker is
	challenge []byte            // of the other side
	order     [sha256.Size]byte // digest of the Build, in which the addresses of all machines stand
}

// prover is the side that proves that it knows the token.
type prover string

const (
	byCoordinator prover = "coordinator"
	byWorker      prover = "worker"
)

// proof is what only somebody who knows the token can say about a statement.
func (s *Security) proof(about statement) []byte {
	mac := hmac.New(sha256.New, []byte(s.Token))
	numbers := binary.BigEndian.AppendUint64(nil, about.header.Generation)
	numbers = binary.BigEndian.AppendUint64(numbers, uint64(about.header.From))
	for _, field := range [][]byte{[]byte(about.by), about.header.Session[:], numbers, about.challenge, about.order[:]} {
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(field))))
		mac.Write(field)
	}
	return mac.Sum(nil)
}

// verifies reports whether a proof is one of a statement.
func (s *Security) verifies(proof []byte, about statement) bool {
	return hmac.Equal(proof, s.proof(about))
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
