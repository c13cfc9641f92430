// Package settings has what users choose of a run: one flat struct of settings with
// their units and allowed values, the defaults of every data set and rule, named
// presets, and config files that read and write them. It knows the names that other
// packages give to rules, data sets and the like, and builds nothing.
package settings
