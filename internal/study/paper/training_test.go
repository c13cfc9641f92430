package paper

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/messages"
)

type silent struct{}

func (silent) Chosen(*settings.Config, *calibration.Report)        {}
func (silent) Started(*settings.Config, *datasets.Dataset, string) {}
func (silent) Phase(int, messages.Part, int)                       {}
func (silent) Presented([]messages.Outcome)                        {}
func (silent) Epoch(*record.Metrics)                               {}

func figureOf(t *testing.T, number int) *Figure {
	t.Helper()
	f, err := FigureByName(fmt.Sprint(number))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tiny trains what a figure shows on a small piece of the Yin-Yang task.
func tiny(t *testing.T, number int, seeds int, change func(*settings.Config)) *comparison.Report {
	t.Helper()
	f := figureOf(t, number).Trained
	study := comparison.Study{Seeds: seeds, Observer: func(string, uint64) runs.Observer { return silent{} }}
	for _, variant := range f.Variants {
		c, err := f.Defaults().Resolve("", func(c *settings.Config) error {
			c.Dataset, c.Layers, c.Epochs, c.TrainLimit, c.TestLimit = "yinyang", []int{30}, 2, 200, 50
			if change != nil {
				change(c)
			}
			return f.Set(c, variant)
		})
		if err != nil {
			t.Fatal(err)
		}
		study.Variants = append(study.Variants, comparison.Variant{Name: variant, Config: c})
	}
	report, err := study.Run(context.Background(), filepath.Join(t.TempDir(), "figure"))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// drawn is the figure's drawing, and its table as a file.
func drawn(t *testing.T, number int, r *comparison.Report) (*Drawing, string) {
	t.Helper()
	f := figureOf(t, number)
	d, err := f.Trained.Draw(r)
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	if err := d.Write(directory, f.Name(), figure.Form{}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(directory, f.Name()+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile(filepath.Join(directory, f.Name()+".svg"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Rules {
		if !bytes.Contains(picture, []byte(">"+r.Rules[i].Name+"<")) {
			t.Errorf("figure %d: the picture does not name %s", number, r.Rules[i].Name)
		}
	}
	return d, string(text)
}

// The table of Fig. 4 is what the runs measured, seed by seed and epoch by epoch,
// and the same again from the same seeds.
func TestFigure4(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: draws many pictures, not with -short")
	}
	report := tiny(t, 4, 2, nil)
	d, text := drawn(t, 4, report)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != 1+2*2*2 || lines[0] != "gradient,seed,epoch,train_loss,train_accuracy_percent,test_loss,test_accuracy_percent,test_accuracy_lowest_index_percent" {
		t.Fatalf("table\n%s\nwant a head and 2 gradients × 2 seeds × 2 epochs", text)
	}
	last := report.Rules[1].Runs[1].Curve[1]
	want := fmt.Sprintf("modified,2,2,%v,%v,%v,%v,%v", last.TrainLoss, last.TrainAccuracy, last.TestLoss, last.TestAccuracy, last.TestAccuracyLowestIndex)
	if lines[8] != want {
		t.Errorf("last line %s, want %s", lines[8], want)
	}
	for i, gradient := range []string{"exact", "modified"} {
		if c := report.Rules[i].Config; c.Gradient != gradient || c.Rule != "sfdfa" {
			t.Errorf("variant %d has the gradient %s and the rule %s", i, c.Gradient, c.Rule)
		}
	}
	if report.Rules[0].Runs[0].Summary.Digest == report.Rules[1].Runs[0].Summary.Digest {
		t.Error("both gradients end at the same weights")
	}
	if len(d.Notes) != 2 || !strings.Contains(d.Notes[0], "exact: test accuracy") {
		t.Errorf("notes %q", d.Notes)
	}
	if _, again := drawn(t, 4, tiny(t, 4, 2, nil)); again != text {
		t.Error("the same seeds give another table")
	}
}

// "Initialized with identical weights, differing only in the type of local
// gradient": without learning both networks stay the same.
func TestFigure4StartsFromIdenticalWeights(t *testing.T) {
	report := tiny(t, 4, 1, func(c *settings.Config) { c.LearningRate, c.FeedbackRate, c.Optimiser = 0, 0, "sgd" })
	if x, y := report.Rules[0].Runs[0].Summary.Digest, report.Rules[1].Runs[0].Summary.Digest; x != y {
		t.Errorf("digests %s and %s", x, y)
	}
}

func TestFigure5(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: draws many pictures, not with -short")
	}
	_, text := drawn(t, 5, tiny(t, 5, 1, nil))
	for _, rule := range []string{"bp", "dfa", "sfdfa"} {
		if !strings.Contains(text, "\n"+rule+",1,2,") {
			t.Errorf("no second epoch of %s in\n%s", rule, text)
		}
	}
}

// Fig. 9 has a panel for each hidden layer; its table has the output too, which is
// at 0 under the same local gradient.
func TestFigure9(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: draws many pictures, not with -short")
	}
	change := func(c *settings.Config) { c.Layers, c.GradientAngles, c.Gradient = []int{15, 15, 15}, 80, "modified" }
	report := tiny(t, 9, 1, change)
	d, text := drawn(t, 9, report)
	c := numbers(t, &d.Table)
	if len(d.Table.Rows) != 2*2*4 || len(d.Notes) != 6 {
		t.Fatalf("%d rows and %d notes, want 2 rules × 2 epochs × 4 layers, and 2 rules × 3 hidden layers", len(d.Table.Rows), len(d.Notes))
	}
	for i, layer := range c["layer"] {
		exact, same := c["angle_to_exact_gradient_degrees"][i], c["angle_with_same_local_gradient_degrees"][i]
		switch {
		case layer == 4 && (same > 1e-5 || exact < 1e-3): // the exact gradient is turned by bounding it
			t.Errorf("row %d: the output is at %v and %v", i+1, same, exact)
		case layer < 4 && !(exact > 1 && exact < 180):
			t.Errorf("row %d: layer %v is at %v", i+1, layer, exact)
		}
	}
	if _, again := drawn(t, 9, tiny(t, 9, 1, change)); again != text {
		t.Error("the same seeds give another table")
	}
	_, err := figureOf(t, 9).Trained.Draw(tiny(t, 10, 1, nil))
	expectSettingError(t, err, "gradient-angles is 0")
}

// "The output weight and the feedback connections trained with the SFDFA algorithm
// align faster and better than those trained with DFA" (Section 3.4).
func TestFigure10(t *testing.T) {
	if testing.Short() {
		t.Skip("trains 8,000 samples")
	}
	change := func(c *settings.Config) { c.TrainLimit = 2000 }
	d, text := drawn(t, 10, tiny(t, 10, 1, change))
	angles := numbers(t, &d.Table)["weight_alignment_degrees"]
	if len(angles) != 4 {
		t.Fatalf("angles %v, want 2 rules × 2 epochs", angles)
	}
	if dfa, sfdfa := angles[:2], angles[2:]; sfdfa[1] > dfa[1]-10 || sfdfa[0] > dfa[0]-10 {
		t.Errorf("angles of dfa %v, of sfdfa %v, want those at least 10° lower", dfa, sfdfa)
	}
	if _, again := drawn(t, 10, tiny(t, 10, 1, change)); again != text {
		t.Error("the same seeds give another table")
	}
}

// The settings are the paper's: Section 3.2, Appendix A.2 and the authors' scripts.
func TestTrainedFiguresHaveThePapersSettings(t *testing.T) {
	for number, want := range map[int]string{
		4:  "mnist [800] 30 0.003 1 lowest",
		5:  "mnist [800] 30 0.003 1 lowest",
		6:  "emnist-balanced [800] 30 0.003 1 lowest",
		7:  "fashion-mnist [400 400] 50 0.003 1 lowest",
		8:  "shd [128] 150 0.001 1 lowest",
		9:  "mnist [400 400 400] 30 0.003 1 lowest",
		10: "mnist [400 400 400] 30 0.003 1 lowest",
	} {
		f := figureOf(t, number).Trained
		for _, variant := range f.Variants {
			c, err := f.Defaults().Resolve("", func(c *settings.Config) error { return f.Set(c, variant) })
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(c.Dataset, " ", c.Layers, " ", c.Epochs, " ", c.LearningRate, " ", c.LearningRateDecay, " ", c.Ties); got != want {
				t.Errorf("figure %d, %s: %s, want %s", number, variant, got, want)
			}
			if (c.GradientAngles > 0) != (number == 9) {
				t.Errorf("figure %d measures angles on %d samples", number, c.GradientAngles)
			}
			if regularised := settings.Defaults(c.Dataset, c.Rule).Regularisation; c.Regularisation != regularised {
				t.Errorf("figure %d, %s: regularisation %v, want that of the rule, %v", number, variant, c.Regularisation, regularised)
			}
		}
	}
	if c := figureOf(t, 5).Trained.Defaults().Of("yinyang", "sfdfa"); c.Ties != "earliest" || c.Epochs != settings.Defaults("yinyang", "sfdfa").Epochs {
		t.Error("a data set that is not the paper's got its settings")
	}
}

func TestVariantsAreChecked(t *testing.T) {
	var c settings.Config
	expectSettingError(t, figureOf(t, 10).Trained.Set(&c, "bp"), `rules has "bp", allowed in this figure: dfa, sfdfa`)
	expectSettingError(t, figureOf(t, 4).Trained.Set(&c, "sfdfa"), `gradients has "sfdfa"`)
}

// Whatever a file called a comparison says, a figure is drawn from it or refused.
func TestFiguresOfStrangeComparisons(t *testing.T) {
	if testing.Short() {
		t.Skip("30 pictures")
	}
	for _, text := range []string{
		`{}`, `{"rules":[]}`, `{"rules":[{"rule":"dfa"}]}`,
		`{"rules":[{"name":"x","runs":[{"curve":[]}]}]}`,
		`{"rules":[{"name":"x","runs":[{"curve":[{"epoch":1}]},{"curve":[{"epoch":1},{"epoch":2}]}]}, {"rule":"y"}]}`,
		`{"rules":[{"name":"x","runs":[{"curve":[{"epoch":1,"gradient_angles_degrees":{"exact":[1,null,3]}}, {"epoch":2,"gradient_angles_degrees":{"exact":[1],"same_local_gradient":[2,3]}}]}]}]}`,
	} {
		directory := t.TempDir()
		if err := os.WriteFile(filepath.Join(directory, comparison.JSONFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := comparison.Read(directory)
		if err != nil {
			t.Fatal(err)
		}
		for i := range Figures {
			if Figures[i].Trained == nil {
				continue
			}
			d, err := Figures[i].Trained.Draw(report)
			if err == nil {
				err = d.Write(directory, "figure", figure.Form{})
			}
			if strings.Contains(text, "runs") != (err == nil) && Figures[i].Number != 9 {
				t.Errorf("figure %d of %s: %v", Figures[i].Number, text, err)
			}
		}
	}
}

// Every figure is in the table once, in order, and made in one way.
func TestTheTableOfFigures(t *testing.T) {
	var numbers []int
	for i := range Figures {
		f := &Figures[i]
		numbers = append(numbers, f.Number)
		if (f.Calculated == nil) == (f.Trained == nil) || f.Shows == "" {
			t.Errorf("figure %d: %+v", f.Number, f)
		}
		if !strings.Contains(List(), f.Shows) {
			t.Errorf("figure %d is not in the list", f.Number)
		}
	}
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}; !slices.Equal(numbers, want) {
		t.Errorf("figures %v, want %v", numbers, want)
	}
	_, err := FigureByName("11")
	expectSettingError(t, err, `figure is "11", allowed: 1 to 10; "figure list"`)
}
