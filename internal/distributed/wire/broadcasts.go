package wire

import "sfdfa-actors/messages"

func writeErrorBroadcasts(w *writer, l *messages.ErrorBroadcasts) {
	writeBatch(w, &l.Batch)
	w.int(len(l.Broadcasts))
	for i := range l.Broadcasts {
		b := &l.Broadcasts[i]
		w.uint(b.Sample)
		w.floats(b.Errors)
		w.floats(b.Derivatives)
	}
}

func readErrorBroadcasts(r *reader, l *messages.ErrorBroadcasts) {
	l.Batch = readBatch(r)
	l.Broadcasts = make([]messages.ErrorBroadcast, r.count(3))
	for i := range l.Broadcasts {
		l.Broadcasts[i] = messages.ErrorBroadcast{Sample: r.uint(), Errors: r.floats(), Derivatives: r.floats()}
	}
}
