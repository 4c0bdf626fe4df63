"""Reconciliation in the terminal: from all leads and conversions to what each analysis counts."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from commands.face import Face, Moment, as_of_moment, command, moment, one_of, table
from commands.options import (
    ChainOrder,
    Exclusions,
    Goal,
    HalfLife,
    Lookback,
    Opportunity,
    OptionalSteps,
    StepWindows,
    Touchpoints,
    Weights,
    Window,
    require_model,
    said,
)
from db.columns.snapshot import journeys
from db.questions.defaults import RECONCILED, asked_attribution
from db.store.settings import settings
from journey_core.attribution.models import MODELS
from journey_core.calendar.parsing import duration
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.parameters import exclusion, step_windows
from journey_core.funnel.proposal import proposed_steps, proposed_window, window_choices
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.reconcile.answer import reconcile
from journey_core.reconcile.results import Bridge, Line, ReconcileOptions, Reconciliation


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "reconcile")(reconcile_command)


def reconcile_command(
    face: Face,
    step: Annotated[list[str] | None, typer.Option(help="A step of the funnel, a predicate; repeat it.")] = None,
    order: Annotated[str, typer.Option(help=" | ".join(ORDERS))] = "ordered",
    window: Window = None,
    optional: OptionalSteps = None,
    exclude: Exclusions = None,
    step_window: StepWindows = None,
    goal: Goal = None,
    lookback: Lookback = None,
    touchpoints: Touchpoints = None,
    model: Annotated[str, typer.Option(help="A model to add up besides the rules: " + " | ".join(MODELS))] = RECONCILED,
    chain: ChainOrder = None,
    half_life: HalfLife = None,
    weights: Weights = None,
    opportunity: Opportunity = None,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
) -> None:
    """How the totals of journeys, funnel and attribution hang together; the residue is 0."""
    given = said(
        goal=goal, lookback=lookback, touchpoints=touchpoints, model=model, chain=chain, half_life=half_life,
        weights=weights, opportunity=opportunity, since=since, until=until,
    )  # fmt: skip
    said(step=step, order=order, window=window, exclude=exclude, step_window=step_window)
    require_model([model], chain=chain)
    columns, seen = journeys(face.workspace), as_of_moment(face, as_of)
    steps, usual = _steps(face, columns, seen, step)
    asked_funnel = FunnelOptions(
        steps=steps,
        order=one_of("order", order, ORDERS),
        window=duration(window) if window is not None else usual,
        optional=frozenset(optional or ()),
        exclusions=tuple(exclusion(each) for each in exclude or ()),
        step_windows=step_windows(step_window or [], len(steps)),
        as_of=seen,
        since=moment(face, since),
        until=moment(face, until),
    )
    options = ReconcileOptions(
        funnel=asked_funnel,
        attribution=asked_attribution(given, settings(face.workspace), as_of=seen),
    )
    result = reconcile(columns, options)
    face.answer(_document(result), _lines(result))


def _steps(
    face: Face, columns: Journeys, seen: datetime, step: list[str] | None
) -> tuple[tuple[Predicate, ...], timedelta]:
    """The steps of the funnel and its usual window: both as a fresh page proposes them where none are given."""
    usual = timedelta(days=settings(face.workspace).window_days)
    if step:
        return tuple(Predicate.parse(each) for each in step), usual
    steps = proposed_steps(columns)
    return steps, proposed_window(columns, steps, as_of=seen, choices=window_choices(usual))


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
        *([] if result.adds_up else ["Something is left over."]),
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
