package spelling

import "testing"

func TestGuess(t *testing.T) {
	sets := []string{"yinyang", "mnist", "fashion-mnist", "emnist-balanced", "shd", "npz"}
	commands := []string{"run", "eval", "compare", "report"}
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"MNIST", sets, "mnist"},
		{"fashion_mnist", sets, "fashion-mnist"},
		{"minst", sets, "mnist"}, // two letters swapped
		{"fashion", sets, "fashion-mnist"},
		{"ying-yang", sets, "yinyang"},
		{"SDH", sets, "shd"},
		{"cifar", sets, ""},
		{"runn", commands, "run"},
		{"ru", commands, "run"},
		{"comapre", commands, "compare"},
		{"walk", commands, ""},
		{"x", commands, ""},
		{"", commands, ""},
	} {
		if got, found := Guess(test.word, test.known); got != test.want || found != (test.want != "") {
			t.Errorf("%q: %q, want %q", test.word, got, test.want)
		}
	}
}

func TestEditsByHand(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"epoch", "epochs", 1}} {
		if got := edits(test.a, test.b); got != test.want {
			t.Errorf("%q to %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
