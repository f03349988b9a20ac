"""One thread for NumPy's matrix products: many visitors share the cores, over which a library's own would fight."""

import ctypes
from pathlib import Path

import numpy as np

# As OpenBLAS is called in NumPy's wheels, and elsewhere.
SETTERS = (
    "scipy_openblas_set_num_threads64_",
    "scipy_openblas_set_num_threads",
    "openblas_set_num_threads64_",
    "openblas_set_num_threads",
)


def use_one_thread() -> bool:
    """Asks the OpenBLAS that came with NumPy to use one thread; whether one was found.

    Its environment variable is read when NumPy is first imported, which a server has done before it runs any code of
    ours. An epoch over MNIST takes many times as long with two threads on two busy cores.
    """
    home = Path(np.__file__).parent
    libraries = [*home.parent.glob("numpy.libs/*openblas*"), *home.glob(".dylibs/*openblas*")]
    for library in libraries:
        try:
            loaded = ctypes.CDLL(str(library))
        except OSError:
            continue
        for name in SETTERS:
            if hasattr(loaded, name):
                getattr(loaded, name)(1)
                return True
    return False
