package calibration

// nearestMeans is the share of samples whose spike counts are closest to the mean of their own class, in units of the
// variance within classes. counts has a row for each neuron. Means are those of the other half of the samples: halves are
// told by the parity of a sample's occurrence in its class, since labels often alternate.
func nearestMeans(counts [][]int, labels []int, classes int) float64 {
	fold := make([]int, len(labels))
	occurrences := make([]int, classes)
	for k, label := range labels {
		fold[k] = occurrences[label] % 2
		occurrences[label]++
	}
	var distances [2][][]float64 // by fold that the means are of: from each sample to each class
	var sizes [2][]int
	for half := range distances {
		distances[half], sizes[half] = squaredDistances(counts, labels, fold, half, classes)
	}
	right := 0
	for k, label := range labels {
		others := 1 - fold[k]
		nearest := -1
		for class, distance := range distances[others][k] {
			if sizes[others][class] > 0 && (nearest < 0 || distance < distances[others][k][nearest]) {
				nearest = class
			}
		}
		if nearest == label {
			right++
		}
	}
	return float64(right) / float64(len(labels))
}

// squaredDistances are those of all samples from the means of the classes in one half.
func squaredDistances(counts [][]int, labels, fold []int, half, classes int) ([][]float64, []int) {
	size := make([]int, classes)
	for k, label := range labels {
		if fold[k] == half {
			size[label]++
		}
	}
	distances := make([][]float64, len(labels))
	for k := range distances {
		distances[k] = make([]float64, classes)
	}
	mean := make([]float64, classes)
	for _, fired := range counts {
		clear(mean)
		for k, label := range labels {
			if fold[k] == half {
				mean[label] += float64(fired[k]) / float64(size[label])
			}
		}
		within := 1.0 // so that a neuron that always does the same has a weight too
		for k, label := range labels {
			if fold[k] == half {
				within += (float64(fired[k]) - mean[label]) * (float64(fired[k]) - mean[label])
			}
		}
		for k := range labels {
			for class := range mean {
				distances[k][class] += (float64(fired[k]) - mean[class]) * (float64(fired[k]) - mean[class]) / within
			}
		}
	}
	return distances, size
}
