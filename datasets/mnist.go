package datasets

var mnistEntry = entry{
	Description: Description{
		Name: "mnist", Inputs: 784, Classes: 10, Train: 60000, Test: 10000,
		Origin:  "LeCun, Cortes, Burges 1998",
		Licence: "CC BY-SA 3.0 (as commonly stated)",
		Files: []File{
			{Name: "train-images-idx3-ubyte.gz", Size: 9912422, SHA256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"},
			{Name: "train-labels-idx1-ubyte.gz", Size: 28881, SHA256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"},
			{Name: "t10k-images-idx3-ubyte.gz", Size: 1648877, SHA256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"},
			{Name: "t10k-labels-idx1-ubyte.gz", Size: 4542, SHA256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"},
		},
		Folders: []string{"mnist", "MNIST/raw", "MNIST", "."},
		Mirrors: []string{"https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/"},
	},
	open: openImages,
}
