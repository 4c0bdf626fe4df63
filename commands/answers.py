"""Funnels in the terminal."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from commands.face import Face, Moment, as_of_moment, command, moment, one_of, table
from db.read import lead_frame
from db.settings import settings
from db.snapshot import journeys
from journey_core.funnel import FunnelOptions, FunnelResult, funnel
from journey_core.moments import duration
from journey_core.predicate import Predicate

ORDERS = ("ordered",)


def funnel_command(
    face: Face,
    step: Annotated[list[str], typer.Option(help="A predicate such as kind=form_submitted,channel=web; repeat it.")],
    order: Annotated[str, typer.Option(help="How steps follow each other: ordered.")] = "ordered",
    window: Annotated[str | None, typer.Option(help="From the first step to the last, such as 14d.")] = None,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
    leads_at: Annotated[int | None, typer.Option(help="Lists the leads that reached this step.")] = None,
) -> None:
    """How many leads came through a row of steps."""
    one_of("order", order, ORDERS)
    chosen = settings(face.workspace)
    options = FunnelOptions(
        steps=tuple(Predicate.parse(each) for each in step),
        window=duration(window) if window else timedelta(days=chosen.window_days),
        as_of=as_of_moment(face, as_of),
        since=moment(face, since),
        until=moment(face, until),
    )
    result = funnel(journeys(face.workspace), options)
    document = _funnel_document(result)
    if leads_at is not None:
        document["leads"] = keys(face, result.reached(leads_at))
    rows = [
        (n, each.step, f"{each.count:,}", f"{each.rate:.1%}", f"{each.step_rate:.1%}",
         f"{each.interval[0]:.1%} to {each.interval[1]:.1%}")
        for n, each in enumerate(result.steps, 1)
    ]  # fmt: skip
    lines = [result.definition, *table(("", "step", "leads", "rate", "of the step before", "95 % interval"), rows)]
    face.answer(document, lines + document.get("leads", []))


def _funnel_document(result: FunnelResult) -> dict[str, Any]:
    names = ("step", "count", "rate", "step_rate", "interval", "bootstrap", "median_seconds")
    steps = [{name: getattr(each, name) for name in names} for each in result.steps]
    return {"definition": result.definition, "as_of": result.as_of, "steps": steps}


def keys(face: Face, lead_ids: Any) -> list[str]:
    """The keys of these leads, in order of their names."""
    frame = lead_frame(face.workspace).set_index("lead_id")
    return sorted(frame["key"].loc[lead_ids])


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "funnel")(funnel_command)
