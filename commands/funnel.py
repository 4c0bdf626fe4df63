"""Funnels as the terminal shows them to people: the steps, and what belongs to them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from commands.face import table
from db.questions.parts.funnel import AskedFunnel, ReachedLeads
from journey_core.answers import Answer
from journey_core.funnel.breakdown import Breakdown
from journey_core.funnel.comparison_results import ComparedStep, Comparison
from journey_core.funnel.conventions import OtherTools
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import Separation
from journey_core.funnel.time_to_convert import ConversionTimes
from journey_core.funnel.trend import Trend
from journey_core.wording import counted, rough_duration, signed, spoken_interval, spoken_percent


def lines(asked: AskedFunnel, parts: Mapping[str, Answer]) -> list[str]:
    """The steps, then each part after an empty line."""
    told = _steps(asked.answer)
    for name, answer in parts.items():
        told += ["", *_TOLD[name](answer)]
    return told


def _steps(result: FunnelResult) -> list[str]:
    rows = [
        (n, each.step, f"{each.count:,}", spoken_percent(each.rate), spoken_interval(each.interval),
         spoken_percent(each.step_rate), spoken_interval(each.step_interval))
        for n, each in enumerate(result.steps, 1)
    ]  # fmt: skip
    header = ("", "step", "leads", "rate", "95 % interval", "of the step before", "95 % interval")
    return [result.definition, *table(header, rows)]


def _leads(answer: ReachedLeads) -> list[str]:
    return list(answer.keys)


def _tools(answer: OtherTools) -> list[str]:
    rows = [(each.title, *(f"{count:,}" for count in each.counts)) for each in answer.conventions]
    steps = len(answer.conventions[0].counts)
    return table(("would count", *(f"step {n}" for n in range(1, steps + 1))), rows)


def _times(took: ConversionTimes) -> list[str]:
    if took.quartiles is None:
        return [f"No lead came from step {took.start} to step {took.end}."]
    low, median, high = map(_rough, took.quartiles)
    said = (
        f"{counted(took.leads, 'lead')} came from step {took.start} to step {took.end}: half took {median} or less, "
        f"the middle half {low} to {high}."
    )
    bars = [(_rough(bar["from_seconds"]), _rough(bar["to_seconds"]), f"{bar['leads']:,}") for bar in took.bars()]
    return [said, *table(("from", "to", "leads"), bars)]


def _groups(answer: Breakdown) -> list[str]:
    rows = [
        (row.group.name, *(f"{step.count:,}" for step in row.steps), spoken_percent(row.steps[-1].rate),
         spoken_interval(row.steps[-1].interval))
        for row in answer.rows
    ]  # fmt: skip
    steps = range(1, len(answer.funnel.steps) + 1)
    return table((answer.title, *(f"step {n}" for n in steps), "rate", "95 % interval"), rows)


def _weeks(answer: Trend) -> list[str]:
    rows = [
        (week.monday, f"{week.entrants:,}", f"{week.converted:,}", _percent(week.rate if week.entrants else None),
         spoken_interval(week.interval), "" if week.is_complete else "may still change")
        for week in answer.weeks
    ]  # fmt: skip
    return table(("week of", "entered", "came through", "rate", "95 % interval", ""), rows)


def _sides(answer: Comparison) -> list[str]:
    header = ("step", "first", "rate", "second", "rate", "second minus first", "95 % interval")
    return [answer.sentence, *table(header, [_compared(answer, step) for step in answer.steps])]


def _compared(answer: Comparison, step: ComparedStep) -> tuple[str, ...]:
    first, second = answer.rates(step)
    difference = answer.difference(step)
    return (
        step.step, f"{step.counts[0]:,}", _percent(first), f"{step.counts[1]:,}", _percent(second),
        "" if difference is None else signed(100 * difference, digits=1),
        " to ".join(signed(100 * bound, digits=1) for bound in step.interval),
    )  # fmt: skip


def _differences(answer: Separation) -> list[str]:
    rows = [
        (each.trait.sentence(), f"{each.odds_ratio:.2f}", f"{each.interval[0]:.2f} to {each.interval[1]:.2f}",
         f"{each.q:.2g}", each.with_converted, each.with_not, each.without_converted, each.without_not)
        for each in answer.differences
    ]  # fmt: skip
    header = ("trait", "odds", "95 % interval", "q", "with, through", "with, not", "without, through", "without, not")
    return table(header, rows)


def _percent(rate: float | None) -> str:
    return "" if rate is None else spoken_percent(rate)


def _rough(seconds: float) -> str:
    return rough_duration(timedelta(seconds=seconds))


_TOLD: Final[Mapping[str, Callable[[Any], list[str]]]] = {
    "leads": _leads, "conventions": _tools, "times": _times, "breakdown": _groups, "trend": _weeks,
    "comparison": _sides, "separation": _differences,
}  # fmt: skip
"""How each part is shown."""
