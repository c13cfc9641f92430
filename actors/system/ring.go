package system

// ring is a queue of mailboxes.
type ring struct {
	slots        []*mailbox // as many as a power of 2, or none
	head, length int
}

func (r *ring) push(m *mailbox) {
	if r.length == len(r.slots) {
		r.grow()
	}
	r.slots[(r.head+r.length)&(len(r.slots)-1)] = m
	r.length++
}

func (r *ring) grow() {
	larger := make([]*mailbox, max(64, 2*len(r.slots)))
	n := copy(larger, r.slots[r.head:])
	copy(larger[n:], r.slots[:r.head])
	r.slots, r.head = larger, 0
}

// pop takes out the mailbox that was pushed first. There has to be one.
func (r *ring) pop() *mailbox {
	m := r.slots[r.head]
	r.slots[r.head] = nil
	r.head = (r.head + 1) & (len(r.slots) - 1)
	r.length--
	return m
}
