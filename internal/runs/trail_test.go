package runs

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// trail is everything that a config decides outside of the engine: the data,
// the network and what is asked of it, assignment by assignment.
type trail struct {
	inputs, classes int
	train, test     int                // samples
	spikes          [][]messages.Spike // of the training samples, pass after pass
	spec            network.Spec
	placement       *placement.Placement
	assignments     []messages.Assignment
}

// spy is an engine that notes its assignments.
type spy struct {
	network.Engine
	noted *[]messages.Assignment
}

// Run implements network.Engine.
func (s spy) Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error) {
	*s.noted = append(*s.noted, *a)
	return s.Engine.Run(ctx, a, observe)
}

// follow carries out all epochs of a config and returns its trail.
func follow(t *testing.T, c settings.Config) trail {
	t.Helper()
	dataset, err := OpenData(&c)
	if err != nil {
		t.Fatal(err)
	}
	followed := trail{
		inputs: dataset.Inputs, classes: dataset.Classes,
		train: dataset.Train.Len(), test: dataset.Test.Len(),
	}
	if followed.spec, err = networkspec.Of(&c, dataset.Inputs, dataset.Classes); err != nil {
		t.Fatal(err)
	}
	net, err := network.New(followed.spec)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := partsOf(&c, dataset)
	if err != nil {
		t.Fatal(err)
	}
	for i := range parts[messages.Train].Len() {
		followed.spikes = append(followed.spikes, parts[messages.Train].AppendSpikes(nil, i))
	}
	picture, err := pictureOf(&c, net)
	if err != nil {
		t.Fatal(err)
	}
	followed.placement = picture.Placement
	watched := newActivity(net)
	engine, err := reference.New(net, network.Setup{Parts: parts})
	if err != nil {
		t.Fatal(err)
	}
	record, err := record.New(filepath.Join(t.TempDir(), "run"), &c)
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	testbed := &testbed{dataset: dataset, parts: parts, net: net, picture: picture, activity: watched, bench: neurobench.NewCounter(net, c.Timestep), fired: timing.NewLog(net, c.Timestep), engine: spy{engine, &followed.assignments}}
	r := newRun(&c, Schedule{}, testbed, record, silent{})
	if err := r.epochs(context.Background()); err != nil {
		t.Fatal(err)
	}
	return followed
}

// training returns the assignments that learn, one an epoch.
func (f trail) training() (all []messages.Assignment) {
	for _, a := range f.assignments {
		if a.Learn {
			all = append(all, a)
		}
	}
	return all
}

// few is a config in which every setting has room to change by a little and
// still be valid.
func few() settings.Config {
	c := settings.Defaults("patterns", "sfdfa")
	c.Inputs, c.TrainLimit, c.TestLimit, c.Epochs = 5, 9, 4, 3 // yinyang has 5 inputs too
	c.Layers = []int{6, 5}
	c.InDegree, c.Density = []int{3, 0, 0}, []float64{0, 0.5, 0.8}
	c.HiddenThreshold = []float64{0.02, 0.03}
	c.OutputThreshold, c.OutputWeights = 0.01, []float64{-0.25, 1}
	c.NeuronsPerCore, c.Batch, c.Coalesce = 4, 4, 2
	c.GradeBits = 8
	c.Delays, c.DelayPer, c.DelayMax = settings.FixedDelays, settings.DelaysPerAxon, 0.05
	c.LearningRate, c.LearningRateDecay, c.WeightAverage = 0.01, 0.5, 0.5
	c.Engine = "reference"
	return c
}

// fewSpoken is a config for a few recordings of noise, which it writes: two
// speakers, the digits 0 to 2, and the indices 4 to 8.
func fewSpoken(t *testing.T) settings.Config {
	t.Helper()
	c := settings.Defaults("fsdd", "sfdfa")
	c.DataDir = t.TempDir()
	folder := filepath.Join(c.DataDir, "fsdd", "recordings")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for _, speaker := range []string{"ann", "bob"} {
		for digit := range 3 {
			for index := 4; index <= 8; index++ {
				name := fmt.Sprintf("%d_%s_%d.wav", digit, speaker, index)
				if err := os.WriteFile(filepath.Join(folder, name), noiseWAV(random, 1600), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	c.FSDDValidation, c.CochleaChannels, c.CochleaUnit, c.CochleaThreshold = 1, 6, "leaky", 0.01
	c.Layers, c.Epochs, c.Engine = []int{4}, 1, "reference"
	return c
}

// fewPictures is a config for a few images of noise, which it writes, distorted in
// every way there is.
func fewPictures(t *testing.T) settings.Config {
	t.Helper()
	c := settings.Defaults("mnist", "sfdfa")
	c.DataDir = t.TempDir()
	folder := filepath.Join(c.DataDir, "mnist")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	const images, side = 12, 28
	pixels := []byte{0, 0, 8, 3, 0, 0, 0, images, 0, 0, 0, side, 0, 0, 0, side}
	for range images * side * side {
		pixels = append(pixels, byte(random.IntN(256)))
	}
	labels := []byte{0, 0, 8, 1, 0, 0, 0, images, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1}
	for name, content := range map[string][]byte{
		"train-images-idx3-ubyte": pixels, "train-labels-idx1-ubyte": labels,
		"t10k-images-idx3-ubyte": pixels, "t10k-labels-idx1-ubyte": labels,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c.AugmentShift, c.AugmentRotation, c.AugmentScale, c.AugmentMirror = 2, 10, 0.2, 1
	c.Layers, c.Epochs, c.Engine = []int{4}, 2, "reference"
	return c
}

// noiseWAV is a wav file of noise at 8 kHz.
func noiseWAV(random *rand.Rand, samples int) []byte {
	text := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(36+2*samples))
	text = append(text, "WAVEfmt "...)
	for _, field := range []uint32{16, 1 | 1<<16, 8000, 16000, 2 | 16<<16} {
		text = binary.LittleEndian.AppendUint32(text, field)
	}
	text = binary.LittleEndian.AppendUint32(append(text, "data"...), uint32(2*samples))
	for range samples {
		text = binary.LittleEndian.AppendUint16(text, uint16(random.Uint32()))
	}
	return text
}
