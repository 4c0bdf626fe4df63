"""Who is watched on the way through a funnel, and what they do meanwhile, as the definition reads: row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.log.journeys import Journeys
from journey_core.log.times import length, microseconds
from journey_core.log.vocabulary import RECORD_KINDS
from tests.journey_core.statistics.day_by_day import Lead

Trait = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """An interaction in words; `stage` is the stage it moved the lead to."""

    at: int
    kind: str
    channel: str
    campaign: str
    stage: str

    def traits(self) -> list[Trait]:
        named = (("kind", self.kind), ("channel", self.channel), ("campaign", self.campaign))
        return [(field, word) for field, word in named if word]


def rows_of(log: Journeys, lead: int) -> list[Row]:
    names, words = ("kind", "channel", "campaign", "stage"), log.words
    return [
        Row(int(log.occurred_at[row]), *(words.word(name, int(getattr(log, name)[row])) for name in names))
        for row in range(int(log.offsets[lead]), int(log.offsets[lead + 1]))
    ]


def matched(row: Row, options: FunnelOptions) -> set[int]:
    """The steps that a row matches, of predicates over kind, channel and stage."""
    return {
        number
        for number, step in enumerate(options.steps)
        if all(getattr(step, name) in (None, getattr(row, name)) for name in ("kind", "channel", "stage"))
    }


def watched_leads(
    log: Journeys, result: FunnelResult, options: FunnelOptions, numbers: dict[Trait, int]
) -> Sequence[Lead]:
    """The leads that entered, each with its time and what it did then; for the orders “ordered” and “any”."""
    leads = []
    for lead in result.entrant.tolist():
        rows, as_of = rows_of(log, lead), microseconds(options.as_of)
        firsts = range(len(options.steps)) if options.order == "any" else (0,)
        entry = next(row for row in rows if matched(row, options) & {*firsts})
        closes, ends = entry.at + length(options.window), [as_of]
        if result.depth[lead] == len(options.steps):
            ends.append(int(result.step_at[lead].max()))
        came_at = ends[-1] if len(ends) > 1 else None
        losses = [row.at for row in rows if row.stage == "lost" and row.at >= entry.at and row is not entry]
        end = min([*ends, closes, *losses[:1]])
        changes = changes_of(rows, entry, end, options, numbers)
        leads.append(Lead(int(log.lead_id[lead]), (end - entry.at) // 1000, came_at == end, changes[0][1], changes[1:]))
    return leads


def changes_of(
    rows: Sequence[Row], entry: Row, end: int, options: FunnelOptions, numbers: dict[Trait, int]
) -> tuple[tuple[int, int, bool, int | None], ...]:
    """Where the lead stood at first, as a change at age 0, and every change after entering and before the end."""
    first, later = rows[0].at, set(range(0 if options.order == "any" else 1, len(options.steps)))
    stage, seen, told = "new", set(), []
    for moment in sorted({row.at for row in rows if first <= row.at < end or row.at == entry.at}):
        here = [row for row in rows if row.at == moment]
        stage = max((row.stage for row in here if row.stage), key=RANKS.index, default=stage)
        past = [row for row in rows if entry.at <= row.at <= moment]
        place = RANKS.index(stage) + 10 * steps_done(past, options)
        if moment == entry.at:
            told = [(0, place, False, None)]
        for row in here if moment > entry.at else ():
            is_touch, age = row.kind not in RECORD_KINDS, (moment - entry.at) // 1000
            told.append((age, place, is_touch, None))
            for trait in row.traits() if is_touch and not matched(row, options) & later else ():
                told += [(age, place, False, numbers[trait])] if trait not in seen else []
                seen.add(trait)
    return tuple(told)


RANKS = ["new", "contacted", "qualified", "proposal", "won", "lost"]


def steps_done(past: Sequence[Row], options: FunnelOptions) -> int:
    """How many steps were done by then: in any order how many different ones, else one after another."""
    if options.order == "any":
        return len(set().union(*(matched(row, options) for row in past)))
    done = 0
    for moment in sorted({row.at for row in past}):
        here = [row for row in past if row.at == moment]
        joint, left = set().union(*(matched(row, options) for row in here)), len(here)
        while left and done in joint:
            done, left = done + 1, left - 1
    return done
