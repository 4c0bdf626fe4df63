"""Reconciliation as the terminal shows it to people: every bridge, and what the models credit."""

from collections.abc import Mapping

from commands.face import table
from db.questions.ask import Asked
from journey_core.answers import Answer
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.results import Bridge, Line, Reconciliation
from journey_core.wording import signed


def lines(asked: Asked[ReconcileOptions, Reconciliation], _: Mapping[str, Answer]) -> list[str]:
    """Every bridge under its title, then the models."""
    result = asked.answer
    told = [result.definition]
    for bridge in result.bridges:
        told += ["", *table((bridge.unit, bridge.title), _rows(bridge))]
    credits = [
        (f"{each.credit:,.3f}", each.model, "" if each.residue is None else signed(each.residue, digits=3))
        for each in result.credits
    ]
    return [
        *told,
        "",
        *table(("credited", "model", "residue"), credits),
        "",
        f"Residue of all bridges: {result.residue}",
        *([] if result.adds_up else ["Something is left over."]),
    ]


def _rows(bridge: Bridge) -> list[tuple[str, str]]:
    """Signs as one would write them in a column."""

    def row(sign: str, line: Line) -> tuple[str, str]:
        return f"{line.count:,}", f"{sign} {line.title}"

    return [
        row(" ", bridge.start),
        *(row("-", line) for line in bridge.excluded),
        row("=", bridge.counted),
        *(row("   of these", line) for line in bridge.parts),
        (f"{bridge.residue + bridge.parts_residue:,}", "  residue"),
    ]
