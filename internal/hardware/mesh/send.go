package mesh

import "sfdfa-actors/internal/hardware/traffic"

// send charges for packets of a size from one place to another.
func (ch *charge) send(purpose traffic.Purpose, from, to int, packets, bits int64) {
	ch.carry(purpose, from, to, Flow{Packets: packets, Bits: packets * bits})
}

// carry charges a flow to the sender, to the receiver and to the links between
// them. A flow without packets is more bits on packets that are charged elsewhere.
func (ch *charge) carry(purpose traffic.Purpose, from, to int, f Flow) {
	sent := purpose.Work(ch.account(from))
	sent.Packets += f.Packets
	sent.Bits += f.Bits
	purpose.Work(ch.account(to)).Deliveries += f.Packets
	switch {
	case from == host:
		toHost(sent, f)
		ch.Links.In.during(purpose.Phase).add(f)
	case to == host:
		toHost(sent, f)
		ch.Links.Out.during(purpose.Phase).add(f)
	case from == to:
		sent.LocalPackets += f.Packets
	}
	ch.Links.Route(ch.Placement.PositionOf(from), ch.Placement.PositionOf(to), func(d Direction, link *Link) {
		link.during(purpose.Phase).add(f)
		hop(sent, d, f)
	})
}

// toHost charges for the way over the host's link, to it or from it.
func toHost(work *traffic.Work, f Flow) {
	work.HostPackets += f.Packets
	work.HostBits += f.Bits
}

// hop charges for the way over one link.
func hop(work *traffic.Work, d Direction, f Flow) {
	if d == East || d == West {
		work.HopsX += f.Packets
	} else {
		work.HopsY += f.Packets
	}
	work.BitHops += f.Bits
}

// account is that of a core or of the host.
func (ch *charge) account(at int) *traffic.Account {
	if at == host {
		return &ch.Host
	}
	return &ch.Cores[at]
}
