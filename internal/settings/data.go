package settings

import (
	"sfdfa-actors/datasets"
	"sfdfa-actors/datasets/cochlea"
)

// DataOptions says where the data set is and how it becomes spikes.
func (c *Config) DataOptions() datasets.Options {
	return datasets.Options{
		Dir: c.DataDir, EncodingWindow: c.EncodingWindow, Inputs: c.Inputs, TimeUnit: c.TimeUnit,
		FSDD: datasets.FSDDOptions{
			Split: c.FSDDSplit, Validation: c.FSDDValidation,
			Cochlea: cochlea.Settings{
				Channels: c.CochleaChannels, Lowest: c.CochleaLowest, Highest: c.CochleaHighest,
				Smoothing: c.CochleaSmoothing, Compression: c.CochleaCompression,
				Unit: c.CochleaUnit, Threshold: c.CochleaThreshold, TimeConstant: c.CochleaTau,
				Fit: c.CochleaFit,
			},
		},
	}
}

// Augmentation says how training images are distorted.
func (c *Config) Augmentation() datasets.Augmentation {
	return datasets.Augmentation{
		Shift: c.AugmentShift, Rotation: c.AugmentRotation, Scale: c.AugmentScale, Mirror: c.AugmentMirror,
	}
}

// WithoutAugmentation is the config with training images as they are.
func (c Config) WithoutAugmentation() Config {
	c.AugmentShift, c.AugmentRotation, c.AugmentScale, c.AugmentMirror = 0, 0, 0, 0
	return c
}

// setFSDD is the inverse of DataOptions for the options of recordings.
func (c *Config) setFSDD(o datasets.FSDDOptions) {
	c.FSDDSplit, c.FSDDValidation = o.Split, o.Validation
	c.CochleaChannels, c.CochleaLowest, c.CochleaHighest = o.Cochlea.Channels, o.Cochlea.Lowest, o.Cochlea.Highest
	c.CochleaSmoothing, c.CochleaCompression = o.Cochlea.Smoothing, o.Cochlea.Compression
	c.CochleaUnit, c.CochleaThreshold, c.CochleaTau = o.Cochlea.Unit, o.Cochlea.Threshold, o.Cochlea.TimeConstant
	c.CochleaFit = o.Cochlea.Fit
}
