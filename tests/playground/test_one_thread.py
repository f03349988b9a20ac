"""A server has NumPy's matrix products use one thread, whatever imported NumPy first."""

import subprocess
import sys

CODE = """
import os
os.environ.pop("OPENBLAS_NUM_THREADS", None)
import numpy as np
from playground.one_thread import use_one_thread
found = use_one_thread()
big = np.ones((700, 700))
big @ big
print(found, len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""


def test_it_can_be_asked_for_after_numpy_was_imported():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    found, _ = done.stdout.split()
    assert found in ("True", "False")  # a NumPy built with another library is left alone
