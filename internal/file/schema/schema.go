// Package schema names what the JSON objects are that the program prints and writes, so that other programs can tell.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Name is the value of an object's first key, "schema". Its number rises when a key goes or changes its meaning; it
// stays when a key is added. Objects of earlier programs have no such key.
type Name string

// The objects.
const (
	Calibration       Name = "sfdfa-actors/calibration/1" // calibration.json
	Forecast          Name = "sfdfa-actors/forecast/1"    // what run --dry-run prints
	Run               Name = "sfdfa-actors/run/1"         // summary.json
	Runs              Name = "sfdfa-actors/runs/1"        // what runs prints
	Evaluation        Name = "sfdfa-actors/evaluation/1"  // what eval prints
	Inspection        Name = "sfdfa-actors/inspection/1"
	Neuron            Name = "sfdfa-actors/neuron/1"   // what inspect --neuron prints
	CloseUp           Name = "sfdfa-actors/close-up/1" // neuron.json
	ConfigDifferences Name = "sfdfa-actors/config-differences/1"
	Explanation       Name = "sfdfa-actors/explanation/1" // what explain prints
	Report            Name = "sfdfa-actors/report/1"      // report.json
	Comparison        Name = "sfdfa-actors/comparison/1"  // comparison.json
	Sweep             Name = "sfdfa-actors/sweep/1"       // sweep.json
	Traffic           Name = "sfdfa-actors/traffic/1"     // traffic.json
	TrafficComparison Name = "sfdfa-actors/traffic-comparison/1"
	Energy            Name = "sfdfa-actors/energy/1" // energy.json
	Time              Name = "sfdfa-actors/time/1"   // time.json
	EnergyProfile     Name = "sfdfa-actors/energy-profile/1"
	EnergyProfiles    Name = "sfdfa-actors/energy-profiles/1" // what energy list prints
	NeuroBench        Name = "sfdfa-actors/neurobench/1"      // neurobench.json
	Fit               Name = "sfdfa-actors/fit/1"
	Bench             Name = "sfdfa-actors/bench/1"
	FreeRuns          Name = "sfdfa-actors/free-runs/1" // what bench --network balanced prints
	Scaling           Name = "sfdfa-actors/scaling/1"   // scaling.json
	Check             Name = "sfdfa-actors/check/1"
	DataSets          Name = "sfdfa-actors/data-sets/1"  // what data list prints
	DataFiles         Name = "sfdfa-actors/data-files/1" // what data verify prints
	Figures           Name = "sfdfa-actors/figures/1"    // what figure list prints
	Simulation        Name = "sfdfa-actors/simulation/1" // simulation.json
	Live              Name = "sfdfa-actors/live/1"       // an event of a run that goes on
	Settings          Name = "sfdfa-actors/settings/1"   // what config prints
	Version           Name = "sfdfa-actors/version/1"
)

// Line encodes an object on one line, its schema first.
func (n Name) Line(object any) ([]byte, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	keys, isObject := bytes.CutPrefix(text, []byte("{"))
	if !isObject {
		return nil, fmt.Errorf("schema: %T is no JSON object", object)
	}
	start := fmt.Sprintf(`{"schema":%q`, string(n))
	if !bytes.Equal(keys, []byte("}")) {
		start += ","
	}
	return append([]byte(start), append(keys, '\n')...), nil
}

// File encodes an object as a file for people and scripts, its schema first.
func (n Name) File(object any) ([]byte, error) {
	line, err := n.Line(object)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = json.Indent(&text, line, "", "  ")
	return text.Bytes(), err
}
