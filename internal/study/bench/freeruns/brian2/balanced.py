#!/usr/bin/env python3
"""The network of `sfdfa-actors bench --network balanced` in Brian2, as C++ standalone on one thread.

    python3 balanced.py [--sizes 10000x1000,100000x100] [--time 0.5] [--seed 1]

Prints synaptic events per second of CPU time for each size as JSON, one object a line. Building is not counted: the
time is that of a run of 0.1 s more than asked for, less that of a run of 0.1 s. The model is the same, with
exponential currents, but for time steps of 0.1 ms and degrees that are drawn (pairwise Bernoulli).
"""
import argparse
import json
import math
import os
import resource
import sys
import tempfile

try:
    import brian2
    from brian2 import Hz, Network, NeuronGroup, PoissonInput, SpikeMonitor, Synapses, ms, second
except ImportError:
    print("skipped: Brian2 is missing (Debian: apt-get install python3-brian)", file=sys.stderr)
    sys.exit(0)

WARM_UP = 0.1  # seconds that are not counted


def build(neurons, synapses, seconds, seed, directory):
    """Builds a program that runs the network for some biological time."""
    ratio = (1000 / synapses) ** math.log10(5)
    weight, rate = 0.04 * ratio, 8000 / ratio
    brian2.set_device("cpp_standalone", build_on_run=False)
    brian2.seed(seed)
    brian2.defaultclock.dt = 0.1 * ms
    group = NeuronGroup(
        neurons, "dv/dt = (I - v)/(10*ms) : 1 (unless refractory)\ndI/dt = -I/(5*ms) : 1",
        threshold="v >= 1", reset="v = 0", refractory=2 * ms, method="exact")
    excitatory = neurons - neurons // 5
    parts = [Synapses(group[:excitatory], group, on_pre=f"I += {weight}", delay=1.5 * ms),
             Synapses(group[excitatory:], group, on_pre=f"I -= {5 * weight}", delay=1.5 * ms)]
    for part in parts:
        part.connect(p=synapses / neurons)
    drive = PoissonInput(group, "I", 1, rate * Hz, weight)
    if rate * 1e-4 > 0.1:  # several arrivals a step: many slow inputs in place of one fast one
        drive = PoissonInput(group, "I", 100, rate / 100 * Hz, weight)
    monitor = SpikeMonitor(group, record=False)
    network = Network(group, *parts, drive, monitor)
    network.run(seconds * second)
    brian2.device.build(directory=directory, compile=True, run=False, debug=False)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    brian2.device.run(directory=directory, with_output=False, run_args=[])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    spikes = int(monitor.count[:].sum())
    brian2.device.reinit()
    return cpu, spikes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000x1000,100000x100")
    parser.add_argument("--time", type=float, default=0.5, help="biological time in seconds")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    brian2.prefs.devices.cpp_standalone.openmp_threads = 0
    for size in arguments.sizes.split(","):
        neurons, synapses = map(int, size.split("x"))
        with tempfile.TemporaryDirectory() as directory:
            short, few = build(neurons, synapses, WARM_UP, arguments.seed, os.path.join(directory, "short"))
            long, many = build(neurons, synapses, WARM_UP + arguments.time, arguments.seed, os.path.join(directory, "long"))
        spikes = many - few
        print(json.dumps({
            "simulator": f"Brian2 {brian2.__version__}", "neurons": neurons, "synapses_per_neuron": synapses,
            "rate_hz": round(spikes / neurons / arguments.time, 2), "synaptic_events": spikes * synapses,
            "cpu_seconds": round(long - short, 3),
            "synaptic_events_per_cpu_second": round(spikes * synapses / (long - short)),
        }), flush=True)


if __name__ == "__main__":
    main()
