"""Which column each field comes from, and why: by its name, by its heading and values, or by its values alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from journey_core.errors import brief
from journey_core.intake.headings.comparing import spaced
from journey_core.intake.headings.known import our_word
from journey_core.intake.headings.signs import Sign
from journey_core.intake.proposal.agreement import MOST, Seen, agrees, known_share
from journey_core.intake.proposal.candidates import (
    ROLES,
    TIME_ROLES,
    Candidate,
    alike,
    by_values,
    candidates,
    is_about_others,
    is_own_name,
    own_ids,
)
from journey_core.intake.proposal.colleagues import is_of_colleagues, is_ours
from journey_core.intake.proposal.times import is_only_time
from journey_core.intake.rows.mapping import JOIN

BY_NAME: Final = "by its name"
BY_HEADING: Final = "by its heading and values"
BY_VALUES: Final = "by its values"
LAST: Final = "last"
_STRICT: Final = ("email", "phone", "value", "occurred_at", "direction")
"""Fields whose cells are refused unless they can be read: a column of the field's name is left out if none agrees."""
_ONE_OF_A_NAME: Final = "by its heading: nothing else says who it is; people of one name are one"
_APART: Final = re.compile(r"\s*[;,|]\s*")
_WHO: Final = ("lead", "email", "phone")


@dataclass(frozen=True)
class Choice:
    """The column of a field, "" where a column of the field's own name says something else, and the reason."""

    column: str
    reason: str
    role: str = ""


def choices(columns: Sequence[Seen]) -> dict[str, Choice]:
    """Field -> its column and the reason. No column is chosen for two fields."""
    found = {field: _own(field, seen) for seen in reversed(columns) for field in ROLES if is_own_name(field, seen)}
    for field in ROLES:
        fitting = [each for each in candidates(field, _free(columns, found), columns) if each.agrees]
        if field == "stage" and "occurred_at" in found and found["occurred_at"].role == "closed":
            fitting.sort(key=lambda each: not each.closes)
        if field not in found and fitting:
            found[field] = Choice(fitting[0].seen.name, _why(fitting, columns), fitting[0].role)
    for field in ("email", "phone", "occurred_at", "direction", "stage", "kind", "channel"):
        alone = by_values(field, _free(columns, found))
        if field not in found and len(alone) == 1 and _tells_by_itself(field, alone[0], found, columns):
            found[field] = Choice(alone[0].name, BY_VALUES)
    return found | _joined_name(columns, found) | _only_a_person(columns, found)


def with_outcome(columns: Sequence[Seen], found: Mapping[str, Choice], sign: Sign) -> dict[str, Choice]:
    """The same with what happened from the column that says how it came out, where no other column says it."""
    fitting = [
        seen
        for seen in columns
        if sign.tells_outcome(seen.heading) and seen.share(lambda value: bool(sign.word("kind", value))) >= MOST
    ]
    taken = {choice.column for name, choice in found.items() if name != "stage"}
    free = [seen for seen in fitting if seen.name not in taken]
    if not free or "kind" in found:
        return dict(found)
    others = {name: choice for name, choice in found.items() if choice.column != free[0].name}
    return others | {"kind": Choice(free[0].name, BY_HEADING)}


def with_calls_told_apart(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, Choice]:
    """The same with the outcome of calls as what happened, where another column says of all rows only that they were
    calls or e-mails: that one is the channel then.
    """
    of_all = next((seen for seen in columns if "kind" in found and seen.name == found["kind"].column), None)
    outcomes = [seen for seen in _free(columns, found) if "kind" in seen.roles and known_share("kind", seen) >= MOST]
    apart = [seen for seen in outcomes if of_all and _tells_calls_apart(seen, of_all)]
    if of_all is None or len(apart) != 1 or "channel" in found:
        return dict(found)
    kind = Choice(apart[0].name, f"{BY_HEADING}: which calls were answered, “{brief(of_all.name)}” does not say")
    return {**found, "kind": kind, "channel": Choice(of_all.name, found["kind"].reason, "kind")}


def with_last_activity(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, Choice]:
    """The same with the time of the last activity, where rows are leads and only say when these were created."""
    lasts = [seen for seen in columns if LAST in seen.roles and seen.holds_times]
    is_said = "occurred_at" in found and found["occurred_at"].role != "created"
    if is_said or not lasts or not {"kind", "channel"}.isdisjoint(found):
        return dict(found)
    reason = f"{BY_HEADING}: {TIME_ROLES[LAST]}, as nothing says what happened at any other time"
    return {**found, "occurred_at": Choice(lasts[0].name, reason, LAST)}


def with_own_id(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, Choice]:
    """The same with a bare “ID” as the id of the row, where rows are interactions of a lead that is known otherwise."""
    ids = own_ids(_free(columns, found))
    if len(ids) != 1 or "external_id" in found or not any(found[name].column for name in _WHO if name in found):
        return dict(found)
    return {**found, "external_id": Choice(ids[0].name, "by its heading and values: it differs in every row")}


def possible(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, tuple[str, ...]]:
    """Field -> the columns that may be meant and are not chosen, the likeliest first."""
    free = _free(columns, found)
    suggested = {
        field: _suggested(field, free, columns) for field in ROLES if not (field in found and found[field].column)
    }
    return {field: names for field, names in suggested.items() if names}


def _tells_calls_apart(outcome: Seen, of_all: Seen) -> bool:
    """Whether a column says of calls alone that some were answered and some were not."""
    rows = [(said, kind) for said, kind in zip(outcome.cells, of_all.cells, strict=True) if said]
    are_calls = all(our_word("channel", kind) == "call" for _, kind in rows)
    return are_calls and any(our_word("kind", said) == "call_attempted" for said, _ in rows)


def _own(field: str, seen: Seen) -> Choice:
    if field in _STRICT and seen.values and not seen.share(lambda value: _reads(field, value)):
        return Choice("", f"the values of “{brief(seen.name)}” are something else")
    if field == "lead" and not seen.values:
        return Choice("", f"“{brief(seen.name)}” is empty as far as can be seen")
    return Choice(seen.name, BY_NAME)


def _reads(field: str, value: str) -> bool:
    """Whether a single value can be read in this field."""
    return agrees(field, Seen("", 0, (value,)))


def _free(columns: Sequence[Seen], found: Mapping[str, Choice]) -> list[Seen]:
    taken = {part for choice in found.values() for part in (choice.column, *choice.column.split(JOIN))}
    return [seen for seen in columns if seen.name not in taken]


def _joined_name(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, Choice]:
    """First and last name in columns of their own; beside one of them, a bare “Name” is the other."""
    present = found["name"].column if "name" in found else ""
    free = [seen for seen in columns if seen.name == present or seen in _free(columns, found)]
    named = [seen for seen in free if agrees("name", seen)]
    bare = [seen for seen in named if "name" in seen.roles and len(spaced(seen.heading).split()) == 1]
    firsts, lasts = ([seen for seen in named if role in seen.roles] for role in ("first name", "last name"))
    first, last = next(iter(firsts or bare), None), next(iter(lasts or bare), None)
    if first is None or last is None or first is last or JOIN in first.name + last.name:
        return {}
    is_of_something_else = bool(firsts and lasts) and any(seen.name == present for seen in bare)
    if present not in ("", first.name, last.name) and not is_of_something_else:
        return {}
    return {"name": Choice(f"{first.name}{JOIN}{last.name}", "first and last name, by their headings and values")}


def _why(fitting: Sequence[Candidate], columns: Sequence[Seen]) -> str:
    """The reason, with what was passed over where several columns would do."""
    best = fitting[0]
    if best.field != "occurred_at":
        others = [each.seen.name for each in fitting[1:]]
        several = next(filter(_names_several, best.seen.values), "") if best.field == "lead" else ""
        before = f", before “{brief(others[0])}”" if others else ""
        return BY_HEADING + before + (f"; “{brief(several)}” names several and comes in as one" if several else "")
    others_in_time = [(each.seen.name, each.role) for each in fitting[1:]]
    others_in_time += [
        (seen.name, role) for role in (LAST, "changed") for seen in columns if role in seen.roles and seen.holds_times
    ]
    told = [f"“{brief(name)}” ({TIME_ROLES[role]})" for name, role in others_in_time[:2]]
    return f"{BY_HEADING}: {TIME_ROLES[best.role]}" + (f", before {' and '.join(told)}" if told else "")


def _names_several(value: str) -> bool:
    """Whether a cell holds more than one id."""
    ids = _APART.split(value)
    return len(ids) > 1 and all(any(map(str.isdigit, each)) and " " not in each for each in ids)


def _tells_by_itself(field: str, seen: Seen, found: Mapping[str, Choice], columns: Sequence[Seen]) -> bool:
    """Whether values are enough: no other field or column may say the same, and no colleagues are meant."""
    if field == "occurred_at":
        return is_only_time(seen, columns)
    if field == "email":
        return "lead" not in found and not is_of_colleagues(seen)
    return field != "phone" or {"lead", "email"}.isdisjoint(found)


def _only_a_person(columns: Sequence[Seen], found: Mapping[str, Choice]) -> dict[str, Choice]:
    """The names of people as the lead, where a column of them is all that says who it is."""
    if any(found[field].column for field in _WHO if field in found):
        return {}
    people = [seen for seen in columns if "person" in seen.roles and seen.values]
    named = found.get("name")
    for seen in people:
        if named and named.column == seen.name:
            return {"lead": Choice(seen.name, _ONE_OF_A_NAME)}
    return {}


def _suggested(field: str, free: Sequence[Seen], columns: Sequence[Seen]) -> tuple[str, ...]:
    headed = [each.seen.name for each in candidates(field, free, columns) if each.agrees or not each.seen.values]
    valued = [seen.name for seen in by_values(field, free)]
    roles_of_times = TIME_ROLES.keys() if field == "occurred_at" else set()
    times = [seen.name for seen in free if roles_of_times & seen.roles.keys() and seen.holds_times]
    ours = [seen.name for seen in free if field in seen.roles and is_ours(field, seen, columns)]
    bare = [seen.name for seen in free if field in ("lead", "external_id") and "id" in seen.roles and seen.values]
    similar = alike(field, [seen for seen in free if not seen.roles and not is_about_others(seen)])
    return tuple(dict.fromkeys([*headed, *valued, *similar, *times, *ours, *bare]))
