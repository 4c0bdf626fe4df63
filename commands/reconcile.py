"""Reconciliation in the terminal: from all leads and conversions to what each analysis counts."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from commands.face import Face, Moment, as_of_moment, command, moment, one_of, table
from db.settings import settings
from db.snapshot import journeys
from journey_core.attribution import MODELS, AttributionOptions
from journey_core.funnel import ORDERS, FunnelOptions
from journey_core.moments import duration
from journey_core.predicate import Predicate
from journey_core.proposal import proposed_steps
from journey_core.reconcile import Bridge, Line, ReconcileOptions, Reconciliation, reconcile


def reconcile_command(
    face: Face,
    step: Annotated[list[str] | None, typer.Option(help="A step of the funnel, a predicate; repeat it.")] = None,
    order: Annotated[str, typer.Option(help=" | ".join(ORDERS))] = "ordered",
    window: Annotated[str | None, typer.Option(help="From the first step to the last, such as 14d.")] = None,
    goal: Annotated[str | None, typer.Option(help="What a conversion is, a predicate.")] = None,
    lookback: Annotated[str | None, typer.Option(help="How far before a conversion touchpoints count: 90d.")] = None,
    model: Annotated[str, typer.Option(help="A model to add up besides the rules: " + " | ".join(MODELS))] = "markov",
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
) -> None:
    """How the totals of journeys, funnel and attribution hang together; the residue is 0."""
    chosen, columns, seen = settings(face.workspace), journeys(face.workspace), as_of_moment(face, as_of)
    start, end = moment(face, since), moment(face, until)
    steps = tuple(Predicate.parse(each) for each in step) if step else proposed_steps(columns)
    options = ReconcileOptions(
        funnel=FunnelOptions(
            steps=steps,
            order=one_of("order", order, ORDERS),
            window=duration(window) if window else timedelta(days=chosen.window_days),
            as_of=seen,
            since=start,
            until=end,
        ),
        attribution=AttributionOptions(
            model=one_of("model", model, MODELS),
            goal=Predicate.parse(goal or chosen.goal),
            lookback=duration(lookback) if lookback else timedelta(days=chosen.lookback_days),
            as_of=seen,
            since=start,
            until=end,
        ),
    )
    result = reconcile(columns, options)
    face.answer(_document(result), _lines(result))


def _document(result: Reconciliation) -> dict[str, Any]:
    return {
        "definition": result.definition,
        "as_of": result.as_of,
        "residue": result.residue,
        "bridges": [asdict(each) | {"residue": each.residue + each.parts_residue} for each in result.bridges],
        "credits": [asdict(each) for each in result.credits],
    }


def _lines(result: Reconciliation) -> list[str]:
    lines = [result.definition]
    for bridge in result.bridges:
        lines += ["", *table((bridge.unit, bridge.title), _rows(bridge))]
    credits = [
        (f"{each.credit:,.3f}", each.model, "" if each.residue is None else f"{each.residue:+.3f}")
        for each in result.credits
    ]
    return [
        *lines,
        "",
        *table(("credited", "model", "residue"), credits),
        "",
        f"Residue of all bridges: {result.residue}",
    ]


def _rows(bridge: Bridge) -> list[tuple[str, str]]:
    """Signs as one would write them under each other."""

    def row(sign: str, line: Line) -> tuple[str, str]:
        return f"{line.count:,}", f"{sign} {line.title}"

    return [
        row(" ", bridge.start),
        *(row("-", line) for line in bridge.excluded),
        row("=", bridge.counted),
        *(row("   of these", line) for line in bridge.parts),
        (f"{bridge.residue + bridge.parts_residue:,}", "  residue"),
    ]


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "reconcile")(reconcile_command)
