"""What happened, through which channel, who spoke, to which stage: from columns by words, or the same in every row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from journey_core.errors import brief
from journey_core.intake.headings.known import OURS, our_word, way
from journey_core.intake.headings.signs import Sign, is_no_time
from journey_core.intake.headings.zones import name_in
from journey_core.intake.proposal.agreement import Seen
from journey_core.intake.proposal.choosing import BY_NAME, LAST, Choice
from journey_core.intake.proposal.translations import channels_of, directions_of, translated
from journey_core.intake.rows.mapping import ValueMap
from journey_core.log.vocabulary import RECORD_KINDS
from journey_core.wording import counted


@dataclass
class WhatHappened:
    """values: field -> the words of its column; constants: field -> what every row says; reasons: of both; left_out:
    fields whose column says something else after all, with the reason.
    """

    values: dict[str, ValueMap] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def what_happened(
    columns: Sequence[Seen],
    found: Mapping[str, Choice],
    sign: Sign | None,
    *,
    values: Mapping[str, Sequence[str]],
    known: Mapping[str, Collection[str]],
    direction: str,
) -> WhatHappened:
    """Words and constants of kind, channel, direction and stage.

    values: column -> its different values in the whole file; known: field -> folded words that stay as written;
    direction: of every row where no column says it, "" where that is not known.
    """
    said = WhatHappened()
    column_of = {name: found[name].column for name in OURS if name in found and found[name].column}
    if reason := _standing(columns, found, column_of, sign):
        said.left_out["stage"] = reason
        del column_of["stage"]
    for name, column in column_of.items():
        _translate(said, name, found[name], values[column], known[name], sign)
    if direction and "direction" not in column_of:
        said.constants["direction"] = direction
    if "kind" in column_of and not _is_outcome(column_of["kind"], sign):
        _derive(said, column_of, values[column_of["kind"]])
    elif sign and {"kind", "stage"}.isdisjoint(column_of):
        _by_sign(said, column_of, values, sign, direction)
        _leave_open_who_answered(said, columns)
    elif not column_of and "occurred_at" in found and found["occurred_at"].role == LAST:
        said.constants["kind"] = "note"
        said.reasons["kind"] = "nothing says what it was: a note, which is no touch, that something happened"
    if sign and "channel" not in {*column_of, *said.values} and "stage" not in column_of:
        _same(said, "channel", sign.channel, sign)
    return said


def _standing(
    columns: Sequence[Seen], found: Mapping[str, Choice], column_of: Mapping[str, str], sign: Sign | None
) -> str:
    """Why the column of stages says where a lead stands and not that it moved there; "" where it may well be a move."""
    if "stage" not in column_of or found["stage"].reason == BY_NAME:
        return ""
    cells = {seen.name: seen.cells for seen in columns}
    if "kind" in column_of:
        rows = zip(cells[column_of["kind"]], cells[column_of["stage"]], strict=True)
        other = next((kind for kind, stage in rows if stage and kind and not _is_record(kind)), "")
        return f"it stands beside “{brief(other)}”, which is no move to a stage" if other else ""
    if sign:
        return f"{sign.said}, and not of moves to a stage"
    told = {"created": "they were created", LAST: "something last happened"}
    when = told.get(found["occurred_at"].role, "") if "occurred_at" in found else ""
    return f"it is where they stand now, and the only time is when {when}" if when else ""


def _is_record(kind: str) -> bool:
    return (our_word("kind", kind) or kind) in RECORD_KINDS


def _is_outcome(column: str, sign: Sign | None) -> bool:
    """Whether the column says how rows of this sort came out."""
    return sign is not None and sign.tells_outcome(name_in(column))


def _translate(
    said: WhatHappened,
    name: str,
    choice: Choice,
    values: Sequence[str],
    known: Collection[str],
    sign: Sign | None,
) -> None:
    if name == "channel" and choice.role == "kind":
        said.values[name] = channels_of(choice.column, {}, values, otherwise="other") or ValueMap(choice.column, {})
    elif words := translated(name, values, known, sign if name != "kind" or _is_outcome(choice.column, sign) else None):
        said.values[name] = ValueMap(choice.column, words)
        said.reasons[name] = f"{choice.reason}, {counted(len(words), 'word')} translated"


def _leave_open_who_answered(said: WhatHappened, columns: Sequence[Seen]) -> None:
    """Calls that lasted no time were not all answered: then nothing is said of any."""
    if said.constants.get("kind") == "call_connected" and any(
        is_no_time(seen.heading, seen.values) for seen in columns
    ):
        del said.constants["kind"]
        said.reasons["kind"] = "not said: some of the calls lasted no time, so not all of them were answered"


def _derive(said: WhatHappened, column_of: Mapping[str, str], raw: Collection[str]) -> None:
    """Channel and direction from the words that say what happened, where those are not ours and no column says it."""
    column = column_of["kind"]
    kinds = said.values["kind"].map if "kind" in said.values else {}
    derived = {
        "channel": channels_of(column, kinds, raw) if kinds else None,
        "direction": directions_of(column, raw),
    }
    for name, words in derived.items():
        if words and name not in column_of and name not in said.constants:
            said.values[name] = words
            said.reasons[name] = f"by the words of “{brief(column)}”"


def _by_sign(
    said: WhatHappened,
    column_of: Mapping[str, str],
    values: Mapping[str, Sequence[str]],
    sign: Sign,
    direction: str,
) -> None:
    """What happened where no column says it: the same in every row, or by who spoke."""
    if "direction" in column_of and (sign.inbound or sign.outbound):
        spoken = {raw: way(raw) for raw in values[column_of["direction"]]}
        if spoken and all(spoken.values()):
            kinds = {raw: sign.kind_of(word) for raw, word in spoken.items()}
            said.values["kind"] = ValueMap(column_of["direction"], kinds)
            said.reasons["kind"] = f"by who spoke: {sign.said}"
            return
    _same(said, "kind", sign.kind_of(direction), sign)


def _same(said: WhatHappened, name: str, word: str, sign: Sign) -> None:
    said.constants[name] = word
    said.reasons[name] = f"the same in every row: {sign.said}"
