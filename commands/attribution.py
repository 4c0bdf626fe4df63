"""Attribution as the terminal shows it to people: the channels, how sure their credit is, and what belongs to them."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from commands.face import table
from db.questions.parts.attribution import AskedAttribution, Behind, Costs, Models, Order
from db.store.settings import settings
from journey_core.answers import Answer
from journey_core.attribution.channel_credit import BASELINE
from journey_core.attribution.ledger import Ledger
from journey_core.attribution.results import AttributionResult, ChannelCredit
from journey_core.attribution.wording import NO_PLACEBO, intent_remark, no_credit_remark
from journey_core.wording import plain_number, spoken_percent


def lines(asked: AskedAttribution, parts: Mapping[str, Answer]) -> list[str]:
    """The channels, what the table alone does not say, then the parts."""
    currency = settings(asked.workspace).currency
    told = [*_channels(asked, currency), *_remarks(asked)]
    for name, answer in parts.items():
        told += _TOLD[name](answer, currency)
    return told


def _channels(asked: AskedAttribution, currency: str) -> list[str]:
    result = asked.answer
    header = ("channel", "credit", "95 % interval", "share", f"value {currency}", "rank", "like", "placebo")
    if not result.conversions:
        when = "in this period" if asked.options.since or asked.options.until else "yet"
        return [result.definition, f"There are no conversions {when}."]
    return [result.definition, *table(header, [_cells(row) for row in result.rows])]


def _remarks(asked: AskedAttribution) -> list[str]:
    """What the table alone does not say: what fits where a channel got nothing, and of a model that knows what would
    have come anyway.
    """
    answer, lacks_placebo = asked.answer, asked.options.placebo and asked.answer.baseline is not None
    said = (
        no_credit_remark(answer.credit), intent_remark(answer.confounded), *answer.remarks,
        NO_PLACEBO if lacks_placebo else "",
    )  # fmt: skip
    return [remark for remark in said if remark]


def _compared(answer: Models, _: str) -> list[str]:
    """The models side by side, one row per channel in the order of the first model, and last what comes anyway."""
    answers = answer.answers
    channels = dict.fromkeys(row.channel for each in answers.values() for row in each.credit)
    names = [*channels, *([BASELINE] if any(each.baseline_row for each in answers.values()) else [])]
    rows = [(name, *(_earned(each, name) for each in answers.values())) for name in names]
    return ["", "Credit by model, with its 95 % interval.", *table(("channel", *answers), rows)] if rows else []


def _earned(answer: AttributionResult, channel: str) -> str:
    """“12.5 (9.1 to 15.0)”; empty for what the model says nothing about."""
    row = next((each for each in answer.rows if each.channel == channel), None)
    if row is None:
        return ""
    return f"{row.credit:,.1f}" + (f" ({_between(row.interval)})" if row.interval else "")


def _costs(answer: Costs, currency: str) -> list[str]:
    """What channels cost in the period; no lines where none cost anything."""
    header = ("channel", f"spent {currency}", "per conversion", "95 % interval", "returned", "95 % interval")
    rows = [
        (each.channel, f"{each.spent:,.2f}", _amount(each.cost), _between(each.cost_interval),
         _amount(each.returned), _between(each.returned_interval, digits=2))
        for each in answer.paid
    ]  # fmt: skip
    return ["", "What channels cost in the period, pro rata by day.", *table(header, rows)] if rows else []


def _amount(amount: float | None) -> str:
    return "" if amount is None else plain_number(amount, digits=2)


def _cells(row: ChannelCredit) -> tuple[object, ...]:
    """A line of the table: the ranks that the channel may have, and the channels that it can't be told apart from."""
    low, high = row.rank_interval or (row.rank, row.rank)
    ranks = "" if row.rank is None else f"{low} to {high}" if low != high else str(low)
    interval, placebo = _between(row.interval), _between(row.placebo.interval) if row.placebo else ""
    return (
        row.channel, plain_number(row.credit, digits=1), interval, spoken_percent(row.share), _amount(row.value), ranks,
        ", ".join(row.indistinct), placebo,
    )  # fmt: skip


def _between(interval: tuple[float, float | None] | None, *, digits: int = 1) -> str:
    """An interval; one without an end only says where it begins."""
    if interval is None:
        return ""
    low, high = interval
    least = plain_number(low, digits=digits)
    return f"from {least}" if high is None else f"{least} to {plain_number(high, digits=digits)}"


def _suggestion(answer: Order, _: str) -> list[str]:
    if answer.suggestion is None:
        return ["", "No journey has touchpoints, so no order of the chain can be suggested."]
    return ["", f"{answer.suggestion.sentence} {answer.suggestion.definition}"]


def _behind(answer: Behind, _: str) -> list[str]:
    return ["", *_ledger_lines(answer.lead, answer.ledger)]


def _ledger_lines(key: str, found: Ledger) -> list[str]:
    lines = [] if found.conversions else [f"{key} has no conversion that counts here."]
    for each in found.conversions:
        lines += [f"{key} converted at {each.at:%Y-%m-%d %H:%M %Z}, value {each.value:,.2f}"]
        lines += table(
            ("touchpoint", "channel", "kind", "days before", "weight", "reason"),
            [
                (f"{touch.at:%Y-%m-%d %H:%M}", touch.channel, touch.kind, f"{touch.before / timedelta(days=1):.1f}",
                 "" if touch.weight is None else f"{touch.weight:.3f}", touch.reason)
                for touch in each.touches
            ],
        )  # fmt: skip
        shares = [(part.channel, spoken_percent(part.share), f"{part.value:,.2f}", part.reason) for part in each.shares]
        lines += table(("channel", "share", "value", "reason"), shares)
    return lines


_TOLD: Final[Mapping[str, Callable[[Any, str], list[str]]]] = {
    "costs": _costs, "compared": _compared, "suggested_order": _suggestion, "ledger": _behind,
}  # fmt: skip
"""How each part is shown, with the currency."""
