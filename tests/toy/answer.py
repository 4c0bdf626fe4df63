"""From options to the answer: a pass that adds up."""

from dataclasses import dataclass

import numpy as np

from journey_core.leads.groups import value_group
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import WON
from journey_core.statistics.intervals import wilson
from tests.toy.options import ToyOptions
from tests.toy.results import ToyGroup, ToyResult


@dataclass(frozen=True)
class ToySummary:
    """One entry per lead with an interaction: its id, the code of its group, whether it was won."""

    lead_id: Ints
    code: Ints
    is_won: Flags
    words: tuple[str, ...]

    def __add__(self, other: "ToySummary") -> "ToySummary":
        both = (np.concatenate(pair) for pair in zip(self._columns(), other._columns(), strict=True))
        return ToySummary(*both, words=self.words)

    def _columns(self) -> tuple[Ints, Ints, Flags]:
        return self.lead_id, self.code, self.is_won


def toy(journeys: Journeys, options: ToyOptions) -> ToyResult:
    parts = journeys.each_shard(lambda first, past: summarize(journeys, options, first, past))
    whole = parts[0]
    for part in parts[1:]:
        whole += part
    return finish(whole, options)


def summarize(journeys: Journeys, options: ToyOptions, first: int = 0, past: int | None = None) -> ToySummary:
    past = journeys.lead_count if past is None else past
    until = microseconds(options.as_of)
    leads = [
        lead
        for lead in range(first, past)
        if journeys.offsets[lead] < journeys.offsets[lead + 1] and journeys.occurred_at[journeys.offsets[lead]] <= until
    ]
    codes = getattr(journeys, options.by)[journeys.offsets[leads]].astype(np.int64)
    won = np.array([_won(journeys, lead, until) for lead in leads], bool)
    return ToySummary(journeys.lead_id[leads], codes, won, journeys.words.lists[options.by])


def finish(summary: ToySummary, options: ToyOptions) -> ToyResult:
    groups, found = [], {}
    for code in np.unique(summary.code).tolist():
        of_group = summary.code == code
        name, won = value_group(summary.words[code]).name, int(summary.is_won[of_group].sum())
        leads = int(of_group.sum())
        groups.append(ToyGroup(name, leads, won, won / leads, wilson(won, leads)))
        found[name] = np.sort(summary.lead_id[of_group])
    told = f"Leads by the {options.by} of their first interaction, and those that were won; as of {options.as_of}."
    return ToyResult(told, options.as_of, tuple(groups), found)


def _won(journeys: Journeys, lead: int, until: int) -> bool:
    rows = slice(journeys.offsets[lead], journeys.offsets[lead + 1])
    return bool(((journeys.stage[rows] == WON) & (journeys.occurred_at[rows] <= until)).any())
