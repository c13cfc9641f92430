package machine

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// perTick is the unit of /proc/stat (proc_stat(5)), which all common systems have.
const perTick = time.Second / 100

// busyTime is the time that all CPU cores together were not idle since the machine started, the host's share included.
func busyTime() (time.Duration, bool) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, false
	}
	return parseBusy(string(text))
}

// parseBusy reads the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal.
func parseBusy(stat string) (time.Duration, bool) {
	var user, nice, system, idle, wait, irq, softirq, steal int64
	line, _, _ := strings.Cut(stat, "\n")
	if n, err := fmt.Sscanf(line, "cpu %d %d %d %d %d %d %d %d", &user, &nice, &system, &idle, &wait, &irq, &softirq, &steal); n < 8 || err != nil {
		return 0, false
	}
	return time.Duration(user+nice+system+irq+softirq+steal) * perTick, true
}
