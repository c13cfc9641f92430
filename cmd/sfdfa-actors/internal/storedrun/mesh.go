package storedrun

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
)

// largestTable bounds what is read of cores.csv and links.csv, in bytes.
const largestTable = 64 << 20

// readMesh reads the tables of cores and links, which a run writes when it ends.
func (r *stored) readMesh() error {
	report, err := record.ReadTraffic(r.directory)
	if err != nil || report.Samples == 0 {
		return nil // it has not come so far
	}
	m := &watch.Mesh{Samples: report.Samples}
	samples := float64(report.Samples)
	err = readTable(filepath.Join(r.directory, record.CoresFile), func(number func(string) float64, _ func(string) string) {
		core := watch.MeshCore{
			Population: -1, // which the table does not say
			Core:       int(number("core")), X: int(number("x")), Y: int(number("y")), Neurons: int(number("neurons")),
			Operations: number("synaptic_operations") / samples, PacketsIn: number("packets_in") / samples, PacketsOut: number("packets_out") / samples,
		}
		m.Width, m.Height = max(m.Width, core.X+1), max(m.Height, core.Y+1)
		m.Cores = append(m.Cores, core)
	})
	if err != nil {
		return err
	}
	err = readTable(filepath.Join(r.directory, record.LinksFile), func(number func(string) float64, text func(string) string) {
		forward, learning := number("forward_packets")/samples, number("learning_packets")/samples
		switch direction := text("direction"); direction {
		case "in":
			m.HostIn = forward + learning
		case "out":
			m.HostOut = forward + learning
		default:
			m.Links = append(m.Links, watch.MeshLink{X: int(number("from_x")), Y: int(number("from_y")), Direction: direction, Forward: forward, Learning: learning})
		}
	})
	if err != nil {
		return err
	}
	m.Weigh()
	r.mutex.Lock()
	r.mesh = m
	r.mutex.Unlock()
	r.feed.Publish(watch.KindMesh, m)
	return nil
}

// readTable visits the rows of a table; a column that is missing, or no number, is 0. Without the file there are none.
func readTable(path string, visit func(number func(string) float64, text func(string) string)) error {
	content, err := untrusted.Read(path, largestTable)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i := 1; i < len(rows); i++ {
		text := func(column string) string {
			if at := slices.Index(rows[0], column); at >= 0 {
				return rows[i][at]
			}
			return ""
		}
		visit(func(column string) float64 {
			value, err := strconv.ParseFloat(text(column), 64)
			if err != nil || value-value != 0 { // NaN and infinities are no numbers of JSON
				return 0
			}
			return value
		}, text)
	}
	return nil
}
