"""What the terminal says of a funnel's times, groups, weeks, sides and differences: documents and lines."""

from datetime import timedelta
from itertools import pairwise

from commands.face import Face, moment, table
from commands.options import Part
from db.leads.frames import lead_frame
from db.questions.funnel_groups import grouping, traits
from db.questions.funnel_sides import SEGMENT, Against, comparison
from db.questions.segments import Segments
from db.store.settings import settings
from journey_core.errors import BadInput, brief
from journey_core.funnel.breakdown import BreakdownBy, breakdown
from journey_core.funnel.conventions import conventions
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import separation
from journey_core.funnel.time_to_convert import conversion_times
from journey_core.funnel.trend import trend
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.wording import counted, rough_duration, spoken_interval, spoken_percent


def leads_part(face: Face, result: FunnelResult, step: int) -> Part:
    """The leads that reached a step."""
    listed = keys(face, result.reached(step))
    return {"leads": listed}, listed


def conventions_part(journeys: Journeys, options: FunnelOptions) -> Part:
    """What the other tools would count, one row a tool."""
    others = conventions(journeys, options)
    names = ("name", "title", "definition", "counts")
    rows = [(each.title, *(f"{count:,}" for count in each.counts)) for each in others]
    header = ("would count", *(f"step {n}" for n in range(1, len(options.steps) + 1)))
    return {"conventions": [{name: getattr(each, name) for name in names} for each in others]}, table(header, rows)


def times_part(result: FunnelResult, start: int | None, end: int | None) -> Part:
    """How long leads took from one step to another, by default from the first to the last: quartiles and histogram."""
    took = conversion_times(result, start=1 if start is None else start, end=end)
    document = {
        "definition": took.definition, "from_step": took.start, "to_step": took.end, "leads": took.leads,
        "quartile_seconds": took.quartiles, "edge_seconds": took.edges.tolist(), "counts": took.counts.tolist(),
    }  # fmt: skip
    if took.quartiles is None:
        return {"times": document}, [f"No lead came from step {took.start} to step {took.end}."]
    low, median, high = map(_rough, took.quartiles)
    said = (
        f"{counted(took.leads, 'lead')} came from step {took.start} to step {took.end}: half took {median} or less, "
        f"the middle half {low} to {high}."
    )
    edges = pairwise(map(_rough, took.edges.tolist()))
    rows = [(*bar, f"{count:,}") for bar, count in zip(edges, took.counts.tolist(), strict=True)]
    return {"times": document}, [said, *table(("from", "to", "leads"), rows)]


def breakdown_part(face: Face, journeys: Journeys, result: FunnelResult, options: FunnelOptions, by: str) -> Part:
    """The funnel of every group."""
    asked = BreakdownBy.parse(by)
    grouped = grouping(face.workspace, journeys, result, options, asked, segments=Segments(face.workspace))
    answer = breakdown(result, grouped)
    names = ("count", "rate", "step_rate", "interval", "step_interval")
    groups = [
        {"group": row.group.name, "steps": [{name: getattr(step, name) for name in names} for step in row.steps]}
        for row in answer.rows
    ]
    rows = [
        (row.group.name, *(f"{step.count:,}" for step in row.steps), spoken_percent(row.steps[-1].rate),
         spoken_interval(row.steps[-1].interval))
        for row in answer.rows
    ]  # fmt: skip
    header = (answer.title, *(f"step {n}" for n in range(1, len(result.steps) + 1)), "rate", "95 % interval")
    document = {"by": str(asked), "definition": answer.definition, "is_exclusive": answer.is_exclusive}
    return {"breakdown": document | {"groups": groups}}, table(header, rows)


def trend_part(face: Face, result: FunnelResult, options: FunnelOptions) -> Part:
    """Conversion by week of entry."""
    answer = trend(result, options, settings(face.workspace).tz)
    names = ("entrants", "converted", "rate", "interval", "is_complete")
    weeks = [{"week": week.monday.isoformat()} | {name: getattr(week, name) for name in names} for week in answer.weeks]
    rows = [
        (week.monday, f"{week.entrants:,}", f"{week.converted:,}", spoken_percent(week.rate),
         spoken_interval(week.interval), "" if week.is_complete else "may still change")
        for week in answer.weeks
    ]  # fmt: skip
    header = ("week of", "entered", "came through", "rate", "95 % interval", "")
    return {"trend": {"definition": answer.definition, "weeks": weeks}}, table(header, rows)


def comparison_part(
    face: Face, journeys: Journeys, result: FunnelResult, options: FunnelOptions, asked: Against
) -> Part:
    """Two sides step by step."""
    zone = settings(face.workspace).tz
    answer = comparison(journeys, options, asked, zone, segments=Segments(face.workspace), result=result)
    names = ("step", "counts", "rates", "intervals", "difference", "interval", "is_told")
    document = {
        "definition": answer.definition,
        "sides": [side.name for side in answer.sides],
        "undecided": [side.undecided for side in answer.sides],
        "shared_leads": answer.shared_leads,
        "method": answer.method,
        "sentence": answer.sentence,
        "steps": [{name: getattr(step, name) for name in names} for step in answer.steps],
    }
    rows = [
        (step.step, f"{step.counts[0]:,}", spoken_percent(step.rates[0]), f"{step.counts[1]:,}",
         spoken_percent(step.rates[1]), f"{100 * step.difference:+.1f}",
         f"{100 * step.interval[0]:+.1f} to {100 * step.interval[1]:+.1f}")
        for step in answer.steps
    ]  # fmt: skip
    header = ("step", "first", "rate", "second", "rate", "second minus first", "95 % interval")
    return {"comparison": document}, [answer.sentence, *table(header, rows)]


def separation_part(face: Face, journeys: Journeys, result: FunnelResult, options: FunnelOptions) -> Part:
    """What separates those who came through."""
    answer = separation(journeys, result, options, traits(face.workspace, journeys, result, options))
    names = ("with_converted", "with_not", "without_converted", "without_not", "odds_ratio", "interval", "p", "q")
    differences = [
        {"trait": each.trait.sentence(), "source": each.trait.source, "value": each.trait.group.name}
        | {name: getattr(each, name) for name in names}
        for each in answer.differences
    ]
    document = {name: getattr(answer, name) for name in ("definition", "compared", "converted", "too_young")}
    rows = [
        (each.trait.sentence(), f"{each.odds_ratio:.2f}", f"{each.interval[0]:.2f} to {each.interval[1]:.2f}",
         f"{each.q:.2g}", each.with_converted, each.with_not, each.without_converted, each.without_not)
        for each in answer.differences
    ]  # fmt: skip
    header = ("trait", "odds", "95 % interval", "q", "with, through", "with, not", "without, through", "without, not")
    return {"separation": document | {"differences": differences}}, table(header, rows)


def sides(face: Face, compare: str | None, since: str | None, until: str | None) -> Against | None:
    """What flags compare with, None if nothing: “segment:A,segment:B”, or another period; raises BadInput."""
    if (compare, since, until) == (None, None, None):
        return None
    if compare is not None and not compare.startswith(SEGMENT):
        raise BadInput(f"“{brief(compare)}” is nothing to compare; write segment:NAME,segment:NAME.")
    names = compare.removeprefix(SEGMENT).split(f",{SEGMENT}") if compare else ()
    return Against(tuple(names), moment(face, since), moment(face, until))


def keys(face: Face, lead_ids: Ints) -> list[str]:
    """The keys of these leads, in order of their names."""
    frame = lead_frame(face.workspace).set_index("lead_id")
    return sorted(frame["key"].loc[lead_ids.tolist()])


def _rough(seconds: float) -> str:
    return rough_duration(timedelta(seconds=seconds))
