package runs

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/settings"
)

// elsewhere names the settings that change neither data nor network nor
// assignments, with the test that shows their effect.
var elsewhere = map[string]string{
	"network":   "TestANetworkFromAFileRunsOnAllEngines",
	"preset":    "TestPresetsDecideDefaultsThatTheOthersOverride",
	"data-dir":  "TestDataAreLookedForInTheDataDirectory",
	"engine":    "TestEngineAndTransportAreThoseAskedFor",
	"transport": "TestEngineAndTransportAreThoseAskedFor",
	"procs":     "TestARunUsesTheProcsAskedFor",
	"scheduler": "TestTheSchedulerIsTheOneAskedFor",

	"weights":        "TestTrafficAndEnergyAreThoseOfSANAFE",
	"nir-convention": "TestAGraphOfOthers", // of internal/runs/pretrained

	"energy-profile":  "TestEnergyIsThatOfTheTrafficByTheProfileAskedFor",
	"timestep":        "TestTheTimestepIsTheOneAskedFor",
	"gradient-angles": "TestMeasuringChangesNothing",
	"calibrate":       "TestCalibrationLeavesToBeChosenWhatNobodyGave",

	"stop-at-train-accuracy": "TestARunEndsOnceItHasLearned",
}

// Every setting reaches the run: changed to another valid value it changes the
// data, the network or what the engine is asked for. Lists are changed element
// by element.
func TestEverySettingReachesTheRun(t *testing.T) {
	before := follow(t, few())
	if again := follow(t, few()); !reflect.DeepEqual(again, before) {
		t.Fatal("one config has two trails: no change means anything")
	}
	var unknown settings.Config
	for i, setting := range settings.All(&unknown) {
		if !setting.Has(few().Dataset) {
			continue
		}
		for element := range elements(i) {
			c := few()
			field := reflect.ValueOf(&c).Elem().Field(i)
			if !another(field, element, setting) {
				continue // 0 in a list says that another setting holds
			}
			if err := c.Validate(); err != nil {
				t.Fatalf("%s: the other value is not valid: %v", setting.Name, err)
			}
			reached := !reflect.DeepEqual(follow(t, c), before)
			if expected := elsewhere[setting.Name] == ""; reached != expected {
				t.Errorf("%s, element %d, set to %v: reaches the run is %v, want %v", setting.Name, element, field, reached, expected)
			}
		}
	}
}

// So do the settings that only some data sets have.
func TestEverySettingOfADataSetReachesTheRun(t *testing.T) {
	for _, test := range []struct {
		config   settings.Config
		settings int // at least
	}{{fewSpoken(t), 11}, {fewPictures(t), 4}} {
		expectOwnSettingsReached(t, test.config, test.settings)
	}
}

func expectOwnSettingsReached(t *testing.T, c settings.Config, least int) {
	t.Helper()
	before, reached := follow(t, c), 0
	for i, setting := range settings.All(&c) {
		if setting.Only == "" || !setting.Has(c.Dataset) {
			continue
		}
		changed := c
		another(reflect.ValueOf(&changed).Elem().Field(i), 0, setting)
		if err := changed.Validate(); err != nil {
			t.Fatalf("%s: the other value is not valid: %v", setting.Name, err)
		}
		if reached++; reflect.DeepEqual(follow(t, changed), before) {
			t.Errorf("%s, set to %v, does not reach the run", setting.Name, reflect.ValueOf(&changed).Elem().Field(i))
		}
	}
	if reached < least {
		t.Errorf("%s: tried %d settings, want at least %d", c.Dataset, reached, least)
	}
}

// elements is the number of values in the i-th field of few, 1 for a plain one.
func elements(i int) int {
	c := few()
	if field := reflect.ValueOf(c).Field(i); field.Kind() == reflect.Slice {
		return field.Len()
	}
	return 1
}

// another gives a field, or one element of a list, another value; it leaves a 0
// in a list.
func another(field reflect.Value, element int, s settings.Setting) bool {
	if field.Kind() == reflect.Slice {
		field.Set(reflect.AppendSlice(reflect.MakeSlice(field.Type(), 0, field.Len()), field))
		field = field.Index(element)
		if field.IsZero() {
			return false
		}
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(otherWord(field.String(), s))
	case reflect.Int:
		field.SetInt(field.Int() + 1)
	case reflect.Uint64:
		field.SetUint(field.Uint() + 1)
	case reflect.Float64:
		field.SetFloat(field.Float() * 0.875)
	default:
		panic("a setting of the new kind " + field.Kind().String())
	}
	return true
}

func otherWord(word string, s settings.Setting) string {
	switch s.Name {
	case "dataset":
		return "yinyang"
	case "data-dir":
		return word + "-other"
	case "delays":
		return settings.NoDelays
	case "energy-profile":
		return "loihi-sanafe"
	case "cores-grid":
		return "9x7"
	case "fsdd-split":
		return "speaker:ann"
	}
	words := strings.Split(s.Allowed, "|")
	return words[(slices.Index(words, word)+1)%len(words)]
}
