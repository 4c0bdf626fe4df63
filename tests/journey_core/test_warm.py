"""After warming, no analysis of real journeys compiles anything. In a fresh process: here other tests compile, too."""

import os
import subprocess
import sys

from tests.conftest import ROOT

FRESH = """
import importlib, pkgutil, tempfile
from dataclasses import replace
from pathlib import Path
import numpy as np
from numba.core.dispatcher import Dispatcher
import journey_core
from journey_core import warm

modules = [importlib.import_module(found.name)
           for found in pkgutil.walk_packages(journey_core.__path__, "journey_core.") if ".intake" not in found.name]
kernels = {f"{kernel.py_func.__module__}.{name}": kernel
           for module in modules for name, kernel in vars(module).items() if isinstance(kernel, Dispatcher)}
called = {name for kernel in kernels.values() for name in kernel.py_func.__code__.co_names}
kernels = {name: kernel for name, kernel in kernels.items() if kernel.py_func.__name__ not in called}
warm.warm()
once = {name: len(kernel.signatures) for name, kernel in kernels.items()}
print("cold:", [name for name, count in once.items() if count == 0])

def mapped(journeys):
    folder = Path(tempfile.mkdtemp())
    columns = {}
    for name, column in vars(journeys).items():
        if name != "words":
            np.save(folder / f"{name}.npy", column)
            columns[name] = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    return replace(journeys, **columns)

tiny = warm._tiny
warm._tiny = lambda: mapped(tiny())
warm.warm()
print("compiled again:", [name for name, kernel in kernels.items() if len(kernel.signatures) != once[name]])
"""


def test_every_kernel_is_compiled_once_and_for_mapped_files_too():
    fresh = subprocess.run(
        [sys.executable, "-c", FRESH],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert fresh.stdout.splitlines() == ["cold: []", "compiled again: []"], fresh.stderr
