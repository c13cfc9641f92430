#!/usr/bin/env python3
"""Simulates a NIR file of CubaLIF nodes with a clock, in NumPy, and prints how many spikes each node fires.

    clock.py network.nir spikes.npz --dt 1e-5

spikes.npz is what "sfdfa-actors data convert NAME" writes. It shares nothing with the simulator but the files.
Methods: exact takes each node's state over a step by its exponentials; euler takes NIR's equations by forward
Euler, current first, as snnTorch and Norse do. A spike that is fired in a step arrives in the next one.
"""
import argparse
import json

import h5py
import numpy as np


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def network(path):
    """The nodes of a file, by name, with their fields; its edges; its metadata."""
    with h5py.File(path, "r") as f:
        nodes = {}
        for name, group in f["node/nodes"].items():
            nodes[name] = {key: item[()] for key, item in group.items() if isinstance(item, h5py.Dataset)}
            nodes[name]["type"] = text(nodes[name]["type"])
            if "metadata" in group:
                nodes[name].update({key: item[()] for key, item in group["metadata"].items()})
        edges = [(text(a), text(b)) for a, b in f["node/edges"][()]]
        return nodes, edges, {key: item[()] for key, item in f["node/metadata"].items()}


class Neurons:
    """The state of one CubaLIF node in all samples."""

    def __init__(self, node, samples, a):
        n = len(node["r"])
        self.node, self.a = node, a
        self.current, self.v = np.zeros((samples, n)), np.zeros((samples, n))
        self.count = np.zeros((samples, n), int)
        self.change, self.fired = np.empty((samples, n)), np.empty((samples, n), bool)  # used anew in each step
        self.cap = node.get("spike_cap", np.inf)
        self.syn, self.mem = node["tau_syn"] / a.per_second, node["tau_mem"] / a.per_second
        # What a spike of weight 1 adds to the current: it lasts one step of the file's clock, or is a Dirac delta.
        self.jump = node["w_in"] / self.syn * (a.file_dt if a.spike == "step" else 1 / a.per_second)
        if a.method == "exact":
            self.decay_mem, self.decay_syn = np.exp(-a.dt / self.mem), np.exp(-a.dt / self.syn)
            self.gain = node["r"] * self.syn / (self.mem - self.syn) * (self.decay_mem - self.decay_syn)

    def step(self, arrived):
        node, dt = self.node, self.a.dt
        if self.a.method == "exact":
            if arrived is not None:
                self.current += arrived * self.jump
            self.v -= node["v_leak"]
            self.v *= self.decay_mem
            self.v += np.multiply(self.current, self.gain, out=self.change)
            self.v += node["v_leak"]
            self.current *= self.decay_syn
        else:
            self.current *= 1 - dt / self.syn
            if arrived is not None:
                self.current += arrived * self.jump
            np.multiply(self.current, node["r"], out=self.change)
            self.change -= self.v
            self.change += node["v_leak"]
            self.change *= dt / self.mem
            self.v += self.change
        fired = np.greater_equal(self.v, node["v_threshold"], out=self.fired)
        if not fired.any():
            return None
        if self.a.reset == "subtract":
            self.v -= fired * (node["v_threshold"] - node["v_reset"])
        else:
            self.v = np.where(fired, node["v_reset"], self.v)
        fired &= self.count < self.cap
        self.count += fired
        return fired if fired.any() else None


def into(name, nodes, edges):
    """The ways into a node: the Input or CubaLIF node that each comes from, and the nodes on the way."""
    ways = []
    for before, after in edges:
        if after != name:
            continue
        node = nodes[before]
        if node["type"] in ("Input", "CubaLIF"):
            ways.append((before, []))
        else:
            ways += [(source, chain + [node]) for source, chain in into(before, nodes, edges)]
    return ways


def arriving(spikes, chain, a, step):
    """What comes through a chain of Linear and Delay nodes in a step; spikes(step) is what goes in, or None."""
    if not chain:
        return spikes(step)
    before, node = chain[:-1], chain[-1]
    if node["type"] == "Linear":
        x = arriving(spikes, before, a, step)
        return None if x is None else x @ node["weight"].T.astype(float)
    delays = np.rint(np.atleast_1d(node["delay"]) / a.per_second / a.dt).astype(int)
    total = None
    for delay in np.unique(delays):
        x = arriving(spikes, before, a, step - delay)
        if x is not None:
            x = np.where(delays == delay, x, 0)
            total = x if total is None else total + x
    return total


def simulate(nodes, edges, data, a):
    offsets, samples = data[a.part + "_offsets"], a.samples
    steps = int(round(a.duration / a.dt))
    inputs = int(np.prod(nodes["input"]["shape"]))
    arrivals = {}
    for sample in range(samples):
        own = slice(offsets[sample], offsets[sample + 1])
        for time, unit in zip(data[a.part + "_times"][own], data[a.part + "_units"][own]):
            if (step := int(np.rint(time / a.dt))) < steps:
                arrivals.setdefault(step, np.zeros((samples, inputs)))[sample, unit] += 1
    neurons = {name: Neurons(node, samples, a) for name, node in nodes.items() if node["type"] == "CubaLIF"}
    ways = {name: into(name, nodes, edges) for name in neurons}
    fired = {name: {} for name in neurons}  # by step, where anything fires
    for step in range(steps):
        for name, state in neurons.items():
            total = None
            for source, chain in ways[name]:
                before = arrivals.get if source == "input" else lambda when, source=source: fired[source].get(when - 1)
                x = arriving(before, chain, a, step)
                if x is not None:
                    total = x if total is None else total + x
            spikes = state.step(total)
            if spikes is not None:
                fired[name][step] = spikes.astype(float)
    return {name: state.count for name, state in neurons.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network")
    parser.add_argument("spikes")
    parser.add_argument("--part", default="test")
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--dt", type=float, help="step of the clock in s; that of the file without it")
    parser.add_argument("--method", choices=["exact", "euler"], default="exact")
    parser.add_argument("--reset", choices=["subtract", "zero"], default="subtract")
    parser.add_argument("--counts", help="npz file to write the counts [sample][neuron] of each node to")
    a = parser.parse_args()
    nodes, edges, metadata = network(a.network)
    a.file_dt, a.duration, a.spike = float(metadata["dt"]), float(metadata["duration"]), text(metadata["spike"])
    a.per_second = {"s": 1, "ms": 1000}[text(metadata["time_unit"])]
    a.dt = a.dt or a.file_dt
    if a.method == "exact" and metadata["compensated"]:
        parser.error("the constants of the file are those for euler")
    if a.method == "euler" and a.dt != a.file_dt:
        parser.error(f"euler needs the step that the file is for, {a.file_dt} s")
    data = np.load(a.spikes)
    a.samples = min(a.samples, len(data[a.part + "_labels"]))
    counts = simulate(nodes, edges, data, a)
    if a.counts:
        np.savez(a.counts, **counts)
    print(json.dumps({name: int(count.sum()) for name, count in counts.items()}))


if __name__ == "__main__":
    main()
