package wire

import "sfdfa-actors/messages"

func writeLesson(w *writer, l *messages.Lesson) {
	writeEnvelope(w, l.Envelope)
	w.int(len(l.Broadcasts))
	for i := range l.Broadcasts {
		b := &l.Broadcasts[i]
		w.uint(b.Sample)
		w.floats(b.Errors)
		w.floats(b.Derivatives)
	}
}

func readLesson(r *reader, l *messages.Lesson) {
	l.Envelope = readEnvelope(r)
	l.Broadcasts = make([]messages.Broadcast, r.count(3))
	for i := range l.Broadcasts {
		l.Broadcasts[i] = messages.Broadcast{Sample: r.uint(), Errors: r.floats(), Derivatives: r.floats()}
	}
}
