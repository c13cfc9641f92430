package record

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A run that was made before mean rates ran over samples goes on without, however small its
// batch is.
func TestARecordKeepsWhatItsRunWasMadeWith(t *testing.T) {
	directory := t.TempDir()
	text := "dataset: mnist\nbatch: 1\nlearning-rate: 0.01\nbeta2: 0.999\n"
	if err := os.WriteFile(filepath.Join(directory, ConfigFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := ReadConfig(directory)
	if err != nil {
		t.Fatal(err)
	}
	if c.Batch != 1 || c.RateAverage != 0 || c.FeedbackRate != 1e-4 {
		t.Errorf("batch %d, rate-average %d and feedback-rate %v, want 1, 0 and 1e-4", c.Batch, c.RateAverage, c.FeedbackRate)
	}
}

// A free run has no settings of a run: the error says what the directory is.
func TestAFreeRunIsNoRun(t *testing.T) {
	directory := t.TempDir()
	if _, err := ReadConfig(directory); err == nil || !strings.Contains(err.Error(), "holds no run") {
		t.Errorf("error %v", err)
	}
	if err := os.WriteFile(filepath.Join(directory, FreeRunFile), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadConfig(directory); err == nil || !strings.Contains(err.Error(), "holds a free run, allowed: one with samples; report.html") {
		t.Errorf("error %v", err)
	}
}
