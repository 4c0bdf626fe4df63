"""A file that comes in, and everything that decides how its bytes become rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from db.log.lead_lists import as_interactions, is_lead_list
from db.store.settings import Settings
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import Batch, read_batches
from journey_core.intake.rows.subprocess_reader import read_ahead
from journey_core.intake.table.recognise import Recognised

LARGE: Final = 8 * 2**20
"""The size in bytes from which a file is read in a process of its own; starting one takes about half a second."""


@dataclass(frozen=True)
class Reading:
    """A file and how it is read."""

    path: Path
    recognised: Recognised
    mapping: Mapping
    once: Mapping
    """The mapping as the same options were understood before."""
    source: str
    filename: str
    chosen: Settings

    def options(self, mapping: Mapping) -> str:
        """What decides how the bytes become rows: equal options on equal bytes give equal rows."""
        how: dict[str, Any] = {
            "encoding": self.recognised.encoding,
            "delimiter": self.recognised.delimiter,
            "source": self.source,
        }
        how |= {"zone": self.mapping.timezone or self.chosen.zone, "phone_region": self.chosen.phone_region}
        how |= {"sheet": self.recognised.sheet} if self.recognised.sheet else {}
        how |= {"header_line": self.recognised.header_line} if self.recognised.header_line > 1 else {}
        return orjson.dumps(how | {"mapping": mapping.to_json()}, option=orjson.OPT_SORT_KEYS).decode()

    @property
    def is_lead_list(self) -> bool:
        return is_lead_list(self.mapping, self.recognised.header)

    def batches(self, *, is_older: bool) -> Iterator[Batch]:
        """The rows of the file; a large one is read in a process of its own."""
        read = read_ahead if self.recognised.size > LARGE else read_batches
        return read(
            self.path,
            self.recognised,
            as_interactions(self.mapping) if self.is_lead_list else self.mapping,
            zone=self.chosen.zone,
            source=self.source,
            phone_region=self.chosen.phone_region or None,
            is_older=is_older,
        )
