"""Bottlenecks found: the stays of all leads, then every stage by itself."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count
from typing import Final

import numpy as np

from journey_core.bottlenecks.advice import stage_findings, workspace_advice
from journey_core.bottlenecks.at_stage import DatedStays, dated_stays, durations, log_began, sides, trend_starts
from journey_core.bottlenecks.groups import standouts
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.recoverable import recoverable_at
from journey_core.bottlenecks.results import RECENT, Bottlenecks, StageAnswer, StageWeek
from journey_core.bottlenecks.stays import BottleneckSummary, whole
from journey_core.bottlenecks.tables import as_counts, counts_by, has_ended, span, usual_time, usual_times
from journey_core.bottlenecks.wording import definition
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import instant, microseconds
from journey_core.statistics.survival import Survival, aalen_johansen, kaplan_meier, sorted_tally, tally

CURVE_STEPS: Final = 240
"""Steps of a curve that an answer keeps, evenly among all of them; a picture shows no more."""

_SETTLED: Final = 0.9


def bottlenecks(journeys: Journeys, options: BottleneckOptions, *, threads: int | None = None) -> Bottlenecks:
    """The stages before won, and where leads are lost; equal on any number of threads. Raises UnknownName."""
    return finish(whole(journeys, options, threads=threads), options, threads=threads)


def finish(summary: BottleneckSummary, options: BottleneckOptions, *, threads: int | None = None) -> Bottlenecks:
    """The answer that a summary of all leads gives, in whatever order they were added."""
    starts, lasted, began = trend_starts(summary, options), durations(summary, options), log_began(summary)
    with ThreadPoolExecutor(threads or cpu_count() or 1) as pool:
        dated = list(
            pool.map(lambda stage: dated_stays(summary, stage, duration=lasted, week_starts=starts), summary.stages)
        )
        stays = tuple(each.stays for each in dated)
        worst = pool.submit(standouts, stays, summary.words)
        told = list(pool.map(lambda each: _stage(options, each, began), dated))
        gains = recoverable_at([weeks for _, weeks in told])
        found = _ranked([replace(each, recoverable=gain) for (each, _), gain in zip(told, gains, strict=True)], options)
    found = [replace(each, standout=group) for each, group in zip(found, worst.result(), strict=True)]
    answers = tuple(replace(each, findings=stage_findings(each, options)) for each in found)
    return Bottlenecks(
        definition=definition(options),
        as_of=options.as_of,
        threshold=options.threshold,
        stages=answers,
        advice=workspace_advice(answers, options),
        stays=stays,
        words=summary.words,
    )


def _stage(options: BottleneckOptions, dated: DatedStays, began: int) -> tuple[StageAnswer, tuple[Ints, Flags]]:
    """What the stays of one stage say by themselves; what became of its leads by week, int64[weeks, 4] by Fate, with
    which weeks are complete; began: microseconds, when the log did.
    """
    stays = dated.stays
    counts = sorted_tally(stays.duration, stays.ending, causes=3)
    survival, incidence = kaplan_meier(counts), aalen_johansen(counts)
    before, recent = usual_times(stays, sides(dated, began=began, edge=microseconds(options.as_of - RECENT)), 2)
    is_complete = _complete(options, dated, survival)
    weeks, decided = len(is_complete), stays.is_latest & (dated.fate >= 0) & (dated.week >= 0)
    # The first of these is of the leads from before the trend.
    by_week = counts_by(dated.week + 1, weeks + 1, stays.ending, stays.is_latest)
    fates = counts_by(dated.week, weeks, dated.fate, decided)
    low, middle, high = (span(survival.quantile(gone)) for gone in (0.25, 0.5, 0.75))
    shown = _shown(len(counts.times))
    answer = StageAnswer(
        stage=stays.stage,
        visits=len(stays.duration),
        counts=as_counts(by_week.sum(axis=0)),
        usual=usual_time(stays),
        quartiles=(low, middle, high),
        before=before,
        recent=recent,
        survival=survival.at(shown),
        incidence=incidence.at(shown),
        weeks=_weeks(dated, by_week[1:], is_complete),
    )
    return answer, (fates, is_complete)


def _weeks(dated: DatedStays, by_week: Ints, is_complete: Flags) -> tuple[StageWeek, ...]:
    """The weeks of a stage; by_week: int64[weeks, 4], by Ending."""
    usual = usual_times(dated.stays, dated.week, len(is_complete))
    starts = dated.week_starts[:-1].tolist()
    return tuple(
        StageWeek(instant(start), as_counts(counts), median, bool(settled))
        for start, counts, median, settled in zip(starts, by_week, usual, is_complete, strict=True)
    )


def _complete(options: BottleneckOptions, dated: DatedStays, survival: Survival) -> Flags:
    """Which weeks ended so long ago that nine tenths of the departures ever seen would have happened by now."""
    if options.hours is not None:
        survival = kaplan_meier(tally(dated.until - dated.since, has_ended(dated.stays)))
    gone = 1 - survival.share[-1] if len(survival.share) else 0.0
    settled = survival.quantile(_SETTLED * gone) if gone else None
    if settled is None:
        return np.zeros(len(dated.week_starts) - 1, bool)
    is_complete: Flags = dated.week_starts[1:] + settled <= microseconds(options.as_of)
    return is_complete


def _shown(steps: int) -> Ints:
    """Places of at most CURVE_STEPS of the steps, the first and the last among them."""
    return np.unique(np.linspace(0, steps - 1, min(steps, CURVE_STEPS)).astype(np.int64))


def _ranked(stages: Sequence[StageAnswer], options: BottleneckOptions) -> list[StageAnswer]:
    """The stages with the ranks of those that are bottlenecks."""
    places = [place for place, each in enumerate(stages) if each.counts.interval[0] > options.threshold]
    places.sort(key=lambda place: (-_conversions(stages[place]), -stages[place].counts.lost))
    ranks = {place: rank for rank, place in enumerate(places, start=1)}
    return [replace(each, rank=ranks.get(place)) for place, each in enumerate(stages)]


def _conversions(stage: StageAnswer) -> float:
    return round(stage.recoverable.conversions, 6) if stage.recoverable else 0.0
