"""Sections of a report on the way of leads: which paths most of them go, and where they wait and are lost."""

from typing import Final

from db.questions.ask import Asked
from db.questions.parts.bottlenecks import AskedBottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.recoverable import Recoverable
from journey_core.bottlenecks.results import StageAnswer
from journey_core.bottlenecks.tables import Counts
from journey_core.bottlenecks.wording import rough_stay
from journey_core.log.vocabulary import spoken
from journey_core.paths.options import PathOptions
from journey_core.paths.results import PathsResult, Variant
from pages.kit.export_menu import Export
from pages.kit.formats import NOTHING, duration, interval, number, percent
from pages.screens.bottlenecks.charts import trend_chart
from pages.screens.paths.form import min_share
from pages.screens.paths.graph import paths_graph
from pages.screens.paths.words import most_frequent, step_name
from pages.screens.report.sheet import Section, numbers, sheet

TOP: Final = 10
"""Paths that the section names."""
_DRAWN: Final = 60
"""Ways drawn at most on a sheet."""


def paths_section(section: Section) -> Export:
    """The map, and the most frequent whole paths."""
    asked: Asked[PathOptions, PathsResult] = section.asked()
    options, found = asked.options, asked.answer
    top = found.variants[:TOP]
    if not found.leads:
        sheet(section, found.definition, said="No lead has such a path.")
        return Export(section.title)
    drawn = found.visible(min_share(section.given)).edges[:_DRAWN]
    figure = paths_graph(found, drawn, options, asked.columns.words)
    sheet(section, found.definition, said=most_frequent(found, most=TOP), figure=figure)
    numbers(_path(each, options) for each in top)
    return Export(section.title, lambda: found.table("variants").head(TOP), figure)


def bottlenecks_section(section: Section) -> Export:
    """The recommendation, the stage it names week by week, and every stage's numbers."""
    asked: AskedBottlenecks = section.asked()
    options, found = asked.options, asked.answer
    first = next(iter(found.ranked), None)
    figure = trend_chart(first, options) if first else None
    said = [_stage(each, options) for each in found.stages]
    sheet(section, f"{found.definition}{_drawn(first)}", said=found.advice, figure=figure, rows=said)
    return Export(section.title, found.frame, figure)


def _path(each: Variant, options: PathOptions) -> dict[str, str]:
    return {
        "whole path": " → ".join(step_name(step, options) for step in each.told(is_before=options.is_before)),
        "leads": f"{number(each.leads)} ({percent(each.share)})",
        "converted": f"{percent(each.rate)} [{interval(each.interval)}]",
        "median time": duration(each.median_seconds),
    }


def _drawn(first: StageAnswer | None) -> str:
    return (
        f" Drawn: {spoken(first.stage)} by the week in which a stay began; hollow weeks are incomplete."
        if first
        else ""
    )


def _stage(stage: StageAnswer, options: BottleneckOptions) -> dict[str, str]:
    counts, median, gain = stage.counts, stage.usual.median, stage.recoverable
    return {
        "stage": spoken(stage.stage),
        "lost of those that left": _lost(counts),
        "median stay": rough_stay(median, options) if median is not None else NOTHING,
        "to recover": _recovered(gain) if gain else NOTHING,
    }


def _recovered(gain: Recoverable) -> str:
    low, high = gain.interval
    return f"{number(gain.conversions)} [{number(low)}–{number(high)}]"


def _lost(counts: Counts) -> str:
    if not counts.left:
        return NOTHING
    return f"{percent(counts.drop_off)} of {number(counts.left)} [{interval(counts.interval)}]"
