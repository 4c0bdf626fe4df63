"""What follows from an answer about bottlenecks, in sentences that carry their evidence."""

from collections.abc import Sequence
from datetime import timedelta

from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.recoverable import Recoverable
from journey_core.bottlenecks.results import RECENT, StageAnswer
from journey_core.bottlenecks.tables import UsualTime
from journey_core.bottlenecks.wording import rough_stay
from journey_core.log.vocabulary import spoken_value
from journey_core.wording import counted, spoken_duration, spoken_interval, spoken_percent


def stage_findings(stage: StageAnswer, options: BottleneckOptions) -> tuple[str, ...]:
    """What stands out at a stage: its loss against the threshold, what is recoverable, who loses more than the rest,
    whether it has become slower.
    """
    sentences = (_loss(stage, options), _gain(stage), _standout(stage), _slowing(stage, options))
    return tuple(sentence for sentence in sentences if sentence)


def workspace_advice(stages: Sequence[StageAnswer], options: BottleneckOptions) -> str:
    """Which stage to look at first and why, or the worst one where none is a bottleneck; and what became slower."""
    first = next((each for each in stages if each.rank == 1), None)
    slower = " ".join(sentence for each in stages if each is not first and (sentence := _slowing(each, options)))
    if first is not None:
        return f"Look at {first.stage} first. {first.advice} {slower}".rstrip()
    left = [each for each in stages if each.counts.left]
    if not left:
        return "Nobody has left a stage yet, so nothing can be said of where leads are lost."
    if not any(each.counts.lost for each in left):
        return f"Of the leads that left a stage, none was lost. {slower}".rstrip()
    worst = max(left, key=lambda each: each.counts.drop_off or 0.0)
    return (
        f"No stage loses more than {options.threshold * 100:g} % beyond doubt; the most is lost at {worst.stage}: "
        f"{_share(worst)}. {slower}"
    ).rstrip()


def _loss(stage: StageAnswer, options: BottleneckOptions) -> str:
    if not stage.counts.left:
        return f"Nobody has left {stage.stage} yet."
    low, high = stage.counts.interval
    if low > options.threshold:
        verdict = "a bottleneck, over"
    elif high < options.threshold:
        verdict = "no bottleneck, under"
    else:
        verdict = "it may lie on either side of"
    return f"{_share(stage)}: {verdict} the threshold of {options.threshold * 100:g} %."


def _share(stage: StageAnswer) -> str:
    """“41.2 % of the 1,203 leads that left it were lost (95 % interval 38.4–44.0 %)”."""
    counts = stage.counts
    return (
        f"{spoken_percent(counts.drop_off or 0.0)} of the {counted(counts.left, 'lead')} that left {stage.stage} "
        f"{'was' if counts.left == 1 else 'were'} lost (95 % interval {spoken_interval(counts.interval)})"
    )


def _gain(stage: StageAnswer) -> str:
    gain = stage.recoverable
    if gain is None or stage.rank is None:
        return ""
    return recoverable_sentence(gain)


def recoverable_sentence(gain: Recoverable) -> str:
    """What better weeks show, and which weeks: “Its 16 complete weeks differ by no more than chance; up to 40 more
    conversions cannot be ruled out.”
    """
    low, high = gain.interval
    if not gain.weeks_differ:
        more = "1 more conversion" if round(high) == 1 else f"{high:,.0f} more conversions"
        said = f"; up to {more} cannot be ruled out" if high >= 0.5 else ""
        return f"Its {gain.compared} differ by no more than chance{said}."
    rates = f"about {spoken_percent(gain.best_drop_off)} lost instead of {spoken_percent(gain.drop_off)}"
    return (
        f"Its {gain.compared} differ by more than chance; at the best quarter's rate about {gain.conversions:,.0f} "
        f"more would have converted ({low:,.0f} to {high:,.0f}): {rates}."
    )


def _standout(stage: StageAnswer) -> str:
    """The group that loses the most leads beyond the rate of all others, if one differs beyond chance."""
    worst = stage.standout
    if worst is None:
        return ""
    lost, left = stage.counts.lost - worst.counts.lost, stage.counts.left - worst.counts.left
    name = spoken_value(worst.by, worst.group.name)
    return (
        f"{name} ({worst.by}) stands out: {spoken_percent(worst.counts.drop_off or 0.0)} of "
        f"{counted(worst.counts.left, 'lead')} were lost ({spoken_interval(worst.counts.interval)}), "
        f"of all others {spoken_percent(lost / left)}."
    )


def _slowing(stage: StageAnswer, options: BottleneckOptions) -> str:
    """Said only where the intervals of both medians lie apart."""
    before, recent = stage.before, stage.recent
    if before.median is None or before.high is None or recent.low is None or recent.low <= before.high:
        return ""
    counted = " of work" if options.hours else ""
    return (
        f"Stays at {stage.stage} have become longer: the median{counted} is {_median(recent, options)} for those that "
        f"began in the last {spoken_duration(RECENT)}, and was {_median(before, options)} before."
    )


def _median(usual: UsualTime, options: BottleneckOptions) -> str:
    """“3 d 4 h (2 d to 5 d)”; what has not been seen yet is more than that."""
    low = rough_stay(usual.low or timedelta(), options)
    if usual.median is None:
        return f"over {low}"
    high = "more" if usual.high is None else rough_stay(usual.high, options)
    return f"{rough_stay(usual.median, options)} ({low} to {high})"
