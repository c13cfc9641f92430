package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/untrustedtest"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/record"
)

// endure runs a command line that reads hostile files. Whatever they hold, it ends
// with a code that is documented; not done, it prints one line of error, with no
// trace of a stack, and a hint at most.
func endure(t *testing.T, what string, arguments ...string) (code int, stderr string) {
	t.Helper()
	defer func() {
		if cause := recover(); cause != nil {
			t.Errorf("%s: %v: panic: %v\n%s", what, arguments, cause, debug.Stack())
		}
	}()
	code, _, stderr = invoke(context.Background(), append(arguments, "--log-level", "error")...)
	switch code {
	case exitOK:
		return code, stderr
	case exitFailed, exitUsage, exitDataMissing:
	default:
		t.Errorf("%s: %v: exit code %d", what, arguments, code)
	}
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	last := lines[len(lines)-1]
	if strings.Contains(stderr, "goroutine") || strings.Contains(stderr, "panic") || strings.Contains(stderr, "runtime error") ||
		!strings.HasPrefix(last, "sfdfa-actors: ") || len(last) > 2*longestError || strings.Count(stderr, "sfdfa-actors: ") != 1 {
		t.Errorf("%s: %v: error %.3000q, want one line", what, arguments, stderr)
	}
	return code, stderr
}

// expect is as endure, for a code and words that are known.
func expect(t *testing.T, what string, code int, want string, arguments ...string) {
	t.Helper()
	if got, stderr := endure(t, what, arguments...); got != code || !strings.Contains(stderr, want) {
		t.Errorf("%s: %v: exit code %d, error %.2000q, want %d and %q", what, arguments, got, stderr, code, want)
	}
}

// victim makes a run, and returns what makes copies of its directory.
func victim(t *testing.T) (copied func() string) {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "run")
	if code, _, stderr := invoke(context.Background(), small(directory)...); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	return func() string {
		to := filepath.Join(t.TempDir(), "run")
		if err := os.CopyFS(to, os.DirFS(directory)); err != nil {
			t.Fatal(err)
		}
		return to
	}
}

// put writes a file of a run directory.
func put(t *testing.T, directory, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, directory, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(directory, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Settings that are hostile are wrong settings: exit code 2.
func TestHostileConfigFiles(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	for name, test := range map[string]struct{ text, want string }{
		"aliases that multiply": {bomb, "alias"},
		"alias of itself":       {"a: &a [*a]\n", "a"},
		"deep lists":            {"layers: " + strings.Repeat("[", 100000), ""},
		"deep mappings":         {strings.Repeat("{a: ", 20000), ""},
		"deep indents":          {deepIndents(1000), ""},
		"a key twice":           {"epochs: 1\nepochs: 2\n", "epochs"},
		"an unknown key":        {"epoch: 1\n", `unknown key "epoch"`},
		"a key of two lines":    {"\"two\\nlines\": 1\n", `unknown key "two\\nlines"`},
		"a long key":            {strings.Repeat("k", 100000) + ": 1\n", "kkk…"},
		"a long value":          {"epochs: " + strings.Repeat("9", 100000) + "\n", "allowed: a whole number"},
		"a value of two lines":  {"epochs: \"two\\nlines\"\n", `epochs is two\nlines, allowed: a whole number`},
		"a key that is a list":  {"[1, 2]: 3\n", ""},
		"no mapping":            {"- 1\n", ""},
		"two documents":         {"epochs: 1\n---\nepochs: 2\n", "more than one YAML document"},
		"control characters":    {"epochs: \x1b[2J\n", ""},
		"no UTF-8":              {"dataset: \xff\xfe\n", ""},
		"NaN":                   {"tau-syn: .nan\n", "tau-syn is NaN s, allowed: above 0"},
		"infinite":              {"duration: .inf\n", "duration"},
		"negative":              {"epochs: -9223372036854775808\n", "epochs"},
		"beyond 64 bits":        {"epochs: 99999999999999999999999\n", "epochs"},
		"no layers":             {"layers: []\n", "layers is empty"},
		"a population of 2^31":  {"layers: [2147483648]\n", ""},
		"too large":             {strings.Repeat("# comment\n", 200000), "larger than allowed: more than 1048576 bytes"},
		"a tag of Go":           {"epochs: !!python/object/apply:os.system [true]\n", ""},
	} {
		path := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		expect(t, name, exitUsage, test.want, "run", "--config", path, "--out", filepath.Join(t.TempDir(), "out"))
	}
	if runtime.GOOS == "linux" { // where the machine's memory is known
		expect(t, "a large network", exitUsage, "allowed: up to most of the machine's memory", "run", "--layers", "2000000000", "--out", filepath.Join(t.TempDir(), "out"))
	}
	// What editors of other systems do to a text changes nothing.
	for name, text := range map[string]string{
		"byte order mark": "\uFEFFepochs: 3\nlayers: 7\n", "CRLF": "epochs: 3\r\nlayers: 7\r\n", "neither": "epochs: 3\nlayers: 7\n", "UTF-16": utf16("epochs: 3\nlayers: 7\n"),
	} {
		path := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := invoke(context.Background(), "config", "--config", path)
		if code != exitOK || !strings.Contains(stdout, "epochs: 3\n") || !strings.Contains(stdout, "layers: [7]") {
			t.Errorf("%s: exit code %d, %q, %s", name, code, stderr, stdout)
		}
	}
}

// deepIndents is a mapping in a mapping and so on.
func deepIndents(depth int) string {
	var text strings.Builder
	for i := range depth {
		text.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return text.String()
}

// utf16 is a text of ASCII in little-endian UTF-16 with its mark.
func utf16(text string) string {
	wide := "\xff\xfe"
	for _, r := range text {
		wide += string([]byte{byte(r), 0})
	}
	return wide
}

// readers are the commands that read a run directory and train nothing.
func readers(directory string) map[string][]string {
	return map[string][]string{
		"eval": {"eval", directory}, "inspect": {"inspect", directory}, "neuron": {"inspect", directory, "--neuron", "1:0"},
		"traffic": {"traffic", directory}, "energy": {"energy", "estimate", directory}, "fit": {"fit", directory},
		"report": {"report", directory, "--out", filepath.Join(directory, "report")},
	}
}

func TestHostileRunDirectories(t *testing.T) {
	copied := victim(t)
	for name, test := range map[string]struct {
		change func(directory string)
		want   string
		codes  map[string]int // by reader
	}{
		"no JSON in traffic.json": {func(d string) { put(t, d, record.TrafficFile, "{") }, "traffic.json", map[string]int{"traffic": 1, "energy": 1, "report": 1}},
		"many objects": {func(d string) { put(t, d, record.TrafficFile, `{"epochs":[`+strings.Repeat("{},", 600000)+"{}]}") },
			"600002 JSON objects", map[string]int{"traffic": 1, "energy": 1}},
		"no JSON in energy.json": {func(d string) { put(t, d, runs.EnergyFile, "\x00") }, "energy.json", map[string]int{"traffic": 1, "energy": 1}},
		"a long line of metrics": {func(d string) {
			put(t, d, record.MetricsFile, `{"epoch":1,"x":"`+strings.Repeat("x", 5<<20)+"\"}\n{]\n")
		},
			"metrics.jsonl: line 2", map[string]int{"report": 1}},
		"metrics of no run":     {func(d string) { put(t, d, record.MetricsFile, `{"epoch":1,"train_loss":1e300}`+"\n") }, "train_loss is 1e+300, allowed: from 0", map[string]int{"report": 1}},
		"no checkpoint":         {func(d string) { damage(t, d, func([]byte) []byte { return nil }) }, "can't be used", map[string]int{"eval": 1, "inspect": 1, "report": 1}},
		"a flipped bit":         {func(d string) { damage(t, d, func(b []byte) []byte { b[len(b)/2] ^= 4; return b }) }, "checksum", map[string]int{"eval": 1, "inspect": 1}},
		"half a checkpoint":     {func(d string) { damage(t, d, func(b []byte) []byte { return b[:len(b)/2] }) }, "truncated", map[string]int{"eval": 1, "inspect": 1}},
		"other settings":        {func(d string) { put(t, d, record.ConfigFile, "layers: [2000000000]\n") }, "", map[string]int{"eval": 1, "inspect": 1, "report": 1}},
		"settings of nothing":   {func(d string) { put(t, d, record.ConfigFile, "\x00") }, "config.yaml", map[string]int{"eval": 2, "inspect": 2, "traffic": 2, "energy": 2, "fit": 2, "report": 2}},
		"a folder for a config": {func(d string) { folderFor(t, d, record.ConfigFile) }, "it is a directory", map[string]int{"eval": 2, "inspect": 2, "traffic": 2, "fit": 2}},
		"a folder for traffic":  {func(d string) { folderFor(t, d, record.TrafficFile) }, "it is a directory", map[string]int{"traffic": 1, "energy": 1}},
		"a folder for metrics":  {func(d string) { folderFor(t, d, record.MetricsFile) }, "it is a directory", map[string]int{"report": 1}},
		"a file for checkpoints": {func(d string) {
			must(t, os.RemoveAll(filepath.Join(d, runs.CheckpointDirectory)))
			put(t, d, runs.CheckpointDirectory, "")
		}, "checkpoints", map[string]int{"eval": 1, "inspect": 1}},
	} {
		directory := copied()
		test.change(directory)
		for reader, code := range test.codes {
			expect(t, name, code, test.want, readers(directory)[reader]...)
		}
	}
	// The directory itself.
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	for _, directory := range []string{file, "two\nlines", "no\x00name", filepath.Join(t.TempDir(), "none")} {
		for reader, arguments := range readers(directory) {
			expect(t, reader+" of no directory", exitUsage, "", arguments...)
		}
		expect(t, "resume", exitUsage, "", "run", "--resume", directory)
		expect(t, "figure", exitUsage, "", "figure", "4", "--from", directory)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// damage changes the newest checkpoint of a run.
func damage(t *testing.T, directory string, change func([]byte) []byte) {
	t.Helper()
	entries, err := checkpoint.Directory(filepath.Join(directory, runs.CheckpointDirectory)).List()
	if err != nil || len(entries) == 0 {
		t.Fatalf("%d checkpoints, error %v", len(entries), err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(entry.Path)
		must(t, err)
		must(t, os.WriteFile(entry.Path, change(text), 0o600))
	}
}

func folderFor(t *testing.T, directory, name string) {
	t.Helper()
	must(t, os.Remove(filepath.Join(directory, name)))
	must(t, os.Mkdir(filepath.Join(directory, name), 0o700))
}

// A checkpoint may be forged with good checksums.
func TestForgedCheckpoints(t *testing.T) {
	copied := victim(t)
	for name, test := range map[string]struct {
		key   string
		value any
		want  string
	}{
		"inputs":          {"inputs", 1 << 40, "it was made on 1099511627776 inputs, allowed: from 1"},
		"no inputs":       {"inputs", 0, "it was made on 0 inputs"},
		"many inputs":     {"inputs", 1<<31 - 1, "2147483647 inputs, allowed: up to"},
		"classes":         {"classes", 1<<31 - 1, "neurons, allowed: those of"},
		"negative":        {"classes", -3, "it was made on -3 classes"},
		"samples":         {"training_samples", -1, "it was made on -1 training samples"},
		"epochs":          {"progress", map[string]any{"epochs": 1 << 60}, ""},
		"negative epochs": {"progress", map[string]any{"epochs": -1}, ""},
	} {
		directory := copied()
		forge(t, directory, test.key, test.value)
		for _, reader := range []string{"eval", "inspect", "neuron", "report"} {
			arguments := readers(directory)[reader]
			var code int
			var stderr string
			taken := untrustedtest.Allocated(func() { code, stderr = endure(t, name, arguments...) })
			if code != exitFailed || !strings.Contains(stderr, test.want) {
				t.Errorf("%s: %v: exit code %d, error %q, want %d and %q", name, arguments, code, stderr, exitFailed, test.want)
			}
			if taken > 64<<20 {
				t.Errorf("%s: %v: %d MiB were set aside", name, arguments, taken>>20)
			}
		}
	}
}

// Neurons that do not fit their network are refused as well.
func TestForgedNeurons(t *testing.T) {
	copied := victim(t)
	for name, change := range map[string]func(n *checkpoint.Neuron){
		"a weight too many": func(n *checkpoint.Neuron) {
			s := &n.State
			s.Weights, s.First, s.Second = append(s.Weights, 1), append(s.First, 1), append(s.Second, 1)
		},
		"no weights":          func(n *checkpoint.Neuron) { n.State.Weights, n.State.First, n.State.Second = nil, nil, nil },
		"no moments":          func(n *checkpoint.Neuron) { n.State.First, n.State.Second = nil, nil },
		"no feedback weights": func(n *checkpoint.Neuron) { n.State.Feedback = nil },
	} {
		directory := copied()
		forge(t, directory, "resumed", 0, change)
		expect(t, name, exitFailed, "checkpoint", "eval", directory)
		expect(t, name, exitFailed, "checkpoint", "report", directory)
	}
	directory := copied()
	forge(t, directory, "resumed", 0, func(n *checkpoint.Neuron) {
		for s := range n.State.Weights {
			n.State.Weights[s] = math.NaN()
		}
	})
	for _, reader := range []string{"eval", "inspect", "neuron", "report"} {
		endure(t, "NaN for weights", readers(directory)[reader]...)
	}
}

// forge changes a value of the newest checkpoint's document, and its first neuron,
// and writes the file anew with checksums that are right.
func forge(t *testing.T, directory, key string, value any, changes ...func(n *checkpoint.Neuron)) {
	t.Helper()
	f, _, err := checkpoint.Directory(filepath.Join(directory, runs.CheckpointDirectory)).Newest()
	must(t, err)
	defer f.Close()
	w, err := checkpoint.Create(f.Path + ".new")
	must(t, err)
	for _, name := range []string{"config", "metrics", "fired.0", "fired.1", "fired.2"} {
		must(t, w.Text(name, f.Text(name)))
	}
	document := map[string]any{}
	must(t, json.Unmarshal(f.Text("run"), &document))
	document[key] = value
	text, err := json.Marshal(document)
	must(t, err)
	must(t, w.Text("run", text))
	for _, r := range f.Ranges {
		cursor, err := f.Neurons(r)
		must(t, err)
		var neurons []checkpoint.Neuron
		for range r.Count {
			n, err := cursor.Next()
			must(t, err)
			for _, change := range changes {
				change(&n)
			}
			changes = nil
			neurons = append(neurons, n)
		}
		must(t, w.Neurons(r, neurons))
	}
	must(t, w.Commit())
	must(t, os.Rename(f.Path+".new", f.Path))
}

var numbers = regexp.MustCompile(`-?\d+(\.\d+)?([eE][-+]?\d+)?`)

// Whatever stands in place of a number, reading a run's JSON ends with tables or
// with one line of error.
func TestEveryNumberMayBeForged(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of forged files")
	}
	directory := victim(t)()
	for _, name := range []string{record.TrafficFile, runs.EnergyFile, record.TimeFile} {
		good := content(t, directory, name)
		places := numbers.FindAllStringIndex(good, -1)
		const step = 31 // places, since all take a minute; each value begins at another one
		for first, value := range []string{"-1", "9223372036854775807", "-9223372036854775808", "1e308", "null", "[]", `"\n"`} {
			for i := first; i < len(places); i += step {
				at := places[i]
				put(t, directory, name, good[:at[0]]+value+good[at[1]:])
				what := fmt.Sprintf("%s with %s at %d", name, value, at[0])
				endure(t, what, "traffic", directory)
				endure(t, what, "energy", "estimate", directory, "--json")
			}
		}
		put(t, directory, name, good)
	}
}

// A comparison may be forged too; drawing it ends.
func TestForgedComparisons(t *testing.T) {
	if testing.Short() {
		t.Skip("50 pictures")
	}
	directory := filepath.Join(t.TempDir(), "comparison")
	if code, _, stderr := invoke(context.Background(), "figure", "6", "--dataset", "yinyang", "--rules", "dfa", "--seeds", "1", "--epochs", "2", "--train-limit", "40",
		"--test-limit", "20", "--layers", "5", "--gradient-angles", "20", "--out", directory); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	good := content(t, directory, "comparison.json")
	for name, test := range map[string][2]string{
		"no summary":      {`"summary": {`, `"summary": null, "other": {`},
		"no curve":        {`"curve": [`, `"curve": null, "other": [`},
		"an epoch of 1e9": {`"epoch": 2,`, `"epoch": 1000000000,`},
		"a name":          {`"name": "dfa"`, `"name": "d\nfa"`},
		"a long name":     {`"name": "dfa"`, `"name": "` + strings.Repeat("x", 1<<20) + `"`},
		"a huge loss":     {`"train_loss":`, `"train_loss": 1e308, "other":`},
		"no rules":        {`"rules": [`, `"rules": null, "other": [`},
		"no runs":         {`"runs": [`, `"runs": null, "other": [`},
		"a null":          {`"rules": [`, `"rules": [null,`},
		"an angle":        {`"exact": [`, `"exact": [1e308, null, -1, 5, 5, 5, 5, 5, 5,`},
		"no angle":        {`"exact": [`, `"exact": [], "other": [`},
		"an alignment":    {`"weight_alignment_degrees":`, `"weight_alignment_degrees": -1e308, "other":`},
		"a config":        {`"layers":`, `"layers": "x", "other":`},
	} {
		forged := strings.Replace(good, test[0], test[1], 1)
		if forged == good {
			t.Errorf("%s: no %s in comparison.json", name, test[0])
		}
		to := t.TempDir()
		put(t, to, "comparison.json", forged)
		for _, figure := range []string{"4", "6", "9", "10"} {
			endure(t, name, "figure", figure, "--figures", "svg", "--from", to, "--out", filepath.Join(t.TempDir(), "out"))
		}
	}
	for want, text := range map[string]string{
		"comparison.json":     "",
		"no run in":           "{}",
		"JSON objects":        `{"rules":[` + strings.Repeat("{},", 600000) + "{}]}",
		"exceeded max depth":  strings.Repeat("[", 100000),
		"it has 101 variants": `{"rules":[` + strings.Repeat("{},", 100) + "{}]}",
	} {
		to := t.TempDir()
		put(t, to, "comparison.json", text)
		expect(t, "comparison", exitUsage, want, "figure", "6", "--from", to, "--out", filepath.Join(t.TempDir(), "out"))
	}
}

// What else users name: cases, profiles, data.
func TestHostileFilesOfOtherCommands(t *testing.T) {
	directory := t.TempDir()
	named := func(name, content string) string {
		put(t, directory, name, content)
		return filepath.Join(directory, name)
	}
	npz := untrustedtest.Zip(t, untrustedtest.Member{Name: "../inputs.npy", Zeros: 1})
	must(t, os.MkdirAll(filepath.Join(directory, "mnist"), 0o700))
	for _, name := range []string{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"} {
		put(t, directory, filepath.Join("mnist", name), string(bytes.Repeat([]byte{255}, 100)))
	}
	named("spikes.npz", string(npz))
	case1 := content(t, filepath.Join("..", "..", "internal", "study", "selfcheck", "testdata"), "by_hand.json")
	for name, test := range map[string]struct {
		code      int
		want      string
		arguments []string
	}{
		"empty case":           {1, "empty.json", []string{"check", named("empty.json", "")}},
		"deep case":            {1, "max depth", []string{"check", named("deep.json", strings.Repeat("[", 1<<20))}},
		"case with objects":    {1, "JSON objects", []string{"check", named("many.json", `{"samples":[`+strings.Repeat("{},", 600000)+"{}]}")}},
		"case that is long":    {1, "larger than allowed", []string{"check", named("long.json", strings.Repeat(" ", 17<<20))}},
		"case of 2^62 neurons": {1, "must have 4611686018427387904", []string{"check", named("large.json", numbers.ReplaceAllString(case1, "4611686018427387904"))}},
		"case that is a link":  {1, "no such file", []string{"check", filepath.Join(directory, "nothing")}},
		"case of a device":     {1, "it is a device", []string{"check", os.DevNull}},
		"empty profile":        {2, "empty", []string{"energy", "check", named("empty.yaml", "")}},
		"profile of aliases":   {2, "alias", []string{"energy", "check", named("alias.yaml", "name: &a x\ntitle: *a\nconstants: {}\n")}},
		"deep profile":         {2, "deep.yaml", []string{"energy", "check", named("deep.yaml", strings.Repeat("[", 60000))}},
		"profile of comments":  {2, "larger than allowed", []string{"energy", "show", named("long.yaml", strings.Repeat("# x\n", 1<<16))}},
		"profile of a folder":  {2, "it is a directory", []string{"energy", "show", directory}},
		"profile of a run":     {2, "it is a device", []string{"run", "--energy-profile", os.DevNull, "--out", filepath.Join(directory, "out")}},
		"images":               {1, "magic 0xffffffff", []string{"run", "--dataset", "mnist", "--data-dir", directory}},
		"images to convert":    {1, "magic 0xffffffff", []string{"data", "convert", "mnist", "--data-dir", directory}},
		"npz":                  {1, "spikes.npz: no array inputs", []string{"run", "--dataset", "npz", "--data-dir", directory}},
		"npz to convert":       {1, "spikes.npz: no array inputs", []string{"data", "convert", "npz", "--data-dir", directory, "--out", filepath.Join(directory, "o.npz")}},
		"data in a file":       {3, "mnist", []string{"run", "--dataset", "mnist", "--data-dir", filepath.Join(directory, "spikes.npz")}},
		"data to verify":       {3, "mnist", []string{"data", "verify", "mnist", "--data-dir", filepath.Join(directory, "spikes.npz")}},
		"data to list":         {0, "", []string{"data", "list", "--data-dir", directory}},
		"data of two lines":    {3, `two\nlines`, []string{"run", "--dataset", "mnist", "--data-dir", "two\nlines"}},
	} {
		expect(t, name, test.code, test.want, test.arguments...)
	}
}
