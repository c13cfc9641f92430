package bench

import (
	"context"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// onlineShare is how many times fewer samples networks are measured on that learn from one at a time, since each
// takes longer.
const onlineShare = 4

// addOnline adds engines that learn the same task one sample at a time, at the rates that befit it.
func addOnline(all map[string]*contestant, c settings.Config, dataset *datasets.Dataset, procs, samples int) error {
	c = c.Online()
	for name, engine := range map[string]string{"actors online": "actors", "reference online": "reference"} {
		c.Engine = engine
		if err := addTask(all, name, c, dataset, procs, max(1, samples/onlineShare)); err != nil {
			return err
		}
	}
	return nil
}

// fewSilent and manySilent are the neurons of two networks whose difference says what a neuron costs to which nothing
// happens.
const fewSilent, manySilent = 500, 2500

// addSilent adds networks of actors that learn from one sample at a time, in which no neuron ever fires. Those of the
// second hidden population, which has few or many, get no spike either.
func addSilent(all map[string]*contestant, samples int) error {
	for name, neurons := range map[string]int{"actors few silent": fewSilent, "actors many silent": manySilent} {
		c := settings.Defaults("patterns", "sfdfa").Online()
		c.Calibrate, c.Layers, c.InDegree = settings.CalibrateNone, []int{50, neurons}, []int{10}
		c.HiddenThreshold = []float64{1e9}
		dataset, err := runs.OpenData(&c)
		if err != nil {
			return err
		}
		if err := addTask(all, name, c, dataset, 1, min(max(1, samples/onlineShare), dataset.Train.Len())); err != nil {
			return err
		}
	}
	return nil
}

// addTask adds an engine with a task of its own.
func addTask(all map[string]*contestant, name string, c settings.Config, dataset *datasets.Dataset, procs, samples int) error {
	net, err := runs.NewNetwork(&c, dataset, limits.Limits{})
	if err != nil {
		return err
	}
	setup := network.Setup{Parts: network.Parts{messages.Train: dataset.Train}, CPUCores: procs, Scheduler: network.Scheduler(c.Scheduler)}
	engine, err := runs.NewEngine(context.Background(), &c, net, setup, runs.Machines{})
	if err != nil {
		return err
	}
	a := runs.NewAssignment(&c, messages.Train, dataset.Train, runs.FirstIndices(samples))
	a.Rates = messages.Rates{Weights: c.LearningRate, Feedback: c.FeedbackRate, Delays: c.DelayRate}
	all[name] = &contestant{procs: procs, learn: true, engine: engine, task: a}
	return nil
}

// silentNeuron is what a neuron costs a sample to which nothing happens, in ns.
func silentNeuron(few, many *contestant) float64 {
	byRound := make([]float64, len(few.seconds))
	for i := range byRound {
		byRound[i] = 1e9 * (many.seconds[i] - few.seconds[i]) / float64(len(few.task.Indices)) / (manySilent - fewSilent)
	}
	return median(byRound)
}
