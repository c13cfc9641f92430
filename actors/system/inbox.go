package system

import "sync"

// inbox holds the messages of the network to its client until it takes them.
type inbox struct {
	lock     sync.Mutex
	messages []any
	arrived  chan struct{} // has room for one signal
}

func newInbox() *inbox { return &inbox{arrived: make(chan struct{}, 1)} }

func (b *inbox) put(message any) {
	b.lock.Lock()
	b.messages = append(b.messages, message)
	b.lock.Unlock()
	select {
	case b.arrived <- struct{}{}:
	default: // the signal that is waiting covers this message too
	}
}

func (b *inbox) empty() bool {
	b.lock.Lock()
	defer b.lock.Unlock()
	return len(b.messages) == 0
}

// take returns the oldest message, if there is one.
func (b *inbox) take() (message any, ok bool) {
	b.lock.Lock()
	defer b.lock.Unlock()
	if len(b.messages) == 0 {
		return nil, false
	}
	message = b.messages[0]
	b.messages[0] = nil
	if b.messages = b.messages[1:]; len(b.messages) == 0 {
		b.messages = nil
	}
	return message, true
}
