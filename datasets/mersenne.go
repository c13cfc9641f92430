package datasets

// mersenneTwister is the 32-bit generator MT19937 (Matsumoto and Nishimura,
// 1998) behind numpy's RandomState. Only the Yin-Yang task draws from it,
// because its published samples come from there.
type mersenneTwister struct {
	state [624]uint32
	next  int
}

// newMersenneTwister seeds the generator as the 2002 reference code and
// numpy.random.RandomState(seed) do.
func newMersenneTwister(seed uint32) *mersenneTwister {
	m := &mersenneTwister{}
	m.state[0] = seed
	for i := 1; i < len(m.state); i++ {
		previous := m.state[i-1]
		m.state[i] = 1812433253*(previous^previous>>30) + uint32(i)
	}
	m.next = len(m.state)
	return m
}

// uint32 draws 32 random bits.
func (m *mersenneTwister) uint32() uint32 {
	if m.next == len(m.state) {
		m.twist()
	}
	y := m.state[m.next]
	m.next++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

func (m *mersenneTwister) twist() {
	const n, middle = len(m.state), 397
	for i := range m.state {
		y := m.state[i]&0x80000000 | m.state[(i+1)%n]&0x7fffffff
		m.state[i] = m.state[(i+middle)%n] ^ y>>1 ^ y&1*0x9908b0df
	}
	m.next = 0
}

// float64 draws a multiple of 2⁻⁵³ uniformly from [0, 1).
func (m *mersenneTwister) float64() float64 {
	high, low := m.uint32()>>5, m.uint32()>>6
	return float64(uint64(high)<<26|uint64(low)) / (1 << 53)
}

// class draws uniformly from {0, 1, 2}: numpy masks to two bits and redraws.
func (m *mersenneTwister) class() int {
	for {
		if c := m.uint32() & 3; c < 3 {
			return int(c)
		}
	}
}
