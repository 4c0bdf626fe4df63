"""Ways compared: whether leads that had gone one convert more often a day than open leads alike that had not."""

from collections.abc import Sequence

from journey_core.log.vocabulary import spoken
from journey_core.paths.nodes import ANCHOR, START
from journey_core.paths.options import PathOptions
from journey_core.paths.results import TOLD_BELOW, Comparison, Contrast
from journey_core.statistics.at_risk import AtRisk
from journey_core.statistics.multiple_tests import benjamini_hochberg
from journey_core.statistics.risk_sets import MOST, RateRatios, rate_ratios
from journey_core.wording import counted, spoken_factor


def compared(rows: AtRisk, names: Sequence[str], options: PathOptions) -> tuple[Comparison, tuple[Contrast, ...]]:
    """The ways that something can be told of, the surest first, and what they say together. rows: the leads while they
    could still convert, their traits the numbers of edges between the nodes with these names.
    """
    found = rate_ratios(rows, len(names) ** 2)
    q = benjamini_hochberg(found.p).tolist()
    ways = [_contrast(found, place, names, q[place]) for place in range(len(q))]
    ways.sort(key=lambda each: (each.q, -max(each.ratio, 1 / each.ratio)))
    comparison = Comparison(definition(options), len(rows.lead_id), int(rows.is_converted.sum()), _together(ways))
    return comparison, tuple(ways)


def definition(options: PathOptions) -> str:
    """What is compared, in a few sentences."""
    start = "their first interaction" if options.anchor is None else f"their first {options.anchor.sentence()}"
    return (
        f"Leads are watched from {start} until they convert ({options.goal.sentence()}), are lost for the first time "
        "or the day of the answer comes; what they do after that is left out, also if they are opened again. They are "
        "compared day by day, among open leads at the same stage, as old and with as many steps; a way counts from "
        f"right after a lead first went it. Compared are the {MOST:,} ways that most leads go, where enough of them "
        "converted to tell anything. What works by bringing leads to a later stage doesn't show; what is done once the "
        "outcome is near, such as sending a contract, looks as if it brought it, and other ways look weaker for it; "
        "losses that nobody records make differences look smaller; and what goes together need not be a cause."
    )


def _together(ways: Sequence[Contrast]) -> str:
    """How much was found."""
    told = sum(each.is_told for each in ways)
    if not ways:
        return "There is nothing to compare: too few leads converted, or too few went the same way before."
    if not told:
        return f"Of {counted(len(ways), 'way')}, none goes together with converting more or less often, beyond chance."
    return f"{counted(told, 'way')} of {len(ways):,} {'differs' if told == 1 else 'differ'} by more than chance."


def _contrast(found: RateRatios, place: int, names: Sequence[str], q: float) -> Contrast:
    source, target = divmod(int(found.trait[place]), len(names))
    ratio, (low, high) = float(found.ratio[place]), found.interval[place].tolist()
    doubt = "." if q <= TOLD_BELOW and not low <= 1 <= high else ", which may be chance."
    with_converted, with_not, without_converted, without_not = (int(counts[place]) for counts in found.leads)
    return Contrast(
        source=names[source],
        target=names[target],
        with_converted=with_converted,
        with_not=with_not,
        without_converted=without_converted,
        without_not=without_not,
        days_with=float(found.days_with[place]),
        days_without=float(found.days_without[place]),
        ratio=ratio,
        interval=(low, high),
        p=float(found.p[place]),
        q=q,
        sentence=(
            "Of open leads at the same stage, as old and with as many steps behind them, those that had "
            f"{_gone(source, spoken(names[source]), spoken(names[target]))} converted {spoken_factor(ratio)} "
            f"times as often per day ({spoken_factor(low)} to {spoken_factor(high)}){doubt}"
        ),
    )


def _gone(source: int, before: str, here: str) -> str:
    """“gone from web straight to email”, “begun with web”."""
    if source == START:
        return f"begun with {here}"
    place = "the anchor" if source == ANCHOR else before
    return f"gone from {place} straight to {here}"
