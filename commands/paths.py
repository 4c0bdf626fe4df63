"""The map of journeys in the terminal: which steps follow each other, and which whole paths are the most frequent."""

from dataclasses import asdict
from typing import Annotated, Any, Final

import typer

from commands.face import Face, Moment, as_of_moment, command, table
from commands.options import Goal, said
from db.columns.snapshot import journeys
from db.questions.defaults import asked_paths
from db.store.settings import settings
from journey_core.errors import BadInput
from journey_core.parameters import REPEATS
from journey_core.paths.answer import PathsResult, paths
from journey_core.paths.leads import leads_hidden
from journey_core.paths.options import OUTCOMES, OVERS, SIDES, USUAL_SHARE, PathOptions
from journey_core.wording import counted, spoken_interval, spoken_percent

ARROW: Final = " → "


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "paths")(paths_command)


def paths_command(
    face: Face,
    over: Annotated[str, typer.Option(help=" | ".join(OVERS))] = "channel",
    anchor: Annotated[str | None, typer.Option(help="A predicate that paths begin or end at.")] = None,
    side: Annotated[
        str | None, typer.Option(help="Which side of the anchor: " + " | ".join(SIDES) + "; default after.")
    ] = None,
    outcome: Annotated[str, typer.Option(help=" | ".join(OUTCOMES))] = "all",
    repeats: Annotated[bool, typer.Option("--repeats", help="Count repeats in a row, each as a step.")] = False,
    goal: Goal = None,
    min_share: Annotated[float, typer.Option(help="Hides ways that a smaller share of leads goes.")] = USUAL_SHARE,
    top: Annotated[int, typer.Option(min=0, max=1000, help="How many whole paths.")] = 10,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
) -> None:
    """Which steps follow each other, how many leads go which way."""
    if not 0 <= min_share <= 1:
        raise BadInput(f"A share lies between 0 and 1, not at {min_share:g}.")
    given = said(over=over, anchor=anchor, side=side, outcome=outcome, goal=goal, since=since, until=until)
    if side is not None and anchor is None:
        raise BadInput("--side says which side of the anchor, and there is no --anchor; give one, or leave --side out.")
    if repeats and over == "stage":
        raise BadInput("A stage that follows itself is always one step; leave --repeats out, or take another --over.")
    given |= {"repeats": [REPEATS[1]]} if repeats else {}
    options = asked_paths(given, settings(face.workspace), as_of=as_of_moment(face, as_of))
    columns = journeys(face.workspace)
    result = paths(columns, options, top=top)
    hidden = len(leads_hidden(columns, options, result, min_share))
    document = _document(result, min_share, hidden)
    face.answer(document, _lines(options, result, document))


def _document(result: PathsResult, min_share: float, hidden_leads: int) -> dict[str, Any]:
    shown = result.visible(min_share)
    return {
        "definition": result.definition,
        "as_of": result.as_of,
        "leads": result.leads,
        "converted": result.converted,
        "nodes": [asdict(node) for node in result.nodes],
        "edges": [asdict(edge) for edge in shown],
        "hidden": {"min_share": min_share, "edges": len(result.edges) - len(shown), "leads": hidden_leads},
        "flow": [asdict(edge) for edge in result.flow if edge.share >= min_share],
        "contrasts": [asdict(each) for each in result.contrasts],
        "variants": [asdict(each) for each in result.variants],
        "variant_count": result.variant_count,
    }


def _lines(options: PathOptions, result: PathsResult, document: dict[str, Any]) -> list[str]:
    """The definition, the ways, what is hidden, the most frequent paths."""
    hidden = document["hidden"]
    return [
        result.definition,
        *table(("from", "to", "leads", "share", "median time"), _edge_rows(document)),
        f"{counted(hidden['edges'], 'way')} with {counted(hidden['leads'], 'lead')} hidden: "
        f"each below {spoken_percent(hidden['min_share'], digits=2)}.",
        "",
        *table(
            ("leads", "share", "so far", "days", "converted", "95 % interval", "path"), _variant_rows(options, result)
        ),
        f"{len(result.variants):,} of {counted(result.variant_count, 'path')}.",
    ]


def _edge_rows(document: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (each["source"], each["target"], f"{each['leads']:,}", spoken_percent(each["share"]),
         _spoken(each["median_seconds"]))
        for each in document["edges"]
    ]  # fmt: skip


def _spoken(seconds: float | None) -> str:
    """Hours below two days, else days."""
    if seconds is None:
        return ""
    return f"{seconds / 3_600:,.1f} h" if seconds < 2 * 86_400 else f"{seconds / 86_400:,.1f} d"


def _variant_rows(options: PathOptions, result: PathsResult) -> list[tuple[str, ...]]:
    return [
        (f"{each.leads:,}", spoken_percent(each.share), spoken_percent(each.coverage),
         f"{each.median_seconds / 86_400:,.1f}", spoken_percent(each.rate), spoken_interval(each.interval),
         ARROW.join(each.told(is_before=options.is_before)))
        for each in result.variants
    ]  # fmt: skip
