#!/usr/bin/env python3
"""Makes the fixtures of internal/file/hdf5, and what h5py reads back from them.

    apt-get install python3-h5py python3-tables
    /usr/bin/python3 internal/file/hdf5/testdata/make.py

Made with h5py 3.7.0, PyTables 3.7.0 and HDF5 1.10.8 (Debian 12). The files have
the layout of the Spiking Heidelberg Digits (spikes/times, spikes/units, labels,
extra/speaker, extra/keys) and a few made-up samples. expected.json holds, for each
file and path, the type and the values as h5py reads them; of a file that the Go
reader refuses it holds nothing.
"""
import json
import os

import h5py
import numpy as np
import tables

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = 9
KEYS = ["zero", "one", "two", "null", "eins", "zwei"]


def sample(i):
    """Sample i: times in seconds, not sorted, and units. Sample 3 is empty."""
    n = 0 if i == 3 else 5 + 7 * i % 11
    random = np.random.RandomState(i)
    return random.uniform(0, 1.4, n), random.randint(0, 700, n)


def fill(f, times, units, keys, **storage):
    """Writes the samples in the layout of the SHD files."""
    spikes, extra = f.create_group("spikes"), f.create_group("extra")
    t = spikes.create_dataset("times", (SAMPLES,), dtype=h5py.vlen_dtype(times), **storage)
    u = spikes.create_dataset("units", (SAMPLES,), dtype=h5py.vlen_dtype(units), **storage)
    for i in range(SAMPLES):
        t[i], u[i] = (values.astype(kind) for values, kind in zip(sample(i), (times, units)))
    labels = np.arange(SAMPLES, dtype=np.uint16) * 7 % 20
    f.create_dataset("labels", data=labels, **storage)
    extra.create_dataset("speaker", data=(np.arange(SAMPLES) % 3).astype(np.uint16), **storage)
    extra.create_dataset("keys", data=keys)


def create(name, libver):
    return h5py.File(os.path.join(HERE, name), "w", libver=libver, track_order=False)


def with_h5py():
    fixed = np.array([k.encode() for k in KEYS])
    texts = np.array(KEYS, dtype=h5py.string_dtype())
    with create("earliest.h5", "earliest") as f:
        fill(f, np.float16, np.uint16, fixed)
    with create("latest.h5", "latest") as f:
        fill(f, np.float32, np.int32, texts)
    with create("chunked.h5", "earliest") as f:
        fill(f, np.float16, np.uint16, texts, chunks=(4,), compression="gzip", shuffle=True)
    with create("chunked_latest.h5", "latest") as f:  # a fixed array of chunks
        fill(f, np.float64, np.int64, fixed, chunks=(2,), compression="gzip")
    with create("single_chunk_latest.h5", "latest") as f:
        fill(f, np.float16, np.uint16, fixed, chunks=(SAMPLES,), shuffle=True, compression="gzip")
    with create("types.h5", "earliest") as f:
        for kind in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
            limits = np.iinfo(kind)
            f[kind] = np.array([limits.min, 0, 1, min(limits.max, 2**63 - 1)], dtype=kind)
        f["f2"] = np.array([0, -1.5, 2**-24, 1023 * 2**-24, 65504], dtype="f2")
        f["f4"] = np.array([0, -1.5, 1e-40, 3.4e38], dtype="f4")
        f["f8"] = np.array([0, -1.5, 5e-324, 1.7e308], dtype="f8")
        f["scalar"] = np.int32(-7)
        f["matrix"] = np.arange(6, dtype="i4").reshape(2, 3)
        f["empty"] = np.zeros(0, dtype="f4")
        compact(f, "compact", np.array([3, 1, 2], dtype="<u2"))
        f.create_dataset("summed", data=np.arange(30, dtype="i4"), chunks=(8,), fletcher32=True, shuffle=True, compression=1)
        pages = np.arange(100, dtype="u1")  # more than a node of the tree holds
        f.create_dataset("tree", data=pages, chunks=(1,))
    with create("pages_latest.h5", "latest") as f:  # 1100 chunks: a fixed array in two pages
        f.create_dataset("pages", data=np.arange(1100) % 251, dtype="u1", chunks=(1,))
    with create("unsupported.h5", "earliest") as f:
        f["big_endian"] = np.arange(3, dtype=">i4")
        f["compound"] = np.zeros(2, dtype=[("a", "i4"), ("b", "f4")])
        f.create_dataset("lzf", data=np.zeros(50, dtype="i4"), compression="lzf")
        f.create_dataset("grid", data=np.zeros((4, 4), dtype="i4"), chunks=(2, 2))
        f.create_dataset("unwritten", (10,), dtype="i4", chunks=(5,))
        f["soft"] = h5py.SoftLink("/lzf")
        f["huge"] = np.array([2**64 - 1], dtype="u8")
    with create("unsupported_latest.h5", "latest") as f:
        f.create_dataset("extensible", data=np.arange(6), dtype="u1", chunks=(2,), maxshape=(None,))
        dense = f.create_group("dense")
        for i in range(9):
            dense[f"d{i}"] = np.int8(i)


def with_others():
    """What other programs do: a user block (MATLAB), soft links, big-endian numbers, lzf, chunked tables."""
    fixed = np.array([k.encode() for k in KEYS])
    with h5py.File(os.path.join(HERE, "others.h5"), "w", libver="earliest", userblock_size=1024) as f:
        fill(f.create_group("moved"), np.dtype(">f2"), np.dtype(">u2"), fixed)
        f["spikes"] = h5py.SoftLink("/moved/spikes")
        f["labels"] = h5py.SoftLink("moved/./labels")
        f["extra"] = h5py.SoftLink("again")
        f["again"] = h5py.SoftLink("moved/extra")
        f["loop"] = h5py.SoftLink("/loop")
        f["nowhere"] = h5py.SoftLink("/moved/nothing")
        numbers = np.concatenate([np.arange(200) % 3, np.arange(300) * 7919 % 1000, np.zeros(100)])
        f.create_dataset("lzf", data=numbers, dtype=">i4", chunks=(256,), compression="lzf", shuffle=True)
        f.create_dataset("table", data=np.arange(7 * 5 * 3).reshape(7, 5, 3), dtype=">i8", chunks=(3, 2, 2), compression=9)
        f.create_dataset("column", data=np.arange(9).reshape(9, 1), dtype="f8", chunks=(4, 1))
        f.create_dataset("scaled", data=np.arange(100), dtype="i4", chunks=(50,), scaleoffset=0)
    with h5py.File(os.path.join(HERE, "others_latest.h5"), "w", libver="latest", userblock_size=512) as f:
        f["labels"] = h5py.SoftLink("moved")
        f.create_dataset("moved", data=np.arange(12).reshape(3, 4), dtype=">u2", chunks=(2, 3))
        f.create_dataset("implicit", data=np.arange(10).reshape(2, 5), dtype="u1", chunks=(2, 3))
        f["loop"] = h5py.SoftLink("./loop")
        f["elsewhere"] = h5py.ExternalLink("other.h5", "/labels")


def compact(f, name, values):
    layout = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    layout.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(values.shape)
    h5py.h5d.create(f.id, name.encode(), h5py.h5t.py_create(values.dtype), space, layout).write(
        h5py.h5s.ALL, h5py.h5s.ALL, values)


def with_pytables():
    """As the makers of SHD wrote it: VLArrays, chunks, attributes."""
    filters = tables.Filters(complevel=4, complib="zlib", shuffle=True)
    with tables.open_file(os.path.join(HERE, "pytables.h5"), "w") as f:
        spikes, extra = f.create_group("/", "spikes"), f.create_group("/", "extra")
        t = f.create_vlarray(spikes, "times", tables.Float16Atom(), filters=filters, expectedrows=SAMPLES)
        u = f.create_vlarray(spikes, "units", tables.UInt16Atom(), filters=filters, expectedrows=SAMPLES)
        for i in range(SAMPLES):
            times, units = sample(i)
            t.append(times.astype(np.float16))
            u.append(units.astype(np.uint16))
        labels = np.arange(SAMPLES, dtype=np.uint16) * 7 % 20
        f.create_earray("/", "labels", obj=labels, filters=filters, expectedrows=SAMPLES)
        f.create_array(extra, "speaker", (np.arange(SAMPLES) % 3).astype(np.uint16))
        f.create_array(extra, "keys", [k.encode() for k in KEYS])


def plain(value):
    """A JSON value without loss: repr of a float is exact."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return value.item() if not isinstance(value, np.floating) else float(value)
    return value


def type_name(dataset):
    listed = h5py.check_vlen_dtype(dataset.dtype)
    text = h5py.check_string_dtype(dataset.dtype)
    if text is not None:
        return "text of any length" if text.length is None else f"text of {text.length} bytes"
    if listed is not None:
        return f"list of {np.dtype(listed).name}"
    return dataset.dtype.name


def expected():
    result = {}
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".h5") or name.startswith("unsupported"):
            continue
        result[name] = {}
        with h5py.File(os.path.join(HERE, name), "r") as f:
            def note(path, item):
                if isinstance(item, h5py.Dataset) and path != "scaled":  # which the Go reader refuses
                    values = item[()]
                    flat = values.reshape(-1) if isinstance(values, np.ndarray) else [values]
                    listed = h5py.check_vlen_dtype(item.dtype)
                    if listed is not None and np.dtype(listed).byteorder == ">":
                        flat = [v.byteswap() for v in flat]  # h5py leaves the bytes of lists in the file's order
                    result[name][path] = {
                        "type": type_name(item), "shape": list(item.shape), "values": [plain(v) for v in flat],
                    }
            f.visititems(note)
    with open(os.path.join(HERE, "expected.json"), "w") as out:
        json.dump(result, out, indent=None, separators=(",", ":"), sort_keys=True)
        out.write("\n")


if __name__ == "__main__":
    with_h5py()
    with_pytables()
    with_others()
    expected()
