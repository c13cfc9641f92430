package datasets

var emnistBalancedEntry = entry{
	Description: Description{
		Name: "emnist-balanced", Inputs: 784, Classes: 47, Train: 112800, Test: 18800,
		Origin:  "Cohen, Afshar, Tapson, van Schaik 2017, the official split",
		Licence: "public domain (NIST Special Database 19)",
		Files: []File{
			{Name: "emnist-balanced-train-images-idx3-ubyte.gz", Size: 28207740, SHA256: "74295e75e4e9fa2c102147460ee7eb763653d5132d883a84fb88932bfb8d2db4"},
			{Name: "emnist-balanced-train-labels-idx1-ubyte.gz", Size: 80618, SHA256: "b46d41e5156a0a8aaaa4d18979fdd1588850fa8571018acffd5d93b325a7d6ed"},
			{Name: "emnist-balanced-test-images-idx3-ubyte.gz", Size: 4714707, SHA256: "117fc12b015e37ea98bfb2cbba3f77c3782c056cdbd219b87abfc8661d7135db"},
			{Name: "emnist-balanced-test-labels-idx1-ubyte.gz", Size: 13504, SHA256: "a67cac948379b67270b9a4d0a01c8ec661598accf2f2b1964340b7c83cb175cd"},
		},
		Folders: []string{"emnist-balanced", "emnist", "EMNIST/raw", "gzip", "."},
		Mirrors: []string{"https://biometrics.nist.gov/cs_links/EMNIST/"},
		Archive: &Archive{
			Name: "gzip.zip", Folder: "gzip", MD5: "58c8d27c78d21e728a6bc7b3cc06412e", SizeLimit: 1 << 30,
		},
	},
	transposed: true,
	open:       openImages,
}

var emnist47DerivedEntry = entry{
	Description: Description{
		Name: "emnist47-derived", Inputs: 784, Classes: 47, Train: 35250, Test: 7050,
		Origin:  "EMNIST characters, 750 + 150 a class: not the official split",
		Licence: "public domain (NIST Special Database 19)",
		Files: []File{
			{Name: "emnist47-derived-train-images-idx3-ubyte.gz", Size: 8940324, SHA256: "e992dc697d24b9b1ee58ac9cdfe3066f58be47dac7dfe9649542d24ce4a76e40"},
			{Name: "emnist47-derived-train-labels-idx1-ubyte.gz", Size: 25191, SHA256: "c6869315c95fbe2c9e29aa486bcf1d9bb081568e8d6d50618a8b78e974261063"},
			{Name: "emnist47-derived-test-images-idx3-ubyte.gz", Size: 1787354, SHA256: "cd391e955e9459f6fc7bcf388ac06484361a336173af1345e2ae39077515de12"},
			{Name: "emnist47-derived-test-labels-idx1-ubyte.gz", Size: 5068, SHA256: "1b3add73ac7613cf0e84a7388ff0bccaa304a944fe0c6ae11c9775a01c816680"},
		},
		Folders: []string{"emnist47-derived", "emnist", "."},
	},
	transposed: true,
	open:       openImages,
}
