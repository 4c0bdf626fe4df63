"""Paths of leads the slow way: one lead after another, lists of words, nothing shared with the passes."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import instant
from journey_core.log.vocabulary import KINDS, RECORD_KINDS, StageCode
from journey_core.paths.options import FLOW_STEPS, PathOptions


@dataclass(frozen=True)
class Walked:
    """One lead's path: (word, first time, last time) of every step, between two ends with a time or None."""

    lead: int
    steps: list[tuple[str, int, int]]
    begin: tuple[str, int | None]
    end: tuple[str, int | None] | None
    is_converted: bool

    @property
    def moves(self) -> list[tuple[str, str, int | None]]:
        """(from, to, time between) of everything that follows each other, in order."""
        stops = [(*self.begin, self.begin[1]), *self.steps]
        stops += [(*self.end, self.end[1])] if self.end else []
        return [
            (a, b, None if out is None or here is None else here - out) for (a, _, out), (b, here, _) in pairwise(stops)
        ]


def walked(journeys: Journeys, options: PathOptions) -> list[Walked]:
    """The paths of all leads that have one."""
    found = (_path(journeys, lead, options) for lead in range(journeys.lead_count))
    return [path for path in found if path]


def edges(paths: list[Walked]) -> dict[tuple[str, str], tuple[int, float | None]]:
    """(from, to) -> leads, and the median of their first times between."""
    first = [{(a, b): between for a, b, between in reversed(path.moves)} for path in paths]
    counted: dict[tuple[str, str], list[int | None]] = {}
    for path in first:
        for edge, between in path.items():
            counted.setdefault(edge, []).append(between)
    known = {edge: [each for each in times if each is not None] for edge, times in counted.items()}
    return {edge: (len(times), median(known[edge]) / 1e6 if known[edge] else None) for edge, times in counted.items()}


def flow(paths: list[Walked], *, from_end: bool) -> Counter[tuple[int, str, str]]:
    """(place, from, to) -> leads."""
    counts: Counter[tuple[int, str, str]] = Counter()
    for path in paths:
        moves = path.moves[::-1] if from_end else path.moves
        for place, (a, b, _) in enumerate(moves[: FLOW_STEPS + 1]):
            is_more = place == FLOW_STEPS and place < len(path.steps)
            counts[place, "(more)" if is_more and from_end else a, "(more)" if is_more and not from_end else b] += 1
    return counts


def variants(paths: list[Walked], options: PathOptions) -> Counter[tuple[tuple[str, ...], bool]]:
    """(words, whether there are more) -> leads."""
    words = [tuple(word for word, *_ in path.steps) for path in paths]
    kept = [each[-options.longest :] if options.is_before else each[: options.longest] for each in words]
    return Counter((few, len(few) < len(every)) for few, every in zip(kept, words, strict=True))


def _path(journeys: Journeys, lead: int, options: PathOptions) -> Walked | None:
    rows = [row for row in range(journeys.offsets[lead], journeys.offsets[lead + 1])
            if instant(int(journeys.occurred_at[row])) <= options.as_of]  # fmt: skip
    rows.sort(key=lambda row: _tie(journeys, row))
    anchor = _anchor(journeys, rows, options) if rows else None
    if anchor is None:
        return None
    entered = instant(int(journeys.occurred_at[rows[anchor]]))
    if (options.since and entered < options.since) or (options.until and entered >= options.until):
        return None
    later = [row for row in rows if journeys.occurred_at[row] >= journeys.occurred_at[rows[anchor]]]
    later.remove(rows[anchor])
    goals = [row for row in (later if options.is_after else rows) if _fits(journeys, row, options.goal)]
    if options.outcome != "all" and bool(goals) != (options.outcome == "converted"):
        return None
    return _between(journeys, lead, options, rows, anchor, goals)


def _tie(journeys: Journeys, row: int) -> tuple[object, ...]:
    """What puts rows in order: time, then the stage they name, the place of their kind, and their channel by word."""
    words, order = journeys.words, [0, *journeys.words.stage_order, StageCode.LOST]
    kind = words.word("kind", int(journeys.kind[row]))
    stage = {"converted": StageCode.WON, "lost": StageCode.LOST}.get(kind, journeys.given_stage[row])
    channel = words.word("channel", int(journeys.channel[row]))
    return int(journeys.occurred_at[row]), order.index(stage), KINDS.index(kind), channel


def _anchor(journeys: Journeys, rows: list[int], options: PathOptions) -> int | None:
    """The place of the first anchor among the rows; of those of its instant the first that is no goal, if any."""
    if options.anchor is None:
        return 0
    found = [place for place, row in enumerate(rows) if _fits(journeys, row, options.anchor)]
    times = [journeys.occurred_at[rows[place]] for place in found]
    first = [place for place, time in zip(found, times, strict=True) if time == times[0]]
    return min(first, key=lambda place: (_fits(journeys, rows[place], options.goal), place), default=None)


def _beside(journeys: Journeys, rows: list[int], anchor: int, options: PathOptions) -> list[int]:
    """The rows on the side of the anchor, with those of its instant unless the order of stages says more."""
    times, place, stage = journeys.occurred_at, rows[anchor], journeys.stage[rows[anchor]]
    if options.over == "stage" and stage:
        first = min(n for n, row in enumerate(rows) if times[row] == times[place] and journeys.stage[row] == stage)
        return [row for row in rows[first:] if row != place] if options.is_after else rows[:first]
    return [row for row in rows if row != place
            and (times[row] >= times[place] if options.is_after else times[row] <= times[place])]  # fmt: skip


def _between(
    journeys: Journeys, lead: int, options: PathOptions, rows: list[int], anchor: int, goals: list[int]
) -> Walked:
    times, is_stage = journeys.occurred_at, options.over == "stage"
    part = _beside(journeys, rows, anchor, options) if options.anchor else rows
    ended = int(times[goals[0]]) if goals and not is_stage and not options.is_before else None
    if ended is not None:
        part = [row for row in part if times[row] <= ended]
    steps: list[tuple[str, int, int]] = []
    first_at = times[rows[0]]
    if is_stage and not options.is_after and not any(journeys.stage[row] for row in rows if times[row] == first_at):
        steps.append(("new", int(first_at), int(first_at)))
    for row in part:
        word, at = _word(journeys, row, options), int(times[row])
        if word and steps and steps[-1][0] == word and (options.collapse or is_stage):
            steps[-1] = (word, steps[-1][1], steps[-1][2] if is_stage else at)
        elif word:
            steps.append((word, at, at))
    begin = ("(anchor)", int(times[rows[anchor]])) if options.is_after else ("(start)", None)
    end: tuple[str, int | None] | None = (_outcome(journeys, rows, bool(goals)), ended)
    if options.is_before:
        end = ("(anchor)", int(times[rows[anchor]]))
    elif is_stage and steps and steps[-1][0] in {"won", "lost"}:
        end = None
    return Walked(int(journeys.lead_id[lead]), steps, begin, end, bool(goals))


def _word(journeys: Journeys, row: int, options: PathOptions) -> str:
    words, kind = journeys.words, journeys.words.word("kind", int(journeys.kind[row]))
    if options.over == "stage":
        return words.word("stage", int(journeys.stage[row]))
    if kind in RECORD_KINDS or _fits(journeys, row, options.goal):
        return ""
    return kind if options.over == "kind" else words.word("channel", int(journeys.channel[row]))


def _fits(journeys: Journeys, row: int, predicate: Predicate) -> bool:
    asked = {name: getattr(predicate, name) for name in ("kind", "channel", "stage") if getattr(predicate, name)}
    return all(journeys.words.word(name, int(getattr(journeys, name)[row])) == word for name, word in asked.items())


def _outcome(journeys: Journeys, rows: list[int], has_converted: bool) -> str:
    if has_converted:
        return "(converted)"
    moved = [row for row in rows if journeys.stage[row]]
    last = max((journeys.occurred_at[row] for row in moved), default=None)
    stages = {
        journeys.words.word("stage", int(journeys.stage[row])) for row in moved if journeys.occurred_at[row] == last
    }
    return "(lost)" if "lost" in stages else "(open)"
