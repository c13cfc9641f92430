package simulate

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"time"

	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/study/report"
	"sfdfa-actors/internal/study/simulation"
)

// end leaves the files of a run that has ended, its report last: that says that the run has ended.
func (r *freeRun) end(signs io.Writer, spent time.Duration) (*simulation.Report, error) {
	found := r.simulation.Report(r.settings.Network, r.building, spent)
	if r.chip != nil {
		found.Traffic = r.chip.Report()
	}
	if r.spikes.Omitted > 0 {
		fmt.Fprintf(signs, "%s has the first %d spikes, without %d; --max-spikes allows more\n", spikesFile, r.spikes.Kept, r.spikes.Omitted)
	}
	files, err := r.files(found)
	if err != nil {
		return nil, err
	}
	content, err := schema.Simulation.File(found)
	if err != nil {
		return nil, err
	}
	if err := files.Write(r.directory); err != nil {
		return nil, err
	}
	if err := (atomicfile.Files{reportFile: ready(content)}).Write(r.directory); err != nil {
		return nil, err
	}
	for _, name := range []string{partialFile, checkpointFile} {
		_ = os.Remove(filepath.Join(r.directory, name)) // they are of no use any more
	}
	return found, nil
}

// files are those beside the report: spikes, pictures, tables, and the page that shows all of it.
func (r *freeRun) files(found *simulation.Report) (atomicfile.Files, error) {
	var spikes bytes.Buffer
	if err := r.spikes.Write(&spikes, r.simulation.Populations()); err != nil {
		return nil, err
	}
	title := fmt.Sprintf("%s, seed %d", r.settings.Network, r.settings.Seed)
	raster, err := r.spikes.Picture(title, r.simulation.Populations(), r.simulation.Sizes(), r.simulation.Time())
	if err != nil {
		return nil, err
	}
	files := atomicfile.Files{spikesFile: ready(spikes.Bytes())}
	maps.Copy(files, r.figures.Files(picture, raster))
	page := &report.Free{Run: filepath.Base(r.directory), Report: found, Spikes: raster, Files: map[string]string{
		reportFile: "the numbers of this page", spikesFile: "all spikes, as NumPy arrays", networkFile: "the network",
	}}
	if err := r.addTraffic(files, page, title); err != nil {
		return nil, err
	}
	files[report.PageFile] = page.Page
	return files, nil
}

// ready is a file's content that is there already.
func ready(content []byte) func() ([]byte, error) {
	return func() ([]byte, error) { return content, nil }
}
