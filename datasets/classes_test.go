package datasets

import "testing"

// A data set with names has one for each of its classes, no two the same.
func TestEveryClassHasAName(t *testing.T) {
	for dataset, names := range classNames {
		d, err := Describe(dataset)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, name := range names {
			seen[name] = true
		}
		if len(seen) != d.Classes {
			t.Errorf("%s: %d different names for %d classes", dataset, len(seen), d.Classes)
		}
	}
}

// The EMNIST names are those of the published mapping: label and character code.
func TestClassNamesByHand(t *testing.T) {
	for _, test := range []struct {
		dataset string
		label   int
		want    string
	}{
		{"emnist-balanced", 10, "A"}, {"emnist-balanced", 36, "a"}, {"emnist47-derived", 46, "t"}, {"emnist-balanced", 38, "d"},
		{"fashion-mnist", 6, "Shirt"}, {"yinyang", 2, "dot"}, {"mnist", 7, "7"}, {"shd", 19, "19"}, {"yinyang", 3, "3"}, {"yinyang", -1, "-1"},
	} {
		if got := ClassName(test.dataset, test.label); got != test.want {
			t.Errorf("class %d of %s is %q, want %q", test.label, test.dataset, got, test.want)
		}
	}
}
