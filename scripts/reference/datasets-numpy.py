"""Writes the NumPy files that test/engine/datasets/files.test.ts reads, and what is in them as JSON.

Run from the root of the repository: python3 scripts/reference/datasets-numpy.py
"""

import json
import pathlib

import numpy as np

COUNT = 24
rng = np.random.default_rng(20)
images = rng.normal(size=(COUNT, 2, 3)).astype("<f4")
energy = np.exp(rng.normal(size=COUNT))
position = rng.uniform(-1, 1, size=(COUNT, 2))
digit = np.arange(COUNT) % 3
kind = np.array(["round", "square", "flat"])[digit]

fixtures = pathlib.Path("test/datasets/fixtures")
fixtures.mkdir(parents=True, exist_ok=True)
np.savez(
    fixtures / "plain.npz",
    images=images,
    energy=energy,
    position=position,
    digit=digit.astype("<i8"),
    kind=kind,
    bright=images.sum(axis=(1, 2)) > 0,
    impedance=energy + 1j,
    scalar=np.array(3.0),
)
np.savez_compressed(
    fixtures / "compressed.npz",
    channels_first=np.moveaxis(np.repeat(images[..., None], 2, axis=3) * [1, 10], 3, 1).astype("<f4"),
    fortran=np.asfortranarray(images.astype("<f8")),
    half=images.astype("<f2"),
    byte=np.arange(COUNT * 4, dtype="u1").reshape(COUNT, 4),
    target=energy.astype("<f4"),
)
np.save(fixtures / "matrix.npy", np.column_stack([images.reshape(COUNT, 6), energy]))
np.save(fixtures / "images.npy", images)
np.save(fixtures / "energy.npy", energy)
np.save(fixtures / "big-endian.npy", images.astype(">f4"))

reference = {
    "numpy": np.__version__,
    "images": images.reshape(COUNT, 6).tolist(),
    "half": images.astype("<f2").astype(float).reshape(COUNT, 6).tolist(),
    "energy": energy.astype("<f4").tolist(),
    "position": position.astype("<f4").tolist(),
    "digit": digit.tolist(),
    "kind": kind.tolist(),
}
pathlib.Path("test/reference/datasets-files.json").write_text(json.dumps(reference) + "\n")
