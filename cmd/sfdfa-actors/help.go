package main

import (
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
)

// chapters are the groups that the list of commands has, in order.
var chapters = []*cobra.Group{
	{ID: "train", Title: "Train, test and simulate:"},
	{ID: "look", Title: "Look into a run:"},
	{ID: "hardware", Title: "Study hardware:"},
	{ID: "program", Title: "Study the program:"},
	{ID: "setup", Title: "Data and settings:"},
}

// guide says of each command to which chapter it belongs, and how it is used, line by line.
var guide = map[string]struct{ chapter, examples string }{
	"run": {"train", `run --dataset mnist --epochs 5
run --dataset mnist --layers 5000 --in-degree 100
run --resume runs/DIR
run --dataset mnist --page 127.0.0.1:0`},
	"simulate": {"train", `simulate --network balanced --scale 0.1 --duration 1s
simulate --network network.yaml --duration 10s --seed 7`},
	"worker": {"train", "worker --listen 127.0.0.1:7700"},
	"compare": {"train", `compare --dataset yinyang --rules sfdfa,dfa,bp --seeds 3
compare --resume runs/DIR
compare runs/DIR runs/OTHER`},
	"sweep": {"train", `sweep --learning-rate 0.003,0.01 --layers 100,200:100 --seeds 3
sweep --learning-rate 1e-3..1e-1/log --feedback-rate 1e-4..1e-2/log --random 20 --jobs 2
sweep --resume runs/DIR`},
	"eval": {"look", `eval runs/DIR
eval --nir network.nir --dataset yinyang`},
	"inspect":         {"look", "inspect runs/DIR --neuron 1:7"},
	"export":          {"look", "export runs/DIR --format nir --out network.nir"},
	"page":            {"look", "page runs/DIR"},
	"neuron":          {"look", "neuron runs/DIR 1:7 --sample 3"},
	"report":          {"look", "report runs/DIR --sample 3 --open"},
	"runs":            {"look", "runs"},
	"explain":         {"look", "explain weight alignment"},
	"runs rm":         {"", "runs rm runs/DIR"},
	"figure":          {"look", "figure 4 --out figure-4"},
	"traffic":         {"hardware", "traffic runs/DIR"},
	"traffic compare": {"", "traffic compare --dataset yinyang --rules sfdfa,dfa"},
	"energy":          {"hardware", "energy list"},
	"energy estimate": {"", "energy estimate runs/DIR --energy-profile loihi-sanafe"},
	"fit":             {"hardware", "fit --dataset mnist --layers 800"},
	"bench":           {"program", "bench --dataset mnist"},
	"scale":           {"program", "scale --procs 1,2 --layers 2000 --in-degree 50"},
	"check":           {"program", "check case.json"},
	"config":          {"setup", "config --dataset mnist --rule dfa"},
	"config schema":   {"", "config schema"},
	"config diff":     {"", "config diff runs/DIR runs/OTHER"},
	"man":             {"setup", "man --out man"},
	"data": {"setup", `data list
data fetch mnist`},
	"data list":    {"", "data list --json"},
	"data fetch":   {"", "data fetch mnist"},
	"data verify":  {"", "data verify mnist"},
	"energy list":  {"", "energy list"},
	"energy show":  {"", "energy show loihi-sanafe"},
	"energy check": {"", "energy check my-chip.yaml"},
	"figure list":  {"", "figure list"},
	"data convert": {"", "data convert fsdd --cochlea-channels 40"},
	"version":      {"setup", "version --json"},
}

// addGuide puts the commands below root into chapters, and examples into their help. Figures are all made alike.
func addGuide(root *cobra.Command) {
	settingflags.GroupUsage(root)
	figures, _, _ := root.Find([]string{"figure"})
	for _, figure := range figures.Commands() {
		figure.Example = "  " + figure.CommandPath() + " --out figure-" + figure.Name()
	}
	root.AddGroup(chapters...)
	root.SetHelpCommandGroupID("setup")
	root.SetCompletionCommandGroupID("setup")
	for name, entry := range guide {
		command, _, err := root.Find(strings.Fields(name))
		if err != nil || command == root {
			continue // TestEveryCommandIsInTheGuide finds it
		}
		command.GroupID = entry.chapter
		command.Example = "  sfdfa-actors " + strings.ReplaceAll(entry.examples, "\n", "\n  sfdfa-actors ")
	}
}
