"""Goldens of HDF5: small files as h5py writes them, what they hold, and files that a reader must refuse.

The base64 is of the gzipped bytes; h5py keeps no times, so that the same versions give the same files.
"""

import base64
import gzip
import io
import json
import os
import sys

import h5py
import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))


def held(group, path=""):
    """What a group holds: arrays by path, and texts by path and name."""
    arrays, texts = {}, {}
    for name, item in group.items():
        where = f"{path}/{name}"
        if isinstance(item, h5py.Group):
            more, others = held(item, where)
            arrays |= more
            texts |= others
        else:
            values = np.asarray(item[()]).astype(np.float64)
            arrays[where] = {"shape": list(item.shape), "values": values.ravel().tolist()}
    for name, value in group.attrs.items():
        if isinstance(value, str):
            texts[f"{path}@{name}"] = value
        elif getattr(value, "dtype", None) is not None and value.dtype.kind in "OS":
            texts[f"{path}@{name}"] = [v.decode() if isinstance(v, bytes) else v for v in value]
    return arrays, texts


CASES = []


def case(name, fill, refused=None, **options):
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", **options) as file:
        fill(file)
    arrays, texts = {}, {}
    if refused is None:
        with h5py.File(buffer, "r") as file:
            arrays, texts = held(file)
    packed = gzip.compress(buffer.getvalue(), 9, mtime=0)
    CASES.append(
        {
            "name": name,
            "gzip": base64.b64encode(packed).decode(),
            **({"arrays": arrays, "texts": texts} if refused is None else {"refused": refused}),
        }
    )


def groups(file):
    inside = file.create_group("layers/dense/vars")
    inside.attrs["name"] = "dense é"
    for i in range(20):
        inside[str(i)] = (np.arange(6, dtype=np.float32).reshape(2, 3) + i) / 7
    file["iteration"] = np.int32(-7)
    file["nothing"] = np.zeros((0, 3), np.float32)
    file.create_group("vars")


def few(file):
    inside = file.create_group("vars")
    inside.attrs["name"] = "dense"
    inside["0"] = np.arange(6, dtype=np.float32).reshape(2, 3)
    inside["1"] = np.int32(7)


def formats(file):
    for kind in ["f2", "f4", "f8", ">f4", ">f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4"]:
        values = np.array([0, 1, 2, 100, 3]) if "u" in kind else np.array([0, -1, 2, 100, -3])
        file[kind.replace(">", "big ")] = (values / 8 if "f" in kind else values).astype(kind)
    file["halves"] = np.array([65504, 2**-24, 2**-14, -0.0, 1 / 3, np.float16(6e-5)], np.float16)


def attributes(file):
    file.attrs["text"] = "ä" * 3000
    file.attrs["fixed"] = np.array([b"kernel:0", b"bias:0"])
    file.attrs["long"] = ["kernel", "", "bias" * 30]
    file.attrs["empty"] = []
    for i in range(3):
        file.attrs[f"part{i}"] = np.array([f"name {i} {k}".encode() for k in range(4)])


def chunks(file):
    values = np.arange(7 * 5 * 3, dtype=np.float32).reshape(7, 5, 3) / 4
    file.create_dataset("plain", data=values, chunks=(2, 3, 3))
    file.create_dataset("packed", data=values, chunks=(3, 2, 2), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("one", data=values, chunks=(7, 5, 3), compression="gzip")
    file.create_dataset("many", data=np.arange(500, dtype=np.int16), chunks=(2,))


def compact(file):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    plist.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((3,))
    h5py.h5d.create(file.id, b"small", h5py.h5t.IEEE_F32LE, space, plist).write(
        h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, 2, 3], np.float32)
    )


def soft(file):
    few(file)
    file["vars/2"] = h5py.SoftLink("/vars/0")


def external(file):
    few(file)
    file["vars/2"] = h5py.ExternalLink("/etc/other.h5", "/vars/0")


def virtual(file):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    space = h5py.h5s.create_simple((4,))
    plist.set_virtual(space, b"/etc/other.h5", b"x", space)
    h5py.h5d.create(file.create_group("vars").id, b"0", h5py.h5t.IEEE_F32LE, space, plist)


def raw(file):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    plist.set_external(b"/etc/passwd", 0, 16)
    space = h5py.h5s.create_simple((4,))
    h5py.h5d.create(file.create_group("vars").id, b"0", h5py.h5t.IEEE_F32LE, space, plist)


def unwritten(file, chunk=None):
    file.create_dataset("vars/0", shape=(2**40, 2**10), dtype="f4", chunks=chunk)


def bomb(file):
    file.create_dataset("vars/0", shape=(2**22,), dtype="f4", chunks=(2**22,), compression="gzip")[:] = 0


def bombs(file):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    plist.set_chunk((2**20,))
    for _ in range(3):
        plist.set_deflate(9)
    space = h5py.h5s.create_simple((2**20,))
    data = h5py.h5d.create(file.create_group("vars").id, b"0", h5py.h5t.IEEE_F32LE, space, plist)
    data.write(h5py.h5s.ALL, h5py.h5s.ALL, np.zeros(2**20, np.float32))


def lists(file):
    kind = h5py.vlen_dtype(np.float32)
    data = file.create_dataset("vars/0", (2,), dtype=kind)
    data[0] = np.ones(3, np.float32)



case("groups", groups)
case("superblock 2", few, libver="v108")
case("latest", few, libver="latest")
case("formats", formats)
case("attributes", attributes)
case("chunks", chunks)
case("compact", compact)
case("soft link", soft, "E_UNSAFE")
case("soft link, newer", soft, "E_UNSAFE", libver="latest")
case("external link", external, "E_UNSAFE")
case("virtual dataset", virtual, "E_UNSAFE")
case("external dataset", raw, "E_UNSAFE")
case("2^50 numbers, in a row", unwritten, "E_LIMIT")
case("2^50 numbers, in chunks", lambda file: unwritten(file, (2**10, 2**10)), "E_LIMIT")
case("16 MiB in 16 KiB", bomb)
CASES[-1] |= {"arrays": {}, "zeros": 2**22}
case("deflated three times", bombs, "E_LIMIT")
case("lists of any length", lists, "E_UNSUPPORTED")
case("fractal heap", groups, "E_UNSUPPORTED", libver="latest")

origin = {
    "library": "h5py",
    "version": f"{h5py.__version__}, HDF5 {h5py.version.hdf5_version}, NumPy {np.__version__}, Python {sys.version.split()[0]}",
    "script": "hdf5.py",
}
path = os.path.join(FOLDER, "hdf5.json")
with open(path, "w", encoding="utf-8") as file:
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in CASES)
    file.write(f'{{"origin": {json.dumps(origin)},\n"cases": [\n{lines}\n]}}\n')
print(len(CASES), "cases,", os.path.getsize(path), "bytes")
