"""Bottlenecks in the terminal: how long leads stay at each stage, how many are lost there, what is recoverable."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from commands.face import Face, Moment, as_of_moment, command, moment, table
from commands.options import Goal, said
from db.columns.snapshot import journeys
from db.store.settings import settings
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.breakdown import Breakdown, StageGroup, breakdown
from journey_core.bottlenecks.options import BottleneckOptions, rough_stay
from journey_core.bottlenecks.results import Bottlenecks, StageAnswer
from journey_core.bottlenecks.stays import BREAKDOWNS
from journey_core.bottlenecks.tables import Counts, UsualTime
from journey_core.log.predicates import Predicate
from journey_core.wording import spoken_interval, spoken_percent


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "bottlenecks")(bottlenecks_command)


def bottlenecks_command(
    face: Face,
    business_hours: Annotated[bool, typer.Option("--business-hours", help="Count time in working hours.")] = False,
    threshold: Annotated[float | None, typer.Option(help="The drop-off that makes a stage a bottleneck: 0.3.")] = None,
    goal: Goal = None,
    by: Annotated[str | None, typer.Option("--breakdown", help=" | ".join(BREAKDOWNS))] = None,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
) -> None:
    """Where leads are lost or wait, and what could be recovered."""
    said(goal=goal, breakdown=by, since=since, until=until)
    chosen = settings(face.workspace)
    options = BottleneckOptions(
        as_of=as_of_moment(face, as_of),
        since=moment(face, since),
        until=moment(face, until),
        zone=chosen.tz,
        hours=chosen.business_hours if business_hours else None,
        threshold=chosen.threshold if threshold is None else threshold,
        goal=Predicate.parse(chosen.goal if goal is None else goal),
    )
    columns = journeys(face.workspace)
    groups = None if by is None else breakdown(columns, options, by)
    result = bottlenecks(columns, options)
    document = {
        "definition": result.definition,
        "as_of": result.as_of,
        "advice": result.advice,
        "threshold": options.threshold,
        "stages": [_stage(each, groups) for each in result.stages],
    }
    face.answer(document, _lines(options, result, groups))


def _stage(stage: StageAnswer, groups: Breakdown | None) -> dict[str, Any]:
    recoverable = asdict(stage.recoverable) if stage.recoverable else None
    document = {
        "stage": stage.stage,
        "rank": stage.rank,
        "visits": stage.visits,
        **_counted(stage.counts),
        "lost_in_the_end": stage.lost_in_the_end,
        "quartile_seconds": [_seconds(each) for each in stage.quartiles],
        **_usual(stage.usual),
        "recent": _usual(stage.recent),
        "before": _usual(stage.before),
        "recoverable": recoverable,
        "advice": stage.advice,
        "findings": list(stage.findings),
        "standout": _group(stage.standout) | {"by": stage.standout.by} if stage.standout else None,
        "survival": _survival(stage),
        "incidence": _incidence(stage),
        "weeks": [
            {"week": each.start, "is_complete": each.is_complete, **_counted(each.counts), **_usual(each.usual)}
            for each in stage.weeks
        ],
    }
    if groups:
        document["breakdown"] = [_group(each) for each in groups.stages[stage.stage]]
    return document


def _survival(stage: StageAnswer) -> list[dict[str, Any]]:
    """The curve of the picture, one entry a step of it."""
    low, high = stage.survival.band
    return [
        {"seconds": after / 1e6, "share": share, "interval": [lower, upper]}
        for after, share, lower, upper in zip(
            stage.survival.times.tolist(), stage.survival.share.tolist(), low.tolist(), high.tolist(), strict=True
        )
    ]


def _incidence(stage: StageAnswer) -> list[dict[str, Any]]:
    """The share that had gone on, been lost or gone back, one entry a step of the curves."""
    shares = stage.incidence.share.T.tolist()
    return [
        {"seconds": after / 1e6, **dict(zip(("advanced", "lost", "back"), each, strict=True))}
        for after, each in zip(stage.incidence.times.tolist(), shares, strict=True)
    ]


def _group(group: StageGroup) -> dict[str, Any]:
    named = {group.by: group.group.name, **_counted(group.counts), **_usual(group.usual)}
    return named | {"odds_ratio": group.odds_ratio, "q": group.q, "differs": group.is_different}


def _counted(counts: Counts) -> dict[str, Any]:
    names = ("leads", "still", "left", "advanced", "lost", "back", "drop_off", "interval")
    return {name: getattr(counts, name) for name in names}


def _usual(usual: UsualTime) -> dict[str, Any]:
    return {"median_seconds": _seconds(usual.median), "median_interval": [_seconds(usual.low), _seconds(usual.high)]}


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _lines(options: BottleneckOptions, result: Bottlenecks, groups: Breakdown | None) -> list[str]:
    """The definition, a row a stage, the advice; a row a stage and group where one is asked for."""
    header = ("stage", "leads", "left", "lost", "drop-off", "95 % interval", "median stay", "recoverable", "")
    lines = [result.definition, *table(header, [_row(options, each) for each in result.stages]), "", result.advice]
    if groups:
        header = ("stage", groups.by, "left", "lost", "drop-off", "95 % interval", "median stay", "q", "")
        rows = [_group_row(options, stage, each) for stage, found in groups.stages.items() for each in found]
        lines += ["", groups.definition, *table(header, rows)]
    return lines


def _row(options: BottleneckOptions, stage: StageAnswer) -> tuple[str, ...]:
    gain = stage.recoverable
    recoverable = f"{gain.conversions:,.0f}{_between(gain.interval)}" if gain else ""
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


def _between(interval: tuple[float, float] | None) -> str:
    return f" ({interval[0]:,.0f} to {interval[1]:,.0f})" if interval else ""
