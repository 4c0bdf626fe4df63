"""Funnels in the terminal."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from commands.face import Face, Moment, as_of_moment, command, moment, table
from db.read import lead_frame
from db.settings import settings
from db.snapshot import journeys
from journey_core.errors import BadInput
from journey_core.funnel import ORDERS, Convention, Exclusion, FunnelOptions, FunnelResult, conventions, funnel
from journey_core.moments import duration
from journey_core.predicate import Predicate

_ORDER_HELP = "How steps follow each other: " + " | ".join(ORDERS)


def funnel_command(
    face: Face,
    step: Annotated[list[str], typer.Option(help="A predicate such as kind=form_submitted,channel=web; repeat it.")],
    order: Annotated[str, typer.Option(help=_ORDER_HELP)] = "ordered",
    window: Annotated[str | None, typer.Option(help="From the first step to the last, such as 14d.")] = None,
    optional: Annotated[list[int] | None, typer.Option(help="Number of a step that may be skipped; repeat it.")] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="2:3:kind=lost: none of that after step 2 and before step 3; repeat it.")
    ] = None,
    step_window: Annotated[
        list[str] | None, typer.Option(help="3:2d: step 3 at most two days after the one before; repeat it.")
    ] = None,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
    leads_at: Annotated[int | None, typer.Option(help="Lists the leads that reached this step.")] = None,
    with_conventions: Annotated[
        bool, typer.Option("--conventions", help="Adds what ClickHouse, PostHog and Mixpanel would count.")
    ] = False,
) -> None:
    """How many leads came through a row of steps."""
    options = FunnelOptions(
        steps=tuple(Predicate.parse(each) for each in step),
        order=order,
        window=duration(window) if window else timedelta(days=settings(face.workspace).window_days),
        optional=frozenset(optional or ()),
        exclusions=tuple(_exclusion(each) for each in exclude or ()),
        step_windows=_step_windows(step_window or [], len(step)),
        as_of=as_of_moment(face, as_of),
        since=moment(face, since),
        until=moment(face, until),
    )
    result = funnel(journeys(face.workspace), options)
    others = conventions(journeys(face.workspace), options) if with_conventions else ()
    document, lines = _document(result, options), _lines(result)
    if leads_at is not None:
        document["leads"] = keys(face, result.reached(leads_at))
        lines += document["leads"]
    if with_conventions:
        names = ("name", "title", "definition", "counts")
        document["conventions"] = [{name: getattr(each, name) for name in names} for each in others]
        lines += _convention_lines(others)
    face.answer(document, lines)


def _exclusion(text: str) -> Exclusion:
    """The exclusion of “2:3:kind=lost”; raises BadInput."""
    after, _, rest = text.partition(":")
    before, _, predicate = rest.partition(":")
    if not (_is_step(after) and _is_step(before) and predicate):
        raise BadInput(f"“{text}” is no exclusion; write two steps and a predicate, such as 2:3:kind=lost.")
    return Exclusion(Predicate.parse(predicate), int(after), int(before))


def _step_windows(texts: list[str], steps: int) -> tuple[timedelta | None, ...]:
    """One a step, from texts such as “3:2d”; raises BadInput."""
    windows: list[timedelta | None] = [None] * steps
    for text in texts:
        step, _, span = text.partition(":")
        if not (_is_step(step) and 1 <= int(step) <= steps):
            raise BadInput(f"“{text}” is no window of a step; write one of the steps 1 to {steps} and a span: 2:3d.")
        windows[int(step) - 1] = duration(span)
    return tuple(windows) if texts else ()


def _is_step(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _document(result: FunnelResult, options: FunnelOptions) -> dict[str, Any]:
    names = ("step", "count", "rate", "step_rate", "interval", "bootstrap", "median_seconds")
    steps = [{name: getattr(each, name) for name in names} for each in result.steps]
    optional = sorted(options.optional)
    return {
        "definition": result.definition, "as_of": result.as_of, "order": options.order, "optional": optional,
        "steps": steps,
    }  # fmt: skip


def _lines(result: FunnelResult) -> list[str]:
    rows = [
        (n, each.step, f"{each.count:,}", f"{each.rate:.1%}", f"{each.step_rate:.1%}",
         f"{each.interval[0]:.1%} to {each.interval[1]:.1%}")
        for n, each in enumerate(result.steps, 1)
    ]  # fmt: skip
    return [result.definition, *table(("", "step", "leads", "rate", "of the step before", "95 % interval"), rows)]


def _convention_lines(others: tuple[Convention, ...]) -> list[str]:
    """What the other tools would count, one row a tool."""
    rows = [(each.title, *(f"{count:,}" for count in each.counts)) for each in others]
    return ["", *table(("would count", *(f"step {n}" for n in range(1, len(others[0].counts) + 1))), rows)]


def keys(face: Face, lead_ids: Any) -> list[str]:
    """The keys of these leads, in order of their names."""
    frame = lead_frame(face.workspace).set_index("lead_id")
    return sorted(frame["key"].loc[lead_ids])


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "funnel")(funnel_command)
