"""Makes mnist.npz from MNIST's four original files, as in MNIST.md: python -m engine.datasets.make_mnist FOLDER

FOLDER holds train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,
each compressed by gzip (.gz) or plain. The same files give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
TARGET = Path(__file__).with_name("mnist.npz")


def read(folder: Path, name: str) -> NDArray[np.uint8]:
    """The array in an IDX file: two zero bytes, the type (8: uint8), the number of dimensions, each size as a
    big-endian uint32, then the numbers. ValueError when it is not the file that MD5 tells of."""
    packed = folder / f"{name}.gz"
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != MD5[name]:
        raise ValueError(f"{name} is not MNIST's: its MD5 is {found}, and MNIST's is {MD5[name]}")
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape.tolist())


def write(target: Path, arrays: dict[str, NDArray[np.uint8]]) -> None:
    """An .npz as np.savez_compressed makes it, but smaller and without the time of day in it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")  # of 1980, as every ZipInfo unless told otherwise
            entry.compress_type = zipfile.ZIP_DEFLATED
            with file.open(entry, "w") as stream:
                np.lib.format.write_array(stream, array)


def main(folder: Path) -> None:
    """Write mnist.npz beside this file: images (70000, 28, 28) and labels (70000,), the training digits first."""
    images, labels = (
        np.concatenate([read(folder, f"{part}-{kind}-ubyte") for part in ("train", "t10k")])
        for kind in ("images-idx3", "labels-idx1")
    )
    write(TARGET, {"images": images, "labels": labels})
    print(f"{TARGET}: {images.shape}, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
