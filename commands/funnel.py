"""Funnels in the terminal."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from commands.face import Face, Moment, as_of_moment, command, moment, table
from commands.funnel_parts import (
    breakdown_part,
    comparison_part,
    conventions_part,
    leads_part,
    separation_part,
    sides,
    times_part,
    trend_part,
)
from commands.options import Exclusions, OptionalSteps, StepWindows, Window, said
from db.columns.snapshot import journeys
from db.store.settings import settings
from journey_core.calendar.parsing import duration
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.parameters import exclusion, step_windows
from journey_core.funnel.results import FunnelResult
from journey_core.log.predicates import Predicate
from journey_core.wording import spoken_interval, spoken_percent

_BY_HELP = (
    "By groups: channel, campaign, source or owner of the run's first interaction (or channel:last, channel:step-2, "
    "channel:entry for the very first entry), a lead's attribute (lead.industry), or segment."
)
_ORDER_HELP = "How steps follow each other: " + " | ".join(ORDERS)


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "funnel")(funnel_command)


def funnel_command(
    face: Face,
    step: Annotated[list[str], typer.Option(help="A predicate such as kind=form_submitted,channel=web; repeat it.")],
    order: Annotated[str, typer.Option(help=_ORDER_HELP)] = "ordered",
    window: Window = None,
    optional: OptionalSteps = None,
    exclude: Exclusions = None,
    step_window: StepWindows = None,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
    leads_at: Annotated[int | None, typer.Option(help="Lists the leads that reached this step.")] = None,
    with_conventions: Annotated[
        bool, typer.Option("--conventions", help="Adds what ClickHouse, PostHog and Mixpanel would count.")
    ] = False,
    with_times: Annotated[bool, typer.Option("--times", help="Adds how long leads took, with a histogram.")] = False,
    from_step: Annotated[int | None, typer.Option(help="The step that times count from, else the first.")] = None,
    to_step: Annotated[int | None, typer.Option(help="The step that times count to, else the last.")] = None,
    by: Annotated[str | None, typer.Option("--breakdown", help=_BY_HELP)] = None,
    by_week: Annotated[bool, typer.Option("--trend", help="Adds conversion by week of entry.")] = False,
    compare: Annotated[
        str | None, typer.Option(help="segment:A,segment:B: each step of both, and the second minus the first.")
    ] = None,
    compare_since: Moment = None,
    compare_until: Moment = None,
    separate: Annotated[bool, typer.Option("--separate", help="Adds what separates those who came through.")] = False,
) -> None:
    """How many leads came through a row of steps."""
    said(
        step=step, order=order, window=window, exclude=exclude, step_window=step_window, since=since, until=until,
        breakdown=by, compare=compare, compare_since=compare_since, compare_until=compare_until,
    )  # fmt: skip
    options = FunnelOptions(
        steps=tuple(Predicate.parse(each) for each in step),
        order=order,
        window=duration(window) if window is not None else timedelta(days=settings(face.workspace).window_days),
        optional=frozenset(optional or ()),
        exclusions=tuple(exclusion(each) for each in exclude or ()),
        step_windows=step_windows(step_window or [], len(step)),
        as_of=as_of_moment(face, as_of),
        since=moment(face, since),
        until=moment(face, until),
    )
    columns = journeys(face.workspace)
    result = funnel(columns, options)
    against = sides(face, compare, compare_since, compare_until)
    parts = [leads_part(face, result, leads_at)] if leads_at is not None else []
    parts += [conventions_part(columns, options)] if with_conventions else []
    has_times = with_times or from_step is not None or to_step is not None
    parts += [times_part(result, from_step, to_step)] if has_times else []
    parts += [breakdown_part(face, columns, result, options, by)] if by is not None else []
    parts += [trend_part(face, result, options)] if by_week else []
    parts += [comparison_part(face, columns, result, options, against)] if against else []
    parts += [separation_part(face, columns, result, options)] if separate else []
    document, lines = _document(result, options), _lines(result)
    for added, told in parts:
        document |= added
        lines += ["", *told]
    face.answer(document, lines)


def _document(result: FunnelResult, options: FunnelOptions) -> dict[str, Any]:
    names = ("step", "count", "rate", "step_rate", "interval", "step_interval", "bootstrap", "median_seconds")
    steps = [{name: getattr(each, name) for name in names} for each in result.steps]
    optional = sorted(options.optional)
    return {
        "definition": result.definition, "as_of": result.as_of, "order": options.order, "optional": optional,
        "steps": steps,
    }  # fmt: skip


def _lines(result: FunnelResult) -> list[str]:
    rows = [
        (n, each.step, f"{each.count:,}", spoken_percent(each.rate), spoken_interval(each.interval),
         spoken_percent(each.step_rate), spoken_interval(each.step_interval))
        for n, each in enumerate(result.steps, 1)
    ]  # fmt: skip
    header = ("", "step", "leads", "rate", "95 % interval", "of the step before", "95 % interval")
    return [result.definition, *table(header, rows)]
