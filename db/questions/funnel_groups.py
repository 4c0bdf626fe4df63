"""What a funnel is broken down by: fields of its interactions, attributes of leads, saved segments."""

from collections.abc import Mapping
from datetime import datetime

from db.leads.attributes import attribute_names, attribute_values, attributes
from db.questions.segment_finder import SegmentFinder
from db.store.memo import Memo, at_once
from db.store.workspaces import Workspace
from journey_core.errors import Refused
from journey_core.funnel.breakdown import ENTRY as AT_ENTRY
from journey_core.funnel.breakdown import LEAD, SEGMENT, BreakdownBy, run_groups
from journey_core.funnel.differences import ENTRY
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import Attributes, entry_groups
from journey_core.leads.groups import FIELDS, Grouping, Groups, list_groups, text_groups
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys


def breakdowns(workspace: Workspace) -> tuple[str, ...]:
    """Everything that a funnel can be broken down by, as `BreakdownBy.parse` reads it."""
    return (*FIELDS, *(LEAD + name for name in attribute_names(workspace)), SEGMENT)


def grouping(
    workspace: Workspace,
    journeys: Journeys,
    result: FunnelResult,
    options: FunnelOptions,
    by: BreakdownBy,
    *,
    segments: SegmentFinder,
    memo: Memo = at_once,
) -> Grouping:
    """The leads as a breakdown groups them, segments as of the result's instant; raises UnknownName, BadInput. A
    segment that can't be answered is left out, and the title says so: somebody else may share a broken one.
    """
    if by.is_field and by.at == AT_ENTRY:
        return entry_groups(journeys, result, options, by.attribute)
    if by.is_field:
        return run_groups(journeys, result, by)
    if by.attribute == SEGMENT:
        return _every_segment(segments, journeys, result.as_of)
    return attribute_groups(workspace, journeys.lead_id, by.attribute.removeprefix(LEAD), memo=memo)


def attribute_groups(workspace: Workspace, lead_id: Ints, name: str, *, memo: Memo = at_once) -> Groups:
    """The leads by one of their attributes, as they are now."""
    return memo(workspace, "attribute", name, lambda: text_groups(name, lead_id, attribute_values(workspace, name)))


def segment_groups(segments: SegmentFinder, journeys: Journeys, names: tuple[str, ...], *, as_of: datetime) -> Grouping:
    """The leads by the segments with these names; a lead may be in several. Raises UnknownName."""
    lists = {name: segments.leads(name, as_of=as_of) for name in names}
    return list_groups(SEGMENT, journeys.lead_id, lists)


def caution(segments: SegmentFinder, by: BreakdownBy) -> str:
    """Why groups of a breakdown are not compared like with like; empty where they are."""
    if by.attribute != SEGMENT:
        return by.caution()
    told = [f"“{name}”" for name in segments.names() if segments.is_of_journey(name)]
    if not told:
        return ""
    return (
        f"Chosen by what leads have done or where they stand by now: {', '.join(told)}. Whoever came through had more "
        "time to do it, so these rates differ by that choice alone."
    )


def _every_segment(segments: SegmentFinder, journeys: Journeys, as_of: datetime) -> Grouping:
    lists, broken = {}, []
    for name in segments.names():
        try:
            lists[name] = segments.leads(name, as_of=as_of)
        except Refused:
            broken.append(f"“{name}”")
    title = f"{SEGMENT} (left out, as they can't be answered: {', '.join(broken)})" if broken else SEGMENT
    return list_groups(title, journeys.lead_id, lists)


def traits(
    workspace: Workspace, journeys: Journeys, result: FunnelResult, options: FunnelOptions, *, memo: Memo = at_once
) -> Attributes:
    """What leads are and what they entered with, as `separation` compares them."""
    entered = [(ENTRY + field, entry_groups(journeys, result, options, field)) for field in FIELDS]
    of_leads = memo(workspace, "attributes", None, lambda: _all(workspace, journeys.lead_id))
    return [*entered, *of_leads.items()]


def traits_of(
    workspace: Workspace, journeys: Journeys, result: FunnelResult, options: FunnelOptions, source: str
) -> Attributes:
    """Those of one source only: for the leads behind a number. Raises UnknownName."""
    if source.startswith(ENTRY):
        return [(source, entry_groups(journeys, result, options, source.removeprefix(ENTRY)))]
    if source.startswith(LEAD):
        return [(source, attribute_groups(workspace, journeys.lead_id, source.removeprefix(LEAD)))]
    return []


def _all(workspace: Workspace, lead_id: Ints) -> Mapping[str, Groups]:
    return {LEAD + name: text_groups(name, lead_id, values) for name, values in attributes(workspace).items()}
