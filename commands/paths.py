"""The map of journeys as the terminal shows it to people: the ways, what is hidden, the most frequent whole paths."""

from collections.abc import Mapping
from typing import Final

from commands.face import table
from db.questions.ask import Asked
from db.questions.parts.paths import Shown
from journey_core.answers import Answer
from journey_core.paths.options import PathOptions
from journey_core.paths.results import PathsResult
from journey_core.wording import counted, spoken_interval, spoken_percent

ARROW: Final = " → "


def lines(asked: Asked[PathOptions, PathsResult], parts: Mapping[str, Answer]) -> list[str]:
    """The definition, the ways, what is hidden, the most frequent paths, which ways differ."""
    told = [asked.answer.definition]
    for answer in parts.values():
        told += _ways(answer) if isinstance(answer, Shown) else []
    compared = [asked.answer.comparison.sentence, *(each.sentence for each in asked.answer.contrasts if each.is_told)]
    return [*told, "", *_variants(asked.options, asked.answer), "", *compared]


def _ways(answer: Shown) -> list[str]:
    rows = [
        (each.source, each.target, f"{each.leads:,}", spoken_percent(each.share), _spoken(each.median_seconds))
        for each in answer.visible.edges
    ]
    hidden = len(answer.result.edges) - len(rows)
    return [
        *table(("from", "to", "leads", "share", "median time"), rows),
        f"{counted(hidden, 'way')} with {counted(answer.hidden_leads, 'lead')} hidden: "
        f"each below {spoken_percent(answer.min_share, digits=2)}.",
    ]


def _spoken(seconds: float | None) -> str:
    """In hours below two days, else in days."""
    if seconds is None:
        return ""
    return f"{seconds / 3_600:,.1f} h" if seconds < 2 * 86_400 else f"{seconds / 86_400:,.1f} d"


def _variants(options: PathOptions, result: PathsResult) -> list[str]:
    rows = [
        (f"{each.leads:,}", spoken_percent(each.share), spoken_percent(each.coverage),
         f"{each.median_seconds / 86_400:,.1f}", spoken_percent(each.rate), spoken_interval(each.interval),
         ARROW.join(each.told(is_before=options.is_before)))
        for each in result.variants
    ]  # fmt: skip
    header = ("leads", "share", "so far", "days", "converted", "95 % interval", "path")
    return [*table(header, rows), f"{len(result.variants):,} of {counted(result.variant_count, 'path')}."]
