#!/usr/bin/env python3
"""Makes the fixtures of internal/nir as nir.write 1.0.7 makes files: texts of any length, arrays packed by gzip
(so in chunks), single numbers as they are, graphs in graphs.

    /usr/bin/python3 internal/nir/testdata/make.py
"""
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def write_node(group, node):
    for key, value in node.items():
        if isinstance(value, str):
            group.create_dataset(key, data=value, dtype=h5py.string_dtype())
        elif isinstance(value, np.ndarray):
            group.create_dataset(key, data=value, dtype=value.dtype, compression="gzip")
        elif isinstance(value, dict):
            write_node(group.create_group(key), value)
        else:
            group.create_dataset(key, data=value)


def write(name, graph):
    with h5py.File(os.path.join(HERE, name), "w") as f:
        f.create_dataset("version", data="1.0.7", dtype=h5py.string_dtype())
        write_node(f.create_group("node"), graph)


def graph(nodes, edges):
    return {"type": "NIRGraph", "nodes": nodes, "edges": edges}


def cuba(n, tau_syn, tau_mem, threshold, r, w_in, single=np.float32, **more):
    fields = {"tau_syn": tau_syn, "tau_mem": tau_mem, "r": r, "v_leak": 0, "v_threshold": threshold, "w_in": w_in, **more}
    return {"type": "CubaLIF", **{k: np.full(n, v, single) for k, v in fields.items()}}


def end(kind, *shape):
    return {"type": kind, "shape": np.array(shape)}


random = np.random.default_rng(5)
W1, W2, W3 = (random.normal(size=shape).astype(np.float32) for shape in [(30, 6), (30, 30), (3, 30)])


def main():
    # A chain as snnTorch writes it: r = τ/dt, no v_reset, float32, a Flatten node, an Affine one without bias.
    write("chain.nir", graph({
        "input": end("Input", 2, 3),
        "0": {"type": "Flatten", "start_dim": 0, "end_dim": -1, "input_type": np.array([2, 3])},
        "fc1": {"type": "Affine", "weight": W1, "bias": np.zeros(30, np.float32)},
        "LIF.1": cuba(30, 0.0125, 0.025, 0.64, 0.025 / 1e-4, 0.5),
        "fc2": {"type": "Linear", "weight": W3},
        "LIF.2": cuba(3, 0.01, 0.03, 0.5, 0.03 / 1e-4, 1 / 3),
        "output": end("Output", 3),
    }, [("input", "0"), ("0", "fc1"), ("fc1", "LIF.1"), ("LIF.1", "fc2"), ("fc2", "LIF.2"), ("LIF.2", "output")]))
    # A recurrent layer as a graph in a graph, with a delay, in ms, Dirac spikes, constants as single numbers, and
    # weights twice as large as r·w_in/τs makes them.
    single = {"type": "CubaLIF", "tau_syn": 10.0, "tau_mem": 20.0, "r": 0.5, "v_leak": 0.0, "v_threshold": 0.5, "v_reset": 0.0, "w_in": 10.0}
    layer = graph({
        "input": end("Input", 30), "lif": single, "w_rec": {"type": "Linear", "weight": W2},
        "delay": {"type": "Delay", "delay": np.full(30, 2.0)}, "output": end("Output", 30),
    }, [("input", "lif"), ("lif", "delay"), ("delay", "w_rec"), ("w_rec", "lif"), ("lif", "output")])
    write("recurrent.nir", graph({
        "input": end("Input", 6), "fc1": {"type": "Linear", "weight": W1}, "hidden": layer,
        "fc2": {"type": "Linear", "weight": W3}, "out": dict(single), "output": end("Output", 3),
    }, [("input", "fc1"), ("fc1", "hidden"), ("hidden", "fc2"), ("fc2", "out"), ("out", "output")]))
    # A convolution, which is read (four dimensions in chunks) and refused.
    write("convolution.nir", graph({
        "input": end("Input", 1, 4, 4),
        "conv": {"type": "Conv2d", "weight": random.normal(size=(2, 1, 3, 3)), "stride": np.array([1, 1]), "padding": "same",
                 "dilation": np.array([1, 1]), "groups": 1, "bias": np.zeros(2), "input_shape": np.array([4, 4])},
        "lif": cuba(32, 0.01, 0.02, 1, 1, 1), "output": end("Output", 32),
    }, [("input", "conv"), ("conv", "lif"), ("lif", "output")]))


if __name__ == "__main__":
    main()
