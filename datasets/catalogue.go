package datasets

import "slices"

// Description tells about a data set without opening it.
type Description struct {
	// Name is what Open takes.
	Name string
	// Inputs is the number of input neurons, Classes that of labels; both are 0
	// if only the data set's file can tell.
	Inputs, Classes int
	// Train, Validation and Test are the numbers of samples as published.
	Train, Validation, Test int
	// Origin says who made it, Licence under which terms it may be used.
	Origin, Licence string
	// Files are the published files, for images: training images, training
	// labels, test images, test labels. None for a data set that is generated.
	Files []File
	// Folders are the places below Options.Dir where the files are looked for,
	// in order of preference; downloads go to the first.
	Folders []string
	// Mirrors are base URLs, ending in a slash, in order of preference. None if
	// the data set cannot be downloaded.
	Mirrors []string
	// Archive is the one file that the mirrors hold in place of Files, or nil.
	Archive *Archive
	// Unpacked is a folder below Folders that may stand in for Files, or empty.
	Unpacked string
	// Repository is the address of a git repository that holds the data in the
	// form of Unpacked, or empty.
	Repository string
}

// File is one published file.
type File struct {
	// Name ends in .gz or .zip for a compressed file; the unpacked form has the
	// same name without it.
	Name string
	// Size is the number of bytes, 0 if it is not published.
	Size int64
	// SHA256 is the checksum of the published bytes in hexadecimal, MD5 the one
	// that there is where no other is published. Both are empty for a file that
	// nobody publishes.
	SHA256, MD5 string
}

// Archive is a zip file that holds the files of a data set.
type Archive struct {
	// Name is the archive's file name, Folder the folder inside of it.
	Name, Folder string
	// MD5 is the only checksum its makers published, in hexadecimal.
	MD5 string
	// SizeLimit is a bound in bytes; the exact size is not published.
	SizeLimit int64
}

// Describe returns the catalogue's description of the named data set, or an
// error that wraps ErrUnknown.
func Describe(name string) (Description, error) {
	entry, err := find(name)
	if err != nil {
		return Description{}, err
	}
	return entry.clone(), nil
}

func (d Description) clone() Description {
	d.Files, d.Folders, d.Mirrors = slices.Clone(d.Files), slices.Clone(d.Folders), slices.Clone(d.Mirrors)
	if d.Archive != nil {
		archive := *d.Archive
		d.Archive = &archive
	}
	return d
}

// entry is one row of the catalogue.
type entry struct {
	Description
	// transposed tells that images are stored column by column.
	transposed bool
	open       func(entry, Options) (*Dataset, error)
}

var catalogue = []entry{
	{
		Description: Description{
			Name: "yinyang", Inputs: 5, Classes: 3, Train: 5000, Validation: 1000, Test: 1000,
			Origin:  "Kriener, Göltz, Petrovici 2022, generated bit for bit",
			Licence: "MIT",
		},
		open: openYinYang,
	},
	{
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
			Folders: []string{"mnist", "MNIST/raw"},
			Mirrors: []string{"https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/"},
		},
		open: openImages,
	},
	{
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
			Folders: []string{"fashion-mnist", "FashionMNIST/raw"},
			Mirrors: []string{
				"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
				"https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
			},
		},
		open: openImages,
	},
	{
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
			Folders: []string{"emnist-balanced", "emnist", "EMNIST/raw"},
			Mirrors: []string{"https://biometrics.nist.gov/cs_links/EMNIST/"},
			Archive: &Archive{
				Name: "gzip.zip", Folder: "gzip", MD5: "58c8d27c78d21e728a6bc7b3cc06412e", SizeLimit: 1 << 30,
			},
		},
		transposed: true,
		open:       openImages,
	},
	{
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
			Folders: []string{"emnist47-derived", "emnist"},
		},
		transposed: true,
		open:       openImages,
	},
	{
		Description: Description{
			Name: "fsdd", Inputs: 128, Classes: 10, Train: 2400, Validation: 300, Test: 300,
			Origin:  "Free Spoken Digit Dataset: Jackson and others, recordings of 6 speakers",
			Licence: "CC BY-SA 4.0",
			Files: []File{
				{Name: "fsdd-recordings.tar.gz", Size: 15557818, SHA256: "bade92fe5bc23a0199b4ab8420064643154afb258cf1e3c905a0b334eda5bef3"},
			},
			Folders:    []string{"fsdd", "free-spoken-digit-dataset"},
			Unpacked:   fsddFolder,
			Repository: "https://github.com/Jakobovski/free-spoken-digit-dataset",
		},
		open: openFSDD,
	},
	{
		Description: Description{
			Name: "shd", Inputs: shdChannels, Classes: shdClasses, Train: 8156, Test: 2264,
			Origin:  "Spiking Heidelberg Digits: Cramer, Stradmann, Schemmel, Zenke 2020 (zenkelab.org/datasets)",
			Licence: "CC BY 4.0",
			Files: []File{
				{Name: "shd_train.h5.zip", MD5: "f3252aeb598ac776c1b526422d90eecb"},
				{Name: "shd_test.h5.zip", MD5: "1503a5064faa34311c398fb0a1ed0a6f"},
			},
			Folders: []string{"shd", "SHD", "."},
			Mirrors: []string{"https://zenkelab.org/datasets/", "https://compneuro.net/datasets/"},
		},
		open: openSHD,
	},
	{
		Description: Description{
			Name: "randman", Inputs: 700, Classes: 20, Train: 4000, Validation: 1000, Test: 1000,
			Origin:  "generated: spike latencies on random smooth manifolds, after Zenke, Vogels 2021",
			Licence: "none needed",
		},
		open: openRandman,
	},
	{
		Description: Description{
			Name: "npz", Origin: "your own: spike trains in a NumPy file, see data convert", Licence: "yours",
			Files: []File{{Name: npzName}}, Folders: []string{"npz", "."},
		},
		open: openNPZ,
	},
	{
		Description: Description{
			Name: "patterns", Inputs: 1000, Classes: 10, Train: 10000, Test: 1000,
			Origin:  "generated: random spike patterns, for networks of any size",
			Licence: "none needed",
		},
		open: openPatterns,
	},
}
