package main

import (
	"bytes"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// The bar of a run says which epoch it is, that of a test by itself does not.
func TestTheBarNamesTheEpochOfARun(t *testing.T) {
	for _, isRun := range []bool{true, false} {
		var out bytes.Buffer
		d := &runDisplay{out: &out, terminal: true}
		if isRun {
			split := &networktest.Split{}
			d.Started(&settings.Config{Epochs: 7}, &datasets.Dataset{Train: split, Test: split}, "runs/x")
			out.Reset()
		}
		d.Phase(3, messages.Test, 10)
		d.Presented(5)
		if text := out.String(); !strings.Contains(text, "test") || strings.Contains(text, "epoch 3/7") != isRun || strings.Contains(text, "epoch") != isRun {
			t.Errorf("a run %v: the bar is %q", isRun, text)
		}
	}
}
