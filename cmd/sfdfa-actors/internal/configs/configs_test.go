package configs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/settings"
)

// Bounds by hand, of each form that settings have.
func TestBoundsByHand(t *testing.T) {
	for allowed, want := range map[string]node{
		"":            {},
		"a|b":         {},
		">0":          {"exclusiveMinimum": 0.0},
		">=1e-9":      {"minimum": 1e-9},
		"(0,1]":       {"exclusiveMinimum": 0.0, "maximum": 1.0},
		"[0,1)":       {"minimum": 0.0, "exclusiveMaximum": 1.0},
		"[-1e6,1e6]":  {"minimum": -1e6, "maximum": 1e6},
		"0,[2,32]":    {"anyOf": []node{{"const": 0}, {"minimum": 2.0, "maximum": 32.0}}},
		"[1,1000000]": {"minimum": 1.0, "maximum": 1e6},
	} {
		if got := boundsOf(allowed); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", allowed, got, want)
		}
	}
}

// The schema has every setting, each with help, and with what it may be where that is bounded.
func TestTheSchemaHasEverySetting(t *testing.T) {
	c := settings.Base()
	text, err := json.Marshal(schemaOf(c))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for _, s := range settings.All(&c) {
		p := schema.Properties[s.Name]
		if p["description"] == "" || len(p) < 2 && s.Allowed != "" {
			t.Errorf("%s: %v", s.Name, p)
		}
	}
	rule, _ := json.Marshal(schema.Properties["rule"]["enum"])
	if !strings.Contains(string(rule), `"sfdfa"`) {
		t.Errorf("rules %s", rule)
	}
	if len(schema.Properties) < 60 {
		t.Errorf("%d settings", len(schema.Properties))
	}
}

func TestTheDifferencesOfTwoConfigs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.yaml")
	if err := os.WriteFile(file, []byte("dataset: yinyang\nepochs: 7\nlayers: [20, 30]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	second := first
	second.Epochs, second.Layers = 8, []int{20}
	d := compare(&first, &second)
	want := []difference{{"layers", "20,30", "20"}, {"epochs", "7", "8"}}
	if len(d.Differences) != 2 || d.Differences[0] != want[0] && d.Differences[0] != want[1] {
		t.Errorf("%v, want %v", d.Differences, want)
	}
	var text strings.Builder
	if err := printDifferences(&text, compare(&first, &first)); err != nil || text.String() != "no setting differs\n" {
		t.Errorf("%q, %v", text.String(), err)
	}
	if _, err := read(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there has settings")
	}
}

// A page shows hyphens, backslashes and points as they are.
func TestManualPages(t *testing.T) {
	root := &cobra.Command{Use: "program", Short: "Does things"}
	below := &cobra.Command{Use: "do [flags]", Short: "Do it", Long: ".first\n'second a-b \\ c", Example: "  program do --much 3", Run: func(*cobra.Command, []string) {}}
	below.Flags().Int("much", 1, "how `many`")
	root.AddCommand(below)
	page := manual(below)
	for _, part := range []string{".TH PROGRAM\\-DO 1\n", "\\&.first\n\\&'second a\\-b \\e c\n", "\\fB\\-\\-much\\fR \\fImany\\fR\nhow many\n", "program(1)"} {
		if !strings.Contains(page, part) {
			t.Errorf("no %q in\n%s", part, page)
		}
	}
}
