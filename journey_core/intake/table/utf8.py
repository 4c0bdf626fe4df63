"""How much of a file is UTF-8: one broken byte among hundreds of good letters is damage, not another encoding."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from journey_core.intake.table.opening import byte_chunks

FAR_MORE: Final = 4
"""How many letters stand against one broken place for a file to be UTF-8 for sure.

In text of other encodings there are two broken places or more to every letter that comes about by chance.
"""


@dataclass(frozen=True)
class Utf8Evidence:
    """What the bytes of a file say for and against UTF-8.

    letters: valid sequences of several bytes; broken: places where bytes are no character; is_cut: whether the file
    ends within a character.
    """

    letters: int
    broken: int
    is_cut: bool

    @property
    def is_sure(self) -> bool:
        """Whether this is UTF-8 beyond doubt. Without a letter outside ASCII, any odd byte is enough to doubt it."""
        if not self.letters:
            return not self.broken and not self.is_cut
        return self.letters >= FAR_MORE * self.broken

    @property
    def is_likely(self) -> bool:
        """Whether more speaks for UTF-8 than against it."""
        return self.is_sure or self.letters > self.broken


def utf8_evidence(path: Path) -> Utf8Evidence:
    """Counts over the whole file, unpacked; raises BadFile where it is damaged or too big."""
    letters = broken = 0
    rest = b""
    for chunk, _ in byte_chunks(path):
        if not rest and chunk.isascii():
            continue
        data = rest + chunk
        try:
            text, used = codecs.utf_8_decode(data, "strict", False)
        except UnicodeDecodeError:
            text, used = codecs.utf_8_decode(data, "ignore", False)
            broken += len(codecs.utf_8_decode(data, "replace", False)[0]) - len(text)
        # No byte of ASCII is ever part of a longer sequence, so all of them are in the text.
        letters += len(text) - int(np.count_nonzero(np.frombuffer(data, np.uint8, used) < 0x80))
        rest = data[used:]
    return Utf8Evidence(letters, broken, bool(rest))
