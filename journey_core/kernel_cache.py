"""Where Numba keeps compiled kernels: by what the code says and not by where it lies. Every clone and every run finds
them, and none finds what a change in another module has made stale.

Numba asks a locator for a folder and a stamp. Its own name a folder after the path of the module, so that a new clone
compiles everything, and stamp it with that module alone, though a kernel has the code and constants of those it calls
in it. Here a folder is named after a stamp of the module and of all that it imports, so that two versions, which may
run at once, share nothing.
"""

import atexit
import os
import re
import sys
import tempfile
import time
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from types import FunctionType

PACKAGE = Path(__file__).parent
VARIABLE = "NUMBA_CACHE_LOCATOR_CLASSES"
NUMBAS_OWN = "UserProvidedCacheLocator,InTreeCacheLocator,UserWideCacheLocator,IPythonCacheLocator,ZipCacheLocator"
UNUSED_SECONDS = 30 * 86_400
IMPORT = re.compile(rb"^\s*(?:from|import) +journey_core\b([\w.]*)", re.MULTILINE)


class Locator:
    """Folder, stamp and name of what Numba compiled of one function."""

    def __init__(self, folder: Path, stamp: str, line: int) -> None:
        self._folder, self._stamp, self._line = folder, stamp, line

    @classmethod
    def from_function(cls, function: FunctionType, file: str) -> "Locator | None":
        """The locator of a function of this package; None for any other, which Numba's own locators take."""
        source = Path(file)
        if not (source.is_relative_to(PACKAGE) and source.is_file()):
            return None
        stamp = _stamp(source)
        name = ".".join(source.relative_to(PACKAGE).with_suffix("").parts)
        return cls(_folder(f"{name}-{stamp[:16]}"), stamp, function.__code__.co_firstlineno)

    def get_cache_path(self) -> str:
        return str(self._folder)

    def get_source_stamp(self) -> str:
        return self._stamp

    def get_disambiguator(self) -> str:
        return str(self._line)

    def ensure_cache_path(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)


def install() -> None:
    """From here on Numba asks `Locator` first. Does not import Numba, which takes half a second."""
    locators = os.environ.setdefault(VARIABLE, f"{Locator.__module__}.{Locator.__qualname__},{NUMBAS_OWN}")
    if numba := sys.modules.get("numba"):
        numba.config.CACHE_LOCATOR_CLASSES = locators


def _stamp(source: Path) -> str:
    """Digest of a module, of all that it imports from this package, however indirectly, and of the compiler."""
    digest = sha256(_compiler().encode())
    for each in sorted(reach(source)):
        digest.update(f"\0{each.relative_to(PACKAGE)}\0".encode() + _read(each)[0])
    return digest.hexdigest()


def reach(source: Path) -> set[Path]:
    """The module's file and those of all modules of this package that it imports, however indirectly."""
    found, ahead = {source}, [source]
    while ahead:
        new = set(_read(ahead.pop())[1]) - found
        found |= new
        ahead += new
    return found


def _read(source: Path) -> tuple[bytes, tuple[Path, ...]]:
    state = source.stat()
    return _read_once(source, state.st_mtime_ns, state.st_size)


@cache
def _read_once(source: Path, _changed_at: int, _size: int) -> tuple[bytes, tuple[Path, ...]]:
    """Digest of a file, and the files of what it imports. By expression: syntax trees of all modules take a quarter of
    a second at every start.
    """
    text = source.read_bytes()
    return sha256(text).digest(), tuple(file for name in IMPORT.findall(text) for file in _files(name.decode()))


def _files(name: str) -> list[Path]:
    """The file of a module; of a package all its modules, any of which may be what is imported from it."""
    path = PACKAGE.joinpath(*name.split(".")[1:])
    return sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _compiler() -> str:
    """What makes other code of the same source: versions and Numba's settings."""
    versions = [str(sys.modules[name].__version__) for name in ("numba", "llvmlite", "numpy")]
    chosen = [f"{name}={value}" for name, value in os.environ.items() if name.startswith("NUMBA_")]
    return "\0".join([*versions, *sorted(each for each in chosen if not each.startswith("NUMBA_CACHE_"))])


@cache
def _folder(name: str) -> Path:
    """The folder of this name, which now counts as used. The first to make it clears away what nobody uses any more."""
    folder = _root() / name
    try:
        folder.mkdir()
    except FileExistsError:
        os.utime(folder)
    else:
        _clear(folder.parent)
    return folder


def _clear(root: Path) -> None:
    oldest = time.time() - UNUSED_SECONDS
    for folder in root.iterdir():
        try:
            unused = folder.stat().st_mtime < oldest
        except FileNotFoundError:  # another process clears as well
            continue
        if unused:
            rmtree(folder, ignore_errors=True)


@cache
def _root() -> Path:
    """The first folder that can be written to: where Numba is told to keep its cache, the user's, the package's; else
    one that goes when the program ends.
    """
    for place in (os.environ.get("NUMBA_CACHE_DIR"), _user_cache(), PACKAGE / "__pycache__"):
        if place and (root := Path(place, "lead-journey-tracker", "kernels")).is_absolute():
            try:
                root.mkdir(parents=True, exist_ok=True)
                tempfile.TemporaryFile(dir=root).close()
            except OSError:
                continue
            return root
    last = tempfile.mkdtemp()
    atexit.register(rmtree, last, ignore_errors=True)
    return Path(last)


def _user_cache() -> str:
    return os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111, Path's raises without a home
