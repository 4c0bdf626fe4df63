"""Attribution in the terminal: which channels earn the conversions, how sure that is, and what is behind one lead."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from commands.face import Face, Moment, as_of_moment, command, one_of, table
from commands.options import (
    ChainOrder,
    Goal,
    HalfLife,
    Lookback,
    Opportunity,
    Part,
    Touchpoints,
    Weights,
    require_model,
    said,
)
from db.columns.snapshot import journeys
from db.kept.spend import attributed_spend
from db.leads.cards import find_lead
from db.questions.defaults import asked_attribution
from db.store.settings import Settings, settings
from journey_core.attribution.answer import attribute, attribute_all
from journey_core.attribution.channel_credit import BASELINE
from journey_core.attribution.ledger import Ledger, ledger
from journey_core.attribution.markov.suggested_order import OrderSuggestion, suggested_order
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.remarks import NO_PLACEBO, intent_remark
from journey_core.attribution.results import AttributionResult, ChannelCredit
from journey_core.attribution.spend import channel_costs
from journey_core.errors import BadInput
from journey_core.log.journeys import Journeys
from journey_core.wording import spoken_percent

DRAWS: Final = 100
"""Draws of the placebo."""

ModelName = Annotated[str, typer.Option(help=" | ".join(MODELS))]
Compare = Annotated[list[str] | None, typer.Option(help="Adds another model beside it; repeat it.")]
WithPlacebo = Annotated[bool, typer.Option("--placebo", help="Adds what channels without effect would get.")]
SuggestOrder = Annotated[bool, typer.Option("--suggest-order", help="Adds the order that predicts best.")]
LedgerOf = Annotated[str | None, typer.Option("--ledger", help="Adds what is behind each conversion of this lead.")]


def add(app: typer.Typer) -> None:
    """Adds the command to the program."""
    command(app, "attribution")(attribution_command)


def attribution_command(
    face: Face,
    model: ModelName = "linear",
    order: ChainOrder = None,
    lookback: Lookback = None,
    half_life: HalfLife = None,
    goal: Goal = None,
    touchpoints: Touchpoints = None,
    weights: Weights = None,
    opportunity: Opportunity = None,
    placebo: WithPlacebo = False,
    compare: Compare = None,
    suggest_order: SuggestOrder = False,
    ledger_of: LedgerOf = None,
    since: Moment = None,
    until: Moment = None,
    as_of: Moment = None,
) -> None:
    """Which channels earn the conversions."""
    chosen = settings(face.workspace)
    given = said(
        model=model, chain=order, lookback=lookback, half_life=half_life, goal=goal, touchpoints=touchpoints,
        weights=weights, opportunity=opportunity, since=since, until=until,
    )  # fmt: skip
    said(compare=compare, ledger=ledger_of)
    models = _models(model, compare or ())
    require_model(models, order=order, half_life=half_life, weights=weights, opportunity=opportunity)
    options = asked_attribution(given, chosen, as_of=as_of_moment(face, as_of))
    options = replace(options, placebo=DRAWS if placebo else 0)
    _answer(face, options, chosen, models, suggest_order=suggest_order, ledger_of=ledger_of)


def _models(model: str, compare: Sequence[str]) -> list[str]:
    """The model asked for, then those beside it; raises BadInput for one that is asked for twice, UnknownName."""
    models: list[str] = []
    for each in (model, *compare):
        if each in models:
            raise BadInput(f"The model {each} is asked for already; --compare takes another one.")
        models.append(one_of("attribution model", each, MODELS))
    return models


def _answer(
    face: Face,
    options: AttributionOptions,
    chosen: Settings,
    models: Sequence[str],
    *,
    suggest_order: bool,
    ledger_of: str | None,
) -> None:
    columns = journeys(face.workspace)
    result = attribute(columns, options)
    parts = [
        (_document(result), [*_lines(result, options, chosen), *_remarks(result, options)]),
        _costs(face, result, options, chosen),
    ]
    if len(models) > 1:
        others = attribute_all(columns, replace(options, placebo=0), models=models[1:])
        parts.append(_compared({result.model: result} | others))
    if suggest_order:
        parts.append(_suggestion(suggested_order(columns, options)))
    if ledger_of is not None:
        parts.append(_behind(face, columns, options, result, ledger_of))
    face.answer(
        {name: value for document, _ in parts for name, value in document.items()},
        [line for _, lines in parts for line in lines],
    )


def _document(result: AttributionResult) -> dict[str, Any]:
    names = ("definition", "as_of", "model", "conversions", "converted_leads", "value", "baseline", "confounded")
    baseline = asdict(result.baseline_row) if result.baseline_row else None
    return {
        **{name: getattr(result, name) for name in names},
        "baseline_row": baseline,
        "credit": [asdict(row) for row in result.credit],
    }


def _lines(result: AttributionResult, options: AttributionOptions, chosen: Settings) -> list[str]:
    rows = [*result.credit, *([result.baseline_row] if result.baseline_row else [])]
    header = ("channel", "credit", "95 % interval", "share", f"value {chosen.currency}", "rank", "like", "placebo")
    if not result.conversions:
        when = "in this period" if options.since or options.until else "yet"
        return [result.definition, f"There is no conversion {when}."]
    return [result.definition, *table(header, [_cells(row) for row in rows])]


def _remarks(result: AttributionResult, options: AttributionOptions) -> list[str]:
    """What the table alone does not say of a model that tells what would have come anyway."""
    lacks_placebo = options.placebo and result.baseline is not None
    return [remark for remark in (intent_remark(result), NO_PLACEBO if lacks_placebo else "") if remark]


def _compared(answers: Mapping[str, AttributionResult]) -> Part:
    """The models side by side, one row a channel in the order of the first, and last what comes anyway."""
    channels = dict.fromkeys(row.channel for answer in answers.values() for row in answer.credit)
    names = [*channels, *([BASELINE] if any(answer.baseline_row for answer in answers.values()) else [])]
    rows = [(name, *(_earned(answer, name) for answer in answers.values())) for name in names]
    lines = ["", "Credit by model, with its 95 % interval.", *table(("channel", *answers), rows)]
    return {"compared": [_document(answer) for answer in answers.values()]}, lines if rows else []


def _earned(answer: AttributionResult, channel: str) -> str:
    """“12.5 (9.1 to 15.0)”; nothing for what the model does not tell of."""
    rows = [*answer.credit, *([answer.baseline_row] if answer.baseline_row else [])]
    row = next((each for each in rows if each.channel == channel), None)
    if row is None:
        return ""
    return f"{row.credit:,.1f}" + (f" ({_between(row.interval)})" if row.interval else "")


def _costs(face: Face, result: AttributionResult, options: AttributionOptions, chosen: Settings) -> Part:
    """What channels cost in the period; no lines where none did."""
    costs = [each for each in channel_costs(result, attributed_spend(face.workspace, options, chosen.tz)) if each.spent]
    header = ("channel", f"spent {chosen.currency}", "per conversion", "95 % interval", "returned", "95 % interval")
    rows = [
        (each.channel, f"{each.spent:,.2f}", _amount(each.cost), _between(each.cost_interval),
         _amount(each.returned), _between(each.returned_interval, digits=2))
        for each in costs
    ]  # fmt: skip
    lines = ["", "What channels cost in the period, pro rata by day.", *table(header, rows)]
    return {"costs": [asdict(each) for each in costs]}, lines if rows else []


def _amount(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _cells(row: ChannelCredit) -> tuple[object, ...]:
    """A line of the table: the ranks that the channel may have, and those it can't be told apart from."""
    low, high = row.rank_interval or (row.rank, row.rank)
    ranks = "" if row.rank is None else f"{low} to {high}" if low != high else str(low)
    interval, placebo = _between(row.interval), _between(row.placebo.interval) if row.placebo else ""
    return (
        row.channel, f"{row.credit:,.1f}", interval, spoken_percent(row.share), f"{row.value:,.2f}", ranks,
        ", ".join(row.indistinct), placebo,
    )  # fmt: skip


def _between(interval: tuple[float, float | None] | None, *, digits: int = 1) -> str:
    """An interval; one without an end says only where it begins."""
    if interval is None:
        return ""
    low, high = interval
    return f"from {low:,.{digits}f}" if high is None else f"{low:,.{digits}f} to {high:,.{digits}f}"


def _suggestion(suggested: OrderSuggestion | None) -> Part:
    if suggested is None:
        return {"suggested_order": None}, ["", "No journey has touchpoints, so no order of the chain can be suggested."]
    return {"suggested_order": asdict(suggested)}, ["", f"{suggested.sentence} {suggested.definition}"]


def _behind(face: Face, columns: Journeys, options: AttributionOptions, result: AttributionResult, key: str) -> Part:
    """The ledger of a lead."""
    lead = find_lead(face.workspace, key)
    found = ledger(columns, options, lead.lead_id, answer=result)
    conversions = [asdict(each) for each in found.conversions]
    for touch in (touch for conversion in conversions for touch in conversion["touches"]):
        touch["before"] = touch["before"].total_seconds()
    return {"ledger": {"lead": lead.key, "conversions": conversions}}, ["", *_ledger_lines(lead.key, found)]


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
