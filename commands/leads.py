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
from db.store.settings import settings
from journey_core.errors import Refused, brief
from journey_core.leads.scoring import Scores, scores
from journey_core.leads.standing import Standing, standing
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import instant, microseconds

SORTS: Final[Mapping[str, Callable[[Scores, Standing], Any]]] = {
    "score": lambda scored, _: -scored.score,
    "last": lambda _, stands: -stands.last_at,
    "interactions": lambda _, stands: -stands.interactions,
    "value": lambda _, stands: -stands.value,
}
"""Orders of the list by name; ties come in order of their keys."""

PARTS: Final = ("score", "recency", "frequency", "diversity")
BANDS: Final = (0.0, 0.2, 0.4, 0.6, 0.8)


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    command(app, "leads")(leads_command)
    command(app, "journey")(journey_command)
    command(app, "score")(score_command)


def leads_command(
    face: Face,
    sort: Annotated[str, typer.Option(help=" | ".join(SORTS))] = "score",
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    segment: Annotated[str | None, typer.Option(help="Only those of a saved segment.")] = None,
    as_of: Moment = None,
) -> None:
    """Leads, the warmest or the newest first."""
    one_of("sort", sort, SORTS)
    documents = _leads(face, sort, limit, as_of_moment(face, as_of), segment)
    rows = [
        (each["lead"], each["name"], f"{each['score']:.2f}", each["stage"], each["interactions"], each["last_at"] or "")
        for each in documents
    ]
    face.answer(documents, table(("lead", "name", "score", "stage", "interactions", "last"), rows))


def _leads(face: Face, sort: str, limit: int, seen: datetime, segment: str | None) -> list[dict[str, Any]]:
    columns, chosen = journeys(face.workspace), settings(face.workspace)
    stands = standing(columns, as_of=seen, goal=Predicate.parse(chosen.goal))
    scored = scores(columns, as_of=seen, constants=chosen.score)
    keys, names = keys_and_names(face.workspace, columns.lead_id)
    order = np.lexsort((keys.astype(str), SORTS[sort](scored, stands)))
    if segment is not None:
        from db.questions.segments import Segments  # noqa: PLC0415, it loads every analysis, as a segment may ask for any

        shown = Segments(face.workspace).leads(segment, as_of=seen)
        order = order[np.isin(columns.lead_id[order], shown)]
    return [
        {
            "lead": keys[place],
            "name": names[place],
            "score": float(scored.score[place]),
            "stage": columns.words.word("stage", int(stands.stage[place])),
            "interactions": int(stands.interactions[place]),
            "last_at": instant(int(stands.last_at[place])) if stands.interactions[place] else None,
        }
        for place in order[:limit].tolist()
    ]


def journey_command(
    face: Face, key: Annotated[str, typer.Argument(help="Key, e-mail or phone of the lead.")], as_of: Moment = None
) -> None:
    """One lead's interactions, oldest first, with stage and score."""
    lead, seen = find_lead(face.workspace, key), as_of_moment(face, as_of)
    columns = journeys(face.workspace)
    place = _place(columns, lead)
    stands = standing(columns, as_of=seen, goal=Predicate.parse(settings(face.workspace).goal))
    items = feed(face.workspace, lead.lead_id, limit=1_000_000, until=microseconds(seen))[::-1]
    parts = _parts(face, lead, seen)
    stage = columns.words.word("stage", int(stands.stage[place]))
    who = {"lead": lead.key, "name": lead.name, "email": lead.email, "phone": lead.phone, "company": lead.company,
           "owner": lead.owner, "attributes": lead.attributes}  # fmt: skip
    document = {**who, "stage": stage, "score": parts, "as_of": seen, "interactions": [asdict(item) for item in items]}
    sums = f"{parts['recency']:.2f} + {parts['frequency']:.2f} + {parts['diversity']:.2f} = {parts['score']:.2f}"
    rows = [(f"{item.occurred_at:%Y-%m-%d %H:%M}", item.channel, item.kind, item.direction, item.stage,
             "" if item.value is None else f"{item.value:,.2f}", item.content[:60]) for item in items]  # fmt: skip
    header = ("when (UTC)", "channel", "kind", "direction", "stage", "value", "note")
    face.answer(document, [f"{lead.title}: {stage}; score {sums}", *table(header, rows)])


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
