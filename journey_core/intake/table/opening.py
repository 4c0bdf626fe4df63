"""From a file to text: compression, size limits, encodings. Nothing here knows of rows."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from journey_core.errors import BadFile, BadInput, brief

CHUNK_BYTES: Final = 1 << 20
TEXT_LIMIT: Final = 2 << 30
"""The most bytes of text in one file, after unpacking."""
GZIP_MAGIC: Final = b"\x1f\x8b"

ENCODINGS: Final = (
    "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "latin-1", "iso8859-2", "iso8859-5",
    "iso8859-7", "iso8859-9", "iso8859-15", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp437", "cp850", "cp852", "cp866", "mac-roman", "koi8-r", "koi8-u", "shift_jis", "cp932", "euc_jp", "gb18030",
    "big5", "euc_kr", "cp949", "ascii",
)  # fmt: skip
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_FEW_ZEROS: Final = 0.04
"""The share of zeros up to which a text without marks is taken to be damaged and not UTF-16."""
_UNREADABLE: Final = "journey-unreadable"


def named_encoding(name: str) -> str:
    """The encoding of this name; raises BadInput with the choices for any other name."""
    try:
        wanted = codecs.lookup(name).name
    except (LookupError, ValueError):
        wanted = ""
    for known in ENCODINGS:
        if codecs.lookup(known).name == wanted:
            return known
    if wanted == "utf-8-sig":
        return "utf-8"
    raise BadInput(f"“{brief(name)}” is not an encoding known here. Known: {', '.join(ENCODINGS)}.")


def marked_encoding(start: bytes) -> str | None:
    """The encoding that the first bytes give away: by a byte order mark, or by zeros in every second place.

    In UTF-16 only ASCII has a zero there, such as the separators and line ends of a table; text of other scripts may
    have few of them, and some zeros in the other places.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    even, odd = start[0:4096:2].count(0), start[1:4096:2].count(0)
    few = _FEW_ZEROS * len(start[:4096]) / 2
    if odd > few and odd > 4 * even:
        return "utf-16-le"
    if even > few and even > 4 * odd:
        return "utf-16-be"
    return None


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """(the bytes, the raw file whose position shows progress); .gz is unpacked on the way. Raises BadFile."""
    try:
        with path.open("rb") as raw:
            compressed = raw.read(2) == GZIP_MAGIC
            raw.seek(0)
            yield (gzip.GzipFile(fileobj=raw), raw) if compressed else (raw, raw)  # type: ignore[misc] # a GzipFile reads as a BinaryIO
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        raise BadFile(f"“{path.name}” is a damaged or incomplete .gz file.") from problem
    except OSError as problem:
        raise BadFile(f"“{path.name}” can't be read: {problem.strerror or problem}.") from problem


def byte_chunks(path: Path, *, limit: int = TEXT_LIMIT) -> Iterator[tuple[bytes, int]]:
    """(bytes, position in the raw file) of a file, unpacked; raises BadFile past `limit` unpacked bytes."""
    total = 0
    with unpacked(path) as (stream, raw):
        while data := stream.read(CHUNK_BYTES):
            total += len(data)
            if total > limit:
                raise BadFile(f"“{path.name}” holds more than {limit >> 20:,} MB when unpacked: split it.")
            yield data, raw.tell()


def text_chunks(path: Path, encoding: str) -> Iterator[tuple[str, int]]:
    """(text, position in the raw file), no byte order mark; bytes that are not text come as lone surrogates."""
    decoder = codecs.getincrementaldecoder(encoding)(_UNREADABLE)
    is_start, position = True, 0
    for data, position in byte_chunks(path):
        text = decoder.decode(data)
        yield text.removeprefix("\ufeff") if is_start else text, position
        is_start = is_start and not text
    yield decoder.decode(b"", final=True), position


def _mark_unreadable(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return "\udcff", problem.end


codecs.register_error(_UNREADABLE, _mark_unreadable)
