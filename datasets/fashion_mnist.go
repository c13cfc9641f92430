package datasets

var fashionMNISTEntry = entry{
	Description: Description{
		Name: "fashion-mnist", Inputs: 784, Classes: 10, Train: 60000, Test: 10000,
		Origin:  "Xiao, Rasul, Vollgraf 2017 (Zalando)",
		Licence: "MIT",
		Files: []File{
			{Name: "train-images-idx3-ubyte.gz", Size: 26421880, SHA256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"},
			{Name: "train-labels-idx1-ubyte.gz", Size: 29515, SHA256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"},
			{Name: "t10k-images-idx3-ubyte.gz", Size: 4422102, SHA256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"},
			{Name: "t10k-labels-idx1-ubyte.gz", Size: 5148, SHA256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"},
		},
		Folders: []string{"fashion-mnist", "FashionMNIST/raw", "FashionMNIST", "."},
		Mirrors: []string{
			"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
			"https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
		},
	},
	open: openImages,
}
