package settings

// Config is every setting of a run. Its yaml names are the names of the flags
// and of the keys of a config file; settings.go reads the other tags:
//
//	unit     what the value is measured in
//	allowed  the numbers it may take, see allowed.go; words.go has the words
//	only     the data sets that have the setting; with others it stays 0 or empty
//	auto     whether it may be left to be chosen from the data, see auto.go
//	help     one line on what it is
//
// A per-population list holds one value for each hidden population in order,
// or a single value for all of them.
type Config struct {
	Preset              string  `yaml:"preset" group:"Task" help:"named settings for a data set, which the others override"`
	Dataset             string  `yaml:"dataset" group:"Task" help:"data set"`
	DataDir             string  `yaml:"data-dir" group:"Task" help:"directory that holds the data sets' files, each set in a directory of its own"`
	TrainLimit          int     `yaml:"train-limit" group:"Task" unit:"samples" allowed:">=0" help:"use only the first training samples; 0 uses all"`
	TestLimit           int     `yaml:"test-limit" group:"Task" unit:"samples" allowed:">=0" help:"use only the first test samples; 0 uses all"`
	GradientAngles      int     `yaml:"gradient-angles" group:"Task" unit:"samples" allowed:">=0" help:"first training samples on which, after each epoch, the angles between the rule's gradient and that of back-propagation are measured; 0 measures none"`
	Inputs              int     `yaml:"inputs" group:"Task" unit:"neurons" allowed:">=0" help:"input neurons of the generated data set patterns; 0 is its usual 1000"`
	TimeUnit            string  `yaml:"time-unit" only:"npz" group:"Task" help:"unit of the spike times in the file"`
	Epochs              int     `yaml:"epochs" auto:"yes" group:"Task" allowed:">=1" help:"passes over the training samples"`
	StopAtTrainAccuracy float64 `yaml:"stop-at-train-accuracy" auto:"yes" group:"Task" unit:"%" allowed:"[0,100]" help:"end the run after three epochs in a row with at least this accuracy on the training samples; 0 never does"`
	Calibrate           string  `yaml:"calibrate" group:"Task" allowed:"on|shape|off" help:"which constants that are not given are chosen from the training data and the network's shape: all, those that depend on the shape (thresholds, output weights and rates), or none; usually on for npz and patterns, shape for sparse networks, off for the rest and for presets"`
	Seed                uint64  `yaml:"seed" group:"Task" help:"seed of everything random; one seed gives one result, bit for bit"`

	AugmentShift    float64 `yaml:"augment-shift" only:"mnist|fashion-mnist|emnist-balanced|emnist47-derived" group:"Augmentation" unit:"pixels" allowed:"[0,14]" help:"training images are shifted at random, by up to this along each axis; by whole pixels unless they are rotated or scaled too"`
	AugmentRotation float64 `yaml:"augment-rotation" only:"mnist|fashion-mnist|emnist-balanced|emnist47-derived" group:"Augmentation" unit:"degrees" allowed:"[0,180]" help:"training images are rotated at random, by up to this either way"`
	AugmentScale    float64 `yaml:"augment-scale" only:"mnist|fashion-mnist|emnist-balanced|emnist47-derived" group:"Augmentation" allowed:"[0,1]" help:"training images change their size at random along each axis, to between 1/(1+x) and 1+x of it"`
	AugmentMirror   float64 `yaml:"augment-mirror" only:"mnist|fashion-mnist|emnist-balanced|emnist47-derived" group:"Augmentation" allowed:"[0,1]" help:"probability that left and right of a training image are swapped"`

	FSDDSplit          string  `yaml:"fsdd-split" only:"fsdd" group:"Sound" help:"test part: index (recordings 0 to 4 of each speaker and digit) or speaker:NAME (one speaker, left out of training)"`
	FSDDValidation     int     `yaml:"fsdd-validation" only:"fsdd" group:"Sound" unit:"recordings" allowed:">=0" help:"recordings of each speaker and digit kept from training as the validation part"`
	CochleaFit         string  `yaml:"cochlea-fit" only:"fsdd" group:"Sound" help:"how a recording is brought to encoding-window: cut off there, or its time scaled to fill it"`
	CochleaChannels    int     `yaml:"cochlea-channels" only:"fsdd" group:"Sound" unit:"filters" allowed:"[2,4096]" help:"gammatone filters, spaced as along the cochlea"`
	CochleaLowest      float64 `yaml:"cochlea-lowest" only:"fsdd" group:"Sound" unit:"Hz" allowed:">0" help:"centre frequency of the first filter"`
	CochleaHighest     float64 `yaml:"cochlea-highest" only:"fsdd" group:"Sound" unit:"Hz" allowed:">0" help:"centre frequency of the last filter, below half the sample rate"`
	CochleaSmoothing   float64 `yaml:"cochlea-smoothing" only:"fsdd" group:"Sound" unit:"Hz" allowed:">0" help:"cut-off frequency of the low-pass after the rectification"`
	CochleaCompression string  `yaml:"cochlea-compression" only:"fsdd" group:"Sound" help:"from envelope x to drive: x, x^0.6, or ln(1 + 100 x)/ln(101)"`
	CochleaUnit        string  `yaml:"cochlea-unit" only:"fsdd" group:"Sound" help:"from drive to spikes: integrate-and-fire without or with a leak, or a spike whenever the drive has moved by a threshold, upward on one input of a channel, downward on another"`
	CochleaThreshold   float64 `yaml:"cochlea-threshold" only:"fsdd" group:"Sound" allowed:">0" help:"threshold of the units; the level of recordings is scaled to a root mean square of 1"`
	CochleaTau         float64 `yaml:"cochlea-tau" only:"fsdd" group:"Sound" unit:"s" allowed:">0" help:"time constant of integrate-and-fire units"`

	Network        string    `yaml:"network" group:"Network" help:"file of a network of any shape, which takes the place of layers, in-degree and density"`
	Weights        string    `yaml:"weights" group:"Network" help:"file of a trained network that the run starts from: network.npz of a run, or a NIR graph; it says what the network is, which other settings override"`
	NIRConvention  string    `yaml:"nir-convention" group:"Network" help:"what a NIR graph of weights takes times and spikes for, where it does not say so itself: dt=SECONDS, unit=s or ms, spike=step or dirac, compensate, separated by commas; empty is dt=1e-4,unit=s,spike=step"`
	Layers         []int     `yaml:"layers" group:"Network" unit:"neurons" allowed:">=1" help:"size of each hidden population, first to last"`
	InDegree       []int     `yaml:"in-degree" group:"Network" unit:"synapses" allowed:">=0" help:"synapses per neuron, from presynaptic neurons chosen at random; one value is for every hidden population, a list has one for each population with the output last; 0 is dense"`
	Density        []float64 `yaml:"density" group:"Network" allowed:"[0,1]" help:"probability of each synapse; one value is for every hidden population, a list has one for each population with the output last; 0 is dense"`
	HiddenWeights  []float64 `yaml:"hidden-weights" auto:"yes" group:"Network" allowed:"[-1e6,1e6]" help:"interval that initial weights of hidden neurons are drawn from uniformly: LOW,HIGH"`
	OutputWeights  []float64 `yaml:"output-weights" auto:"yes" group:"Network" allowed:"[-1e6,1e6]" help:"interval that initial weights of output neurons are drawn from uniformly: LOW,HIGH"`
	Delays         string    `yaml:"delays" group:"Network" help:"delays of synapses, drawn between 0 and delay-max: none, fixed, or learned by the same local error as the weights"`
	DelayMax       float64   `yaml:"delay-max" group:"Network" unit:"s" allowed:">=0" help:"largest delay; 0 takes tau-syn. duration should leave room for it"`
	DelayFrom      string    `yaml:"delay-from" group:"Network" help:"populations whose synapses have the delays: the input, or all"`
	DelayPer       string    `yaml:"delay-per" group:"Network" help:"synapses have delays of their own, or one for all of a presynaptic neuron's; those can't be learned"`
	Precision      string    `yaml:"precision" group:"Network" help:"type of weights and optimiser moments; sums and spike times are always float64"`
	NeuronsPerCore int       `yaml:"neurons-per-core" group:"Network" unit:"neurons" allowed:">=0" help:"largest number of neurons on a core; 0 is 1024, or more where that spreads a population over 64 cores; changes the traffic between cores, not the results"`

	CoresGrid     string  `yaml:"cores-grid" group:"Hardware" unit:"cores" help:"mesh that traffic is counted on, WIDTHxHEIGHT as in 8x4; empty is the smallest near-square one that fits; neurons-per-core says how many neurons share a core"`
	Placement     string  `yaml:"placement" group:"Hardware" help:"how neurons find their places on the mesh: population by population, dealt one by one, or by short ways; changes the traffic, not the results"`
	EnergyProfile string  `yaml:"energy-profile" group:"Hardware" help:"constants that energy is estimated by: a profile's name (sfdfa-actors energy list) or a file"`
	Timestep      float64 `yaml:"timestep" group:"Hardware" unit:"s" allowed:"[1e-6,1]" help:"time step of a clock, for figures that have no meaning without one: activation sparsity and idle updates; the simulation has none"`

	EncodingWindow  float64   `yaml:"encoding-window" group:"Neuron" unit:"s" allowed:">=1e-9" help:"input values become spike times from 0 to this"`
	TauSyn          float64   `yaml:"tau-syn" auto:"yes" group:"Neuron" unit:"s" allowed:">0" help:"synaptic time constant τs; the membrane's is 2·τs"`
	Duration        float64   `yaml:"duration" auto:"yes" group:"Neuron" unit:"s" allowed:">0" help:"end of a sample, T_max; at most 600·τs"`
	HiddenThreshold []float64 `yaml:"hidden-threshold" auto:"yes" group:"Neuron" allowed:">0" help:"firing threshold ϑ of hidden neurons; per population"`
	OutputThreshold float64   `yaml:"output-threshold" auto:"yes" group:"Neuron" allowed:">0" help:"firing threshold ϑ of output neurons"`
	SpikeCap        int       `yaml:"spike-cap" group:"Neuron" unit:"spikes" allowed:"[1,1000000]" help:"spikes after which a hidden neuron stops for the sample"`
	OutputSpikeCap  int       `yaml:"output-spike-cap" group:"Neuron" unit:"spikes" allowed:"[1,1000000]" help:"spikes after which an output neuron stops for the sample"`

	Rule              string  `yaml:"rule" group:"Learning" help:"learning rule of the hidden neurons"`
	Gradient          string  `yaml:"gradient" group:"Learning" help:"local gradient of a spike time: bounded (Eq. 18) or exact (Eq. 17)"`
	Eligibility       string  `yaml:"eligibility" group:"Learning" help:"form in which eligibilities are computed; all give the same up to rounding"`
	Batch             int     `yaml:"batch" auto:"yes" group:"Learning" unit:"samples" allowed:">=1" help:"samples after which the neurons learn; rates, decays and rate-average that are not given follow it"`
	Optimiser         string  `yaml:"optimiser" group:"Learning" help:"optimiser of the weights"`
	LearningRate      float64 `yaml:"learning-rate" auto:"yes" group:"Learning" allowed:"[0,1000]" help:"learning rate of the weights in the first epoch"`
	LearningRateDecay float64 `yaml:"learning-rate-decay" auto:"yes" group:"Learning" allowed:"(0,1]" help:"factor on the learning rate after each epoch"`
	Beta1             float64 `yaml:"beta1" group:"Learning" allowed:"[0,1)" help:"decay of Adam's first moment"`
	Beta2             float64 `yaml:"beta2" group:"Learning" allowed:"[0,1)" help:"decay of Adam's second moment"`
	Epsilon           float64 `yaml:"epsilon" auto:"yes" group:"Learning" allowed:">=1e-12" help:"number that Adam adds to the root of the second moment"`
	FeedbackRate      float64 `yaml:"feedback-rate" auto:"yes" group:"Learning" allowed:"[0,1]" help:"rate α of the feedback weights (Eq. 7), for sfdfa"`
	DelayRate         float64 `yaml:"delay-rate" group:"Learning" unit:"s" allowed:"[0,1]" help:"step size of delays that are learned, in the first epoch; it decays as the learning rate does"`
	Regularisation    float64 `yaml:"regularisation" auto:"yes" group:"Learning" allowed:">=0" help:"weight λ of the rate regulariser of hidden neurons"`
	TargetRate        float64 `yaml:"target-rate" auto:"yes" group:"Learning" unit:"spikes per sample" allowed:">=0" help:"rate r* that the regulariser pulls hidden neurons to"`
	RateAverage       int     `yaml:"rate-average" group:"Learning" unit:"samples" allowed:">=0" help:"samples that the regulariser's mean rate of a neuron runs over; 0 takes the mean of the batch"`
	WeightAverage     float64 `yaml:"weight-average" group:"Learning" allowed:"[0,1)" help:"decay, a batch, of the running mean of weights that networks are tested with; 0 tests them with the weights themselves"`
	Perturb           string  `yaml:"perturb" group:"Learning" help:"hidden populations that perturb grades in a sample, for sfdfa: all of them, or one that is drawn for each sample"`
	Revive            int     `yaml:"revive" group:"Learning" unit:"batches" allowed:">=0" help:"batches without a spike after which a neuron raises its weights until it fires; 0 leaves it silent"`
	GradeBits         int     `yaml:"grade-bits" group:"Learning" unit:"bits" allowed:"0,[2,32]" help:"width of the fixed-point number in which a spike carries its grade, for sfdfa; 0 leaves it a float64"`
	GradeRange        float64 `yaml:"grade-range" group:"Learning" allowed:"[1e-9,1e9]" help:"largest magnitude of a grade of grade-bits; what is beyond becomes it"`
	TargetRight       int     `yaml:"target-right" group:"Learning" unit:"spikes" allowed:">=1" help:"spike count asked of the output neuron of the right class"`
	TargetOther       int     `yaml:"target-other" group:"Learning" unit:"spikes" allowed:">=1" help:"spike count asked of the other output neurons"`
	Ties              string  `yaml:"ties" group:"Learning" help:"which output neuron predicts among those with the most spikes: the one that fired first, or the lowest index"`

	Engine    string `yaml:"engine" group:"Engine" help:"actors, or the plain loop that gives the same bits; bp runs in the plain loop only"`
	Transport string `yaml:"transport" group:"Engine" help:"spikes of a sample travel together, or each as a message of its own to every neuron it reaches"`
	Scheduler string `yaml:"scheduler" group:"Engine" help:"what runs the actors: as many goroutines as CPU cores, or one for each actor, which waits for its messages"`
	Coalesce  int    `yaml:"coalesce" group:"Engine" unit:"samples" allowed:">=0" help:"samples whose messages share an envelope, at most batch; 0 is the whole batch"`
	Procs     int    `yaml:"procs" group:"Engine" unit:"CPU cores" allowed:">=0" help:"CPU cores to use; 0 leaves the choice to Go, which takes all"`
}
