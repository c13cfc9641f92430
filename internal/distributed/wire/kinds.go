package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"sfdfa-actors/messages"
)

// kind is one kind of message: how it is written and read.
type kind struct {
	number  byte
	name    string
	message reflect.Type // of the message, or of what is routed
	routed  bool         // it has a destination in the network
	json    bool         // its form is JSON
	write   func(*writer, any) error
	read    func(*reader) (any, error)
}

// kinds is the table of all messages. A kind's number is its place, from 1.
var kinds = number(
	routedKind("packets", writePackets, readPackets),
	routedKind("single", writeSingle, readSingle),
	routedKind("error broadcasts", writeErrorBroadcasts, readErrorBroadcasts),
	routedKind("learned", writeLearned, readLearned),
	routedKind("recording", writeRecording, readRecording),
	routedKind("tally request", func(w *writer, m *messages.TallyRequest) { w.uint(m.Envelopes) }, func(r *reader, m *messages.TallyRequest) { m.Envelopes = r.uint() }),
	routedKind("tally", writeTally, readTally),
	routedKind("state request", writeStateRequest, readStateRequest),
	routedKind("core states", writeCoreStates, readCoreStates),
	routedKind("state assignment", writeStateAssignment, readStateAssignment),
	jsonKind[Hello]("hello"),
	jsonKind[Welcome]("welcome"),
	jsonKind[Refusal]("refusal"),
	jsonKind[Build]("build"),
	jsonKind[Built]("built"),
	jsonKind[Failure]("failure"),
	jsonKind[Release]("release"),
	jsonKind[Heartbeat]("heartbeat"),
	binaryKind("acknowledgement", writeAcknowledgement, readAcknowledgement),
)

func number(table ...kind) []kind {
	for i := range table {
		table[i].number = byte(i + 1)
	}
	return table
}

func kindByNumber(number byte) (*kind, bool) {
	if number == 0 || int(number) > len(kinds) {
		return nil, false
	}
	return &kinds[number-1], true
}

func kindOf(message any) (*kind, error) {
	of, isRouted := reflect.TypeOf(message), false
	if r, ok := message.(Routed); ok {
		of, isRouted = reflect.TypeOf(r.Message), true
	}
	for i := range kinds {
		if k := &kinds[i]; k.message == of && k.routed == isRouted {
			return k, nil
		}
	}
	return nil, fmt.Errorf("wire: a %v can't cross to another machine", of)
}

// binaryKind is a message in binary form.
func binaryKind[T any](name string, write func(*writer, *T), read func(*reader, *T)) kind {
	return kind{
		name:    name,
		message: reflect.TypeFor[*T](),
		write: func(w *writer, message any) error {
			write(w, message.(*T))
			return nil
		},
		read: func(r *reader) (any, error) {
			message := new(T)
			read(r, message)
			return message, r.err
		},
	}
}

// jsonKind is a message as JSON.
func jsonKind[T any](name string) kind {
	return kind{
		name:    name,
		json:    true,
		message: reflect.TypeFor[*T](),
		write: func(w *writer, message any) error {
			encoded, err := json.Marshal(message)
			w.data = append(w.data, encoded...)
			return err
		},
		read: func(r *reader) (any, error) {
			message := new(T)
			decoder := json.NewDecoder(bytes.NewReader(r.data))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(message); err != nil {
				return nil, err
			}
			r.bytes(int(decoder.InputOffset()))
			return message, nil
		},
	}
}

// routedKind is a message in binary form with a destination.
func routedKind[T any](name string, write func(*writer, *T), read func(*reader, *T)) kind {
	plain := binaryKind(name, write, read)
	k := plain
	k.routed = true
	k.write = func(w *writer, message any) error {
		r := message.(Routed)
		w.byte(byte(r.To.Role))
		w.int(r.To.Number)
		return plain.write(w, r.Message)
	}
	k.read = func(r *reader) (any, error) {
		to := Destination{Role: Role(r.byte()), Number: r.int(maxNumber)}
		if r.err == nil && !to.valid() {
			return nil, fmt.Errorf("its destination is %d, %d, allowed: roles up to %d, a number with a core or a population only", to.Role, to.Number, lastRole)
		}
		message, err := plain.read(r)
		return Routed{to, message}, err
	}
	return k
}

func writeLearned(w *writer, m *messages.Learned) {
	w.uint(m.Batch)
	w.int(m.From)
}

func readLearned(r *reader, m *messages.Learned) {
	m.Batch, m.From = r.uint(), r.int(maxNumber)
}

func writeAcknowledgement(w *writer, m *Acknowledgement) { w.uint(m.Received) }
func readAcknowledgement(r *reader, m *Acknowledgement)  { m.Received = r.uint() }
