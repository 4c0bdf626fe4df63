"""From a file to a whole mapping, with the reason for every part of it. Nothing of it is applied before it is seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from journey_core.errors import JourneyError
from journey_core.intake.headings.known import OURS
from journey_core.intake.headings.signs import Sign, sign_of
from journey_core.intake.proposal.agreement import Seen, seen_columns
from journey_core.intake.proposal.choosing import (
    Choice,
    choices,
    possible,
    with_calls_told_apart,
    with_last_activity,
    with_outcome,
    with_own_id,
)
from journey_core.intake.proposal.moments import moment
from journey_core.intake.proposal.translations import known_words
from journey_core.intake.proposal.what_happened import WhatHappened, what_happened
from journey_core.intake.proposal.who import Party, party, party_columns
from journey_core.intake.rows.mapping import Mapping as FileMapping
from journey_core.intake.rows.mapping import check, complete
from journey_core.intake.table.previews import values_of_columns
from journey_core.intake.table.recognise import Recognised
from journey_core.log.vocabulary import Words

NEEDED: Final[Mapping[str, Collection[str]]] = {
    "who the lead is (lead, e-mail or phone)": ("lead", "email", "phone"),
    "when it happened": ("occurred_at",),
    "what happened (kind or channel)": ("kind", "channel", "stage"),
}
"""What has to be said before rows can be read, in words, and the fields that say it."""


@dataclass(frozen=True)
class Proposal:
    """mapping: ready for `--mapping`; reasons: field or part -> why; possible: field -> columns that may be meant.

    missing: what still has to be said; asks: what will be asked; fitting: the saved mappings that can read the file.
    """

    mapping: FileMapping
    reasons: Mapping[str, str] = field(default_factory=dict)
    possible: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The mapping document, with all that is to be known about it under “reasons”, which readers pass over."""
        more = {
            "missing": list(self.missing),
            "asks": list(self.asks),
            "perhaps": {name: list(columns) for name, columns in self.possible.items()},
            "saved": list(self.fitting),
        }
        reasons = dict(self.reasons) | {name: each for name, each in more.items() if each}
        return self.mapping.to_json() | {"reasons": reasons}


def propose(
    path: Path, recognised: Recognised, *, saved: Mapping[str, FileMapping] | None = None, words: Words | None = None
) -> Proposal:
    """The whole mapping of a file: columns, constants, their words in ours, the zone, each with its reason.

    Looks at the sample, and once through the file for the words of a few columns. saved: mappings by name, of which
    those that fit are named; words: those of the workspace, which stay as they are written.
    """
    columns = seen_columns(recognised)
    sign = sign_of([seen.heading for seen in columns])
    found = _choices(columns, sign)
    sides = party_columns(columns, found)
    chosen = {choice.column for name, choice in found.items() if name in OURS and choice.column}
    wanted = [name for name in recognised.header if name in chosen or any(name == seen.name for seen in sides.values())]
    values = {name: [value for value, _ in each] for name, each in values_of_columns(path, recognised, wanted).items()}
    directions = values[found["direction"].column] if "direction" in found and found["direction"].column else None
    time = found["occurred_at"].column if "occurred_at" in found else ""
    opposite = party(sides, directions, values, time)
    said = what_happened(
        columns, found, sign,
        values=values, known=known_words(words), direction=opposite.direction if opposite else "",
    )  # fmt: skip
    mapping, reasons, asks = _mapping(columns, found, said, opposite)
    left = {name: choice for name, choice in found.items() if name not in said.left_out}
    return Proposal(
        mapping,
        reasons,
        possible(columns, left) | _sides(sides, opposite),
        missing(complete(mapping, recognised.header)),
        asks,
        tuple(name for name, each in (saved or {}).items() if fits(each, recognised.header)),
    )


def _choices(columns: Sequence[Seen], sign: Sign | None) -> dict[str, Choice]:
    """The columns of the fields, with what only rows of a known sort tell."""
    found = with_calls_told_apart(columns, choices(columns))
    found = with_outcome(columns, found, sign) if sign else with_last_activity(columns, found)
    return with_own_id(columns, found) if sign or not {"kind", "channel"}.isdisjoint(found) else found


def missing(mapping: FileMapping) -> tuple[str, ...]:
    """What still has to be said before rows can be read, in words."""
    given = {*mapping.fields()} - {name for name, value in mapping.constants.items() if not value.strip()}
    return tuple(what for what, names in NEEDED.items() if given.isdisjoint(names))


def fits(mapping: FileMapping, header: Sequence[str]) -> bool:
    """Whether a saved mapping can read a file with this header."""
    try:
        check(complete(mapping, header), header)
    except JourneyError:
        return False
    return True


def _mapping(
    columns: Sequence[Seen], found: Mapping[str, Choice], said: WhatHappened, opposite: Party | None
) -> tuple[FileMapping, dict[str, str], tuple[str, ...]]:
    """The mapping, its reasons, and what a person has to be asked."""
    chosen = {name: choice.column for name, choice in found.items() if name not in said.left_out}
    reasons = {name: choice.reason for name, choice in found.items()} | said.reasons | said.left_out
    asks: tuple[str, ...] = ()
    timezone = None
    if opposite:
        chosen[opposite.field], reasons[opposite.field] = opposite.column, opposite.reason
        if opposite.direction:
            reasons["direction"] = f"the same in every row: {opposite.reason}"
    if column := chosen.get("occurred_at"):
        when = moment(next(seen for seen in columns if seen.name == column), columns)
        chosen["occurred_at"], timezone, asks = when.column, when.timezone, when.asks
        reasons |= when.reasons
    named = {name: column for name, column in chosen.items() if name not in {*said.values, *said.constants}}
    return FileMapping(named, said.constants, said.values, timezone), reasons, asks


def _sides(sides: Mapping[str, Seen], opposite: Party | None) -> dict[str, tuple[str, ...]]:
    """Both sides of a message as suggestions, where the lead stands now on one side and now on the other."""
    if opposite or not sides:
        return {}
    name = "email" if any(seen.holds_addresses for seen in sides.values()) else "phone"
    name = name if any(seen.holds_addresses or seen.holds_phones for seen in sides.values()) else "lead"
    return {name: tuple(seen.name for seen in sides.values())}
