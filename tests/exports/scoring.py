"""What is not right about the mapping that is proposed for an export, and about what comes in by it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from journey_core.errors import AskDateFormat, AskNumberFormat, JourneyError
from journey_core.intake.proposal.propose import propose
from journey_core.intake.rows.mapping import JOIN, Mapping
from journey_core.intake.rows.rows import Batch, read_batches
from journey_core.intake.table.recognise import Recognised, recognise

QUESTIONS: Final = {AskDateFormat: "date_format", AskNumberFormat: "number_format"}
WHAT: Final = ("kind", "channel", "stage")


@dataclass
class Score:
    """silent: what would come in wrong without a word; amiss: what a person would have to mend by hand."""

    silent: list[str] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)


def score(path: Path, export: dict[str, Any]) -> Score:
    """How the proposal for a file compares with its truth."""
    found, recognised = Score(), recognise(path)
    mapping = propose(path, recognised).mapping
    sources = {
        name: mapping.columns.get(name) or mapping.values[name].column
        for name in mapping.fields()
        if name not in mapping.constants
    }
    _compare_columns(found, export, mapping, sources)
    _compare_words(found, export, mapping, recognised)
    _compare_rows(found, export, path, recognised, mapping)
    return found


def _listed(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def _compare_columns(found: Score, export: dict[str, Any], mapping: Mapping, sources: dict[str, str]) -> None:
    for name, column in export["columns"].items():
        if sources.get(name) != JOIN.join(_listed(column)):
            found.amiss.append(f"{name} comes from {sources.get(name)}, not from {column}")
    for part in ("who_any", "what_any"):
        choices = export.get(part, {})
        if choices and not any(sources.get(name) in _listed(columns) for name, columns in choices.items()):
            found.amiss.append(f"{part}: none of {choices}")
    for name, words in export["constants"].items():
        if name in mapping.constants and mapping.constants[name] not in _listed(words):
            found.silent.append(f"every {name} is {mapping.constants[name]}, not {words}")
    if not {*mapping.fields()} & {*WHAT}:
        found.amiss.append("nothing says what happened")
    found.silent += [f"{name} comes from {column}" for name, column in export["never"] if sources.get(name) == column]


def _compare_words(found: Score, export: dict[str, Any], mapping: Mapping, recognised: Recognised) -> None:
    """Words count where they stand in the column that the field comes from: another column is told by its name."""
    for name, words in export["values"].items():
        said = mapping.values[name].map if name in mapping.values else {}
        places = [recognised.header.index(column) for column in mapping.sources(name, recognised.header)]
        there = {row[place].strip() for row in recognised.sample for place in places if place < len(row)}
        for raw, right in words.items():
            if raw not in there:
                continue
            if raw in said and said[raw] not in _listed(right):
                found.silent.append(f"{name} “{raw}” becomes {said[raw]}, not {right}")
            elif raw not in said and raw.casefold() not in _listed(right):
                found.amiss.append(f"{name} “{raw}” stays as it is")


def _compare_rows(found: Score, export: dict[str, Any], path: Path, recognised: Recognised, mapping: Mapping) -> None:
    """Reads the file by the proposal, with the one answer that the truth has.

    What may be asked without an answer there is answered by the likeliest reading: the rows tell whether it is right.
    """
    asked: list[str] = []
    try:
        batches = _read(path, recognised, mapping, export, asked)
    except JourneyError as refusal:
        found.amiss.append(str(refusal))
        return
    expected = [export["asks"]["question"]] if export["asks"] else []
    if asked != expected and not set(asked) <= {*expected, export.get("may_ask")}:
        found.amiss.append(f"asked for {asked}, not for {expected}")
    rejects = [reject for batch in batches for reject in batch.rejects]
    rows = {number: (batch, place) for batch in batches for place, number in enumerate(batch.row_number)}
    if len(rejects) != export["rejected"] or len(rows) + len(rejects) != export["rows"]:
        reasons = {reject.reason for reject in rejects}
        found.amiss.append(
            f"{len(rows)} rows in and {len(rejects)} out, not {export['rejected']} of {export['rows']}: {reasons}"
        )
    for truth in export["truth"]:
        if truth["row"] in rows:
            found.silent += _differences(truth, *rows[truth["row"]], has_value="value" in export["columns"])
        else:
            found.amiss.append(f"row {truth['row']} is rejected")


def _read(
    path: Path, recognised: Recognised, mapping: Mapping, export: dict[str, Any], asked: list[str]
) -> list[Batch]:
    try:
        return list(read_batches(path, recognised, mapping, zone=export["zone"], source="csv"))
    except (AskDateFormat, AskNumberFormat) as question:
        name = QUESTIONS[type(question)]
        if name in asked or not (export["asks"] or export.get("may_ask") == name):
            raise
        asked.append(name)
        answer = export["asks"]["answer"] if export["asks"] else next(iter(question.readings))
        answered = replace(mapping, **{name: answer})
        return _read(path, recognised, answered, export, asked)


def _differences(truth: dict[str, Any], batch: Batch, place: int, *, has_value: bool) -> list[str]:
    when = round(datetime.fromisoformat(truth["occurred_at"]).timestamp() * 1_000_000)
    said = {
        "lead": (batch.lead_key[place], _listed(truth["lead_key"])),
        "occurred_at": (batch.occurred_at[place], [when]),
        "value": (batch.value[place], [truth["value"]] if has_value else [batch.value[place]]),
    }
    return [
        f"row {truth['row']}: {name} is {ours}, not {right}"
        for name, (ours, right) in said.items()
        if ours not in right
    ]
