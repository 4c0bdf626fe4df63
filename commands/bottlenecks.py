"""Bottlenecks as the terminal shows them to people: a row per stage, the advice, a row per stage and group."""

from collections.abc import Mapping

from commands.face import table
from db.questions.ask import Asked
from journey_core.answers import Answer
from journey_core.bottlenecks.breakdown import Breakdown
from journey_core.bottlenecks.groups import StageGroup
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.results import Bottlenecks, StageAnswer
from journey_core.bottlenecks.tables import Counts, UsualTime
from journey_core.bottlenecks.wording import rough_stay
from journey_core.wording import spoken_interval, spoken_percent


def lines(asked: Asked[BottleneckOptions, Bottlenecks], parts: Mapping[str, Answer]) -> list[str]:
    """The definition, a row per stage, the advice; a row per stage and group where groups are asked for."""
    options, result = asked.options, asked.answer
    header = ("stage", "leads", "left", "lost", "drop-off", "95 % interval", "median stay", "recoverable", "")
    told = [result.definition, *table(header, [_row(options, each) for each in result.stages]), "", result.advice]
    for groups in parts.values():
        told += _groups(options, groups) if isinstance(groups, Breakdown) else []
    return told


def _groups(options: BottleneckOptions, groups: Breakdown) -> list[str]:
    header = ("stage", groups.by, "left", "lost", "drop-off", "95 % interval", "median stay", "q", "")
    rows = [_group_row(options, stage, each) for stage, found in groups.stages.items() for each in found]
    return ["", groups.definition, *table(header, rows)]


def _row(options: BottleneckOptions, stage: StageAnswer) -> tuple[str, ...]:
    gain = stage.recoverable
    recoverable = f"{gain.conversions:,.0f} ({gain.interval[0]:,.0f} to {gain.interval[1]:,.0f})" if gain else ""
    rank = f"bottleneck {stage.rank}" if stage.rank else ""
    return stage.stage, f"{stage.counts.leads:,}", *_cells(options, stage.counts, stage.usual), recoverable, rank


def _group_row(options: BottleneckOptions, stage: str, group: StageGroup) -> tuple[str, ...]:
    q = "" if group.q is None else f"{group.q:.3f}" if group.q >= 0.0005 else "<0.001"
    differs = "differs" if group.is_different else ""
    return stage, group.group.name, *_cells(options, group.counts, group.usual), q, differs


def _cells(options: BottleneckOptions, counts: Counts, usual: UsualTime) -> tuple[str, ...]:
    rate = "" if counts.drop_off is None else spoken_percent(counts.drop_off)
    stay = "" if usual.median is None else rough_stay(usual.median, options)
    return f"{counts.left:,}", f"{counts.lost:,}", rate, spoken_interval(counts.interval), stay
