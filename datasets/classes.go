package datasets

import (
	"strconv"
	"strings"
)

// classNames are what the makers call the classes of data sets, by label. A data
// set that is not here has numbers: digits, or nothing that one could name. (The
// labels of SHD are named in its files, which do not agree with each other.)
var classNames = map[string][]string{
	"yinyang":          {"yin", "yang", "dot"},
	"fashion-mnist":    {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"},
	"emnist-balanced":  emnistClasses,
	"emnist47-derived": emnistClasses,
}

// emnistClasses leave out the small letters that look like their capitals.
var emnistClasses = strings.Split("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", "")

// ClassName is what a class of a data set is called: a name, or the label's number.
func ClassName(dataset string, label int) string {
	if names := classNames[dataset]; label >= 0 && label < len(names) {
		return names[label]
	}
	return strconv.Itoa(label)
}
