"""The parts of every analysis that has any."""

from collections.abc import Mapping
from typing import Any, Final

from db.questions.ask import Asked
from db.questions.parts import attribution, bottlenecks, funnel, paths
from db.questions.parts.kinds import Part
from journey_core.answers import Answer, Row

PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    "funnel": funnel.PARTS,
    "attribution": attribution.PARTS,
    "bottlenecks": bottlenecks.PARTS,
    "paths": paths.PARTS,
}
"""The parts of an analysis by its name."""


def parts_asked(asked: Asked[Any, Any]) -> dict[str, Answer]:
    """The answers of the parts that the address asks for, by name."""
    wanted = PARTS.get(asked.analysis.name, ())
    return {part.name: part.make(asked) for part in wanted if part.is_asked(asked.given)}


def whole_document(asked: Asked[Any, Any], parts: Mapping[str, Answer]) -> Row:
    """The analysis's document with those of its parts."""
    document: Row = asked.answer.document()
    known = {part.name: part for part in PARTS.get(asked.analysis.name, ())}
    for name, answer in parts.items():
        known[name].put(document, name, answer.document())
    return document
