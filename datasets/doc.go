// Package datasets turns labelled data sets into the input spikes of a network.
//
// Open is the way in: it finds a data set's files below a directory, checks
// them and returns a Dataset whose splits encode sample after sample on demand.
// Names lists what can be opened, Describe tells about one without reading it.
//
//	catalogue.go  the table of data sets; sizes, files, checksums and mirrors of one
//	              stand in its own file: mnist.go, fashion_mnist.go, emnist.go, …
//	locate.go     where a data set's files are looked for
//	idx.go        the IDX format of the MNIST family, plain or gzip
//	images.go     grey images as latencies, t = T·(1 − p/255) (Eq. 22)
//	picture.go    samples as the images that they were made from
//	classes.go    what the classes are called
//	yinyang.go    the Yin-Yang task, generated bit for bit as published
//	mersenne.go   the random numbers that the Yin-Yang task was drawn with
//	fsdd.go       recordings of spoken digits through a cochlea; fsdd_read.go: the
//	              files, fsdd_wav.go: their format
//	shd.go        spoken digits as spikes, from HDF5; shd_unpack.go: .gz and .zip
//	randman.go    random smooth manifolds: a generated task of spike latencies
//	npz.go        a data set in one NumPy file; npz_array.go: its arrays,
//	              npz_write.go: how one is written, npz_trains.go: in memory
//
// All times are seconds from the start of a sample. Every error is one line
// that names the file, the value found and the values allowed.
package datasets
