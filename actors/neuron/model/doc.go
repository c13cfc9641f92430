// Package model is what all neuron models have in common: what reaches a neuron in one
// sample (SpikeTrain, Input), what it fires (OwnSpike), and what a model has to do with
// that (Model, Kernel). Each model is a folder beside this one and a row of neuron.Models.
package model
