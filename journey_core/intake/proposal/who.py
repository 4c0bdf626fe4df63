"""Who the lead is in a file of messages or calls: whoever stands opposite us, in “From” or in “To”."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from journey_core.errors import brief
from journey_core.intake.headings.known import way
from journey_core.intake.headings.signs import way_of_time
from journey_core.intake.proposal.agreement import Seen, agrees
from journey_core.intake.proposal.choosing import Choice

_IDENTITIES: Final = ("lead", "email", "phone")
_OPPOSITE: Final = {"outbound": "to", "inbound": "from"}


@dataclass(frozen=True)
class Party:
    """The column of those who are not us, and the field that it fills; direction: "" where another column says it."""

    field: str
    column: str
    reason: str
    direction: str = ""


def party_columns(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, Seen]:
    """“from” and “to” -> the column, in a file where nothing else says who the lead is; else empty."""
    if any(found[name].column for name in _IDENTITIES if name in found):
        return {}
    taken = {choice.column for choice in found.values()}
    sides = [
        (side, seen)
        for seen in reversed(columns)
        for side in _OPPOSITE.values()
        if side in seen.roles and seen.name not in taken
    ]
    said = [(side, seen) for side, seen in sides if seen.holds_addresses or seen.holds_phones]
    return dict(said) or {side: seen for side, seen in sides if len(sides) == 1 and agrees("name", seen)}


def party(
    sides: Mapping[str, Seen], directions: Sequence[str] | None, values: Mapping[str, Sequence[str]], time: str
) -> Party | None:
    """The side that is the lead in every row, None where it differs by row or nothing tells.

    time: the heading of the times. Where only one side is there, that of sending or receiving tells that it is not us.

    directions: the different values of the column that says who spoke, None without one; values: column -> its
    different values in the whole file.
    """
    if directions is not None:
        said = {way(value) for value in directions}
        direction = said.pop() if len(said) == 1 else ""
        seen = sides.get(_OPPOSITE.get(direction, ""))
        return _party(seen, f"every row is {direction}") if seen else None
    if len(sides) == 1 and (direction := way_of_time(time)) and (seen := sides.get(_OPPOSITE[direction])):
        return _party(seen, f"“{brief(time)}” says that every row is {direction}", direction)
    for direction, side in _OPPOSITE.items():
        seen, ours = sides.get(side), sides.get(_OPPOSITE["inbound" if direction == "outbound" else "outbound"])
        is_ours_alone = ours is not None and len(values[ours.name]) == 1 < len(values[seen.name]) if seen else False
        if seen and is_ours_alone and ours:
            return _party(seen, f"“{brief(ours.name)}” is the same in every row, so it is us", direction)
    return None


def _party(seen: Seen, reason: str, direction: str = "") -> Party:
    if seen.holds_addresses or seen.holds_phones:
        return Party("email" if seen.holds_addresses else "phone", seen.name, reason, direction)
    return Party("lead", seen.name, f"{reason}; people of one name are one", direction)
