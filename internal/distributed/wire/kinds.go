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
	number byte
	name   string
	of     reflect.Type // of the message, or of what is routed
	routed bool         // it has a destination in the network
	json   bool         // it is text
	write  func(*writer, any) error
	read   func(*reader) (any, error)
}

// kinds is the table of all messages. A kind's number is its place, from 1.
var kinds = number(
	routed("packets", writePackets, readPackets),
	routed("single", writeSingle, readSingle),
	routed("error broadcasts", writeErrorBroadcasts, readErrorBroadcasts),
	routed("learned", writeLearned, readLearned),
	routed("recording", writeRecording, readRecording),
	routed("tally request", func(*writer, *messages.TallyRequest) {}, func(*reader, *messages.TallyRequest) {}),
	routed("tally", writeTally, readTally),
	routed("state request", writeStateRequest, readStateRequest),
	routed("core states", writeCoreStates, readCoreStates),
	routed("state assignment", writeStateAssignment, readStateAssignment),
	text[Hello]("hello"),
	text[Welcome]("welcome"),
	text[Refusal]("refusal"),
	text[Build]("build"),
	text[Built]("built"),
	text[Failure]("failure"),
	text[Release]("release"),
	text[Heartbeat]("heartbeat"),
	compact("acknowledgement", writeAcknowledgement, readAcknowledgement),
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
		if k := &kinds[i]; k.of == of && k.routed == isRouted {
			return k, nil
		}
	}
	return nil, fmt.Errorf("wire: a %v can't cross to another machine", of)
}

// compact is a message in binary form.
func compact[T any](name string, write func(*writer, *T), read func(*reader, *T)) kind {
	return kind{
		name: name,
		of:   reflect.TypeFor[*T](),
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

// text is a message as JSON.
func text[T any](name string) kind {
	return kind{
		name: name,
		json: true,
		of:   reflect.TypeFor[*T](),
		write: func(w *writer, message any) error {
			encoded, err := json.Marshal(message)
			w.text = append(w.text, encoded...)
			return err
		},
		read: func(r *reader) (any, error) {
			message := new(T)
			decoder := json.NewDecoder(bytes.NewReader(r.text))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(message); err != nil {
				return nil, err
			}
			r.bytes(int(decoder.InputOffset()))
			return message, nil
		},
	}
}

// routed is a message in binary form with a destination.
func routed[T any](name string, write func(*writer, *T), read func(*reader, *T)) kind {
	return withDestination(compact(name, write, read))
}

func withDestination(k kind) kind {
	write, read := k.write, k.read
	k.routed = true
	k.write = func(w *writer, message any) error {
		r := message.(Routed)
		w.byte(byte(r.To.Role))
		w.int(r.To.Number)
		return write(w, r.Message)
	}
	k.read = func(r *reader) (any, error) {
		to := Destination{Role: Role(r.byte()), Number: r.int(mostNumber)}
		if r.err == nil && !to.valid() {
			return nil, fmt.Errorf("its destination is %d, %d, allowed: roles up to %d, a number with a core or a population only", to.Role, to.Number, lastRole)
		}
		message, err := read(r)
		return Routed{to, message}, err
	}
	return k
}

func writeLearned(w *writer, m *messages.Learned) {
	w.uint(m.Batch)
	w.int(m.From)
}

func readLearned(r *reader, m *messages.Learned) {
	m.Batch, m.From = r.uint(), r.int(mostNumber)
}

func writeAcknowledgement(w *writer, m *Acknowledgement) { w.uint(m.Received) }
func readAcknowledgement(r *reader, m *Acknowledgement)  { m.Received = r.uint() }
