"""Questions about leads: which, who, how warm."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Final

import numpy as np
import typer

from commands.face import Face, Moment, as_of_moment, command, one_of, table
from db.columns.snapshot import journeys
from db.leads.cards import LeadCard, find_lead, keys_and_names
from db.leads.feed import feed
from db.questions.reasons import reasons_of
from db.store.settings import settings
from journey_core.errors import Refused, brief
from journey_core.leads.scoring import Scores, scores
from journey_core.leads.standing import Standing, standing
from journey_core.log.arrays import Flags
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import instant, microseconds
from journey_core.reasons.calling import calls
from journey_core.reasons.reasons import Reasons

SORTS: Final[Mapping[str, Callable[[Scores, Standing], Any]]] = {
    "score": lambda scored, _: -scored.score,
    "last": lambda _, stands: -stands.last_at,
    "interactions": lambda _, stands: -stands.interactions,
    "value": lambda _, stands: -stands.value,
}
"""Orders of the list by name; ties come in order of their keys."""

CALL: Final = "call"
"""The order of the call list, which leaves out whoever need not be called today."""

PARTS: Final = ("score", "recency", "frequency", "diversity")
BANDS: Final = (0.0, 0.2, 0.4, 0.6, 0.8)


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    command(app, "leads")(leads_command)
    command(app, "journey")(journey_command)
    command(app, "score")(score_command)


def leads_command(
    face: Face,
    sort: Annotated[str, typer.Option(help=" | ".join((*SORTS, CALL)))] = "score",
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    segment: Annotated[str | None, typer.Option(help="Only those of a saved segment.")] = None,
    as_of: Moment = None,
) -> None:
    """Leads, the warmest or the newest first, or those to call."""
    one_of("sort", sort, (*SORTS, CALL))
    is_call_list = sort == CALL
    seen = as_of_moment(face, as_of)
    documents = _to_call(face, limit, seen, segment) if is_call_list else _leads(face, sort, limit, seen, segment)
    rows = [
        (each["lead"], each["name"], f"{each['score']:.2f}", each["stage"], each["interactions"], each["last_at"] or "",
         *([each["reason"]] if is_call_list else []))
        for each in documents
    ]  # fmt: skip
    header = ("lead", "name", "score", "stage", "interactions", "last", *(["why"] if is_call_list else []))
    face.answer(documents, table(header, rows))


def _leads(face: Face, sort: str, limit: int, seen: datetime, segment: str | None) -> list[dict[str, Any]]:
    columns, chosen = journeys(face.workspace), settings(face.workspace)
    stands = standing(columns, as_of=seen, goal=Predicate.parse(chosen.goal))
    scored = scores(columns, as_of=seen, constants=chosen.score)
    keys, names = keys_and_names(face.workspace, columns.lead_id)
    order = np.lexsort((keys.astype(str), SORTS[sort](scored, stands)))
    if segment is not None:
        order = order[_of_segment(face, columns, segment, seen)[order]]
    places = order[:limit].tolist()
    return [_document(keys[place], names[place], columns, stands, scored, place) for place in places]


def _to_call(face: Face, limit: int, seen: datetime, segment: str | None) -> list[dict[str, Any]]:
    """Whom to call, with the reasons."""
    from db.leads.rows import lead_rows  # noqa: PLC0415, it reads who leads are into a frame, which other orders don't need

    rows = lead_rows(face.workspace, seen)
    found = reasons_of(face.workspace, rows.columns, rows.stands, rows.scored, as_of=seen)
    chosen = None if segment is None else _of_segment(face, rows.columns, segment, seen)
    keys, names = (rows.people.frame[name].to_numpy(object) for name in ("key", "name"))
    return [
        _document(keys[place], names[place], rows.columns, rows.stands, rows.scored, place) | found.document(place)
        for place in calls(found, lambda leads: keys[leads].tolist(), chosen=chosen, count=limit).tolist()
    ]


def _of_segment(face: Face, columns: Journeys, segment: str, seen: datetime) -> Flags:
    """bool[n_leads]: the leads of a segment; raises UnknownName."""
    from db.questions.segments import Segments  # noqa: PLC0415, it loads every analysis, as a segment may ask for any

    return np.isin(columns.lead_id, Segments(face.workspace).leads(segment, as_of=seen))


def _document(key: str, name: str, columns: Journeys, stands: Standing, scored: Scores, place: int) -> dict[str, Any]:
    """What the list says of the lead with this number."""
    return {
        "lead": key,
        "name": name,
        "score": float(scored.score[place]),
        "stage": columns.words.word("stage", int(stands.stage[place])),
        "interactions": int(stands.interactions[place]),
        "last_at": instant(int(stands.last_at[place])) if stands.interactions[place] else None,
    }


def journey_command(
    face: Face, key: Annotated[str, typer.Argument(help="Key, e-mail or phone of the lead.")], as_of: Moment = None
) -> None:
    """One lead's interactions, oldest first, with stage, score, reasons and next step."""
    lead, seen = find_lead(face.workspace, key), as_of_moment(face, as_of)
    columns, chosen = journeys(face.workspace), settings(face.workspace)
    place = _place(columns, lead)
    stands = standing(columns, as_of=seen, goal=Predicate.parse(chosen.goal))
    scored = scores(columns, as_of=seen, constants=chosen.score)
    found = reasons_of(face.workspace, columns, stands, scored, as_of=seen)
    items = feed(face.workspace, lead.lead_id, limit=1_000_000, until=microseconds(seen))[::-1]
    parts = {name: float(getattr(scored, name)[place]) for name in PARTS}
    stage = columns.words.word("stage", int(stands.stage[place]))
    who = {"lead": lead.key, "name": lead.name, "email": lead.email, "phone": lead.phone, "company": lead.company,
           "owner": lead.owner, "attributes": lead.attributes}  # fmt: skip
    document = {**who, "stage": stage, "score": parts, "as_of": seen, **found.document(place),
                "interactions": [asdict(item) for item in items]}  # fmt: skip
    sums = f"{parts['recency']:.2f} + {parts['frequency']:.2f} + {parts['diversity']:.2f} = {parts['score']:.2f}"
    rows = [(f"{item.occurred_at:%Y-%m-%d %H:%M}", item.channel, item.kind, item.direction, item.stage,
             "" if item.value is None else f"{item.value:,.2f}", item.content[:60]) for item in items]  # fmt: skip
    header = ("when (UTC)", "channel", "kind", "direction", "stage", "value", "note")
    face.answer(document, [f"{lead.title}: {stage}; score {sums}", *_why(found, place), *table(header, rows)])


def _why(found: Reasons, place: int) -> list[str]:
    """The reasons of a lead, one a line, and its next step where it is not among them, as it is due later."""
    step, now = found.known.plans.step.get(place), found.known.as_of
    later = [f"next step on {step.due_on(now)}: {step.what}"] if step and step.status(now) != "due" else []
    return [each.sentence for each in found.of(place)] + later


def score_command(
    face: Face,
    key: Annotated[str | None, typer.Argument(help="One lead; without it a summary of all.")] = None,
    as_of: Moment = None,
) -> None:
    """The engagement score with its parts, as of any instant."""
    seen = as_of_moment(face, as_of)
    if key is None:
        columns = journeys(face.workspace)
        scored = scores(columns, as_of=seen, constants=settings(face.workspace).score).score
        counts = np.histogram(scored, [*BANDS, np.inf])[0].tolist()
        bands = [{"from": low, "leads": count} for low, count in zip(BANDS, counts, strict=True)]
        face.answer(
            {"as_of": seen, "leads": columns.lead_count, "bands": bands},
            table(("score from", "leads"), [(band["from"], band["leads"]) for band in bands]),
        )
        return
    lead = find_lead(face.workspace, key)
    parts = _parts(face, lead, seen)
    face.answer({"lead": lead.key, "as_of": seen, **parts}, [f"{name}: {part:.4f}" for name, part in parts.items()])


def _parts(face: Face, lead: LeadCard, seen: datetime) -> dict[str, float]:
    """The score of one lead and the parts that add up to it."""
    columns = journeys(face.workspace)
    scored = scores(columns, as_of=seen, constants=settings(face.workspace).score)
    place = _place(columns, lead)
    return {name: float(getattr(scored, name)[place]) for name in PARTS}


def _place(columns: Journeys, lead: LeadCard) -> int:
    """The number of a lead; raises Refused for a lead that an undo removed after it was found."""
    place = columns.position(lead.lead_id)
    if place is None:
        raise Refused(f"The lead “{brief(lead.key)}” is not in the log any more.")
    return place
