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

// catalogue is the table of data sets, in the order of lists.
var catalogue = []entry{
	yinYangEntry,
	mnistEntry,
	fashionMNISTEntry,
	emnistBalancedEntry,
	emnist47DerivedEntry,
	fsddEntry,
	shdEntry,
	randmanEntry,
	npzEntry,
	patternsEntry,
}
