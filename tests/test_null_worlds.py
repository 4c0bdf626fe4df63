"""Where nothing differs, hardly anything is found; where something does, it is found, with its size."""

from dataclasses import dataclass

import pytest
from scipy.stats import binom

from journey_core.analyses import ANALYSES
from journey_core.funnel.answer import funnel
from journey_core.funnel.differences import Difference
from journey_core.funnel.separation import separation
from journey_core.log.vocabulary import KindCode
from tests.proofs import cases
from tests.simulators.findings import FINDERS, FUNNEL, STATES_NOTHING
from tests.simulators.null_worlds import ALIKE, WORLDS, NullWorld, Planted, null_world

ALL_WORLDS = WORLDS | ALIKE
DOUBT = 0.01
"""How improbable what was seen must be, were the shares as claimed, to refute the claim."""

FEW = 300
LIMITS = {(2_000, False): 0.1, (2_000, True): 0.1, (FEW, False): 0.1, (FEW, True): 0.15}
"""The share of worlds that may see anything, by leads and by whether touches go on or losses are not recorded."""


@dataclass(frozen=True)
class Seen:
    """In how many of so many worlds anything was found."""

    hits: int
    worlds: int

    def is_above(self, share: float) -> bool:
        """Whether the share of worlds is above this one, beyond doubt."""
        return bool(binom.sf(self.hits - 1, self.worlds, share) < DOUBT)

    def __repr__(self) -> str:
        return f"{self.hits / self.worlds:.3f} of {self.worlds} worlds"


def seen(world: NullWorld, name: str, *, leads: int, worlds: int) -> dict[str, Seen]:
    """By finder: in how many worlds it found anything."""
    found: dict[str, list[bool]] = {finder: [] for finder, each in FINDERS.items() if name in each.worlds}
    for seed in range(worlds):
        log = null_world(world, seed=seed, leads=leads)
        for finder, hits in found.items():
            if seed % FINDERS[finder].every == 0:
                hits.append(bool(FINDERS[finder].find(log)))
    return {finder: Seen(sum(hits), len(hits)) for finder, hits in found.items()}


@pytest.mark.proof
@pytest.mark.parametrize("leads", [2_000, FEW])
@pytest.mark.parametrize("name", ALL_WORLDS)
def test_where_nothing_differs_hardly_anything_is_found(name: str, leads: int) -> None:
    world = ALL_WORLDS[name]
    limit = LIMITS[leads, world.goes_on or world.hides_losses]
    found = seen(world, name, leads=leads, worlds=cases(200, share=10 if leads == FEW else 20))
    assert {finder: each for finder, each in found.items() if each.is_above(limit)} == {}, found


@pytest.mark.proof
def test_a_planted_effect_is_found_and_its_interval_holds_it() -> None:
    """A message makes leads convert one and a half times as often a day."""
    worlds, found, held = cases(200, share=20), 0, 0
    for seed in range(worlds):
        each = planted(seed, ratio=1.5)
        found += each.is_told
        held += each.interval[0] <= 1.5 <= each.interval[1]
    assert binom.cdf(found, worlds, 0.85) >= DOUBT, f"found in {found} of {worlds} worlds"
    assert binom.cdf(held, worlds, 0.92) >= DOUBT, f"held in {held} of {worlds} worlds"
    assert binom.sf(held - 1, worlds, 0.98) >= DOUBT, f"held in {held} of {worlds} worlds"


def planted(seed: int, *, ratio: float) -> Difference:
    log = null_world(NullWorld(), seed=10_000 + seed, leads=2_000, planted=Planted("sms", ratio))
    answer = separation(log, funnel(log, FUNNEL, threads=1), FUNNEL, threads=1)
    return next(each for each in answer.differences if (each.trait.source, each.trait.group.name) == SMS)


SMS = ("during.channel", "sms")


def test_every_analysis_says_what_it_finds_or_why_it_finds_nothing() -> None:
    stating = {finder.analysis for finder in FINDERS.values()}
    assert ANALYSES.keys() - stating - STATES_NOTHING.keys() == set()
    assert stating & STATES_NOTHING.keys() == set()


@pytest.mark.parametrize("name", ALL_WORLDS)
def test_a_world_has_leads_of_every_fate_and_is_the_same_again(name: str) -> None:
    world = ALL_WORLDS[name]
    one, again = (null_world(world, seed=5, leads=200) for _ in range(2))
    kinds = {one.words.word("kind", code) for code in set(one.kind.tolist())}
    assert {"converted", "call_connected", "stage_changed"} <= kinds
    assert ("lost" in kinds) == (not world.hides_losses)
    assert (one.occurred_at == again.occurred_at).all()
    assert (one.kind == again.kind).all()


def test_touches_end_with_a_loss_unless_they_go_on() -> None:
    for goes_on in (False, True):
        log = null_world(NullWorld(goes_on=goes_on), seed=1, leads=300)
        last = log.offsets[1:] - 1
        ends, lost = log.kind[last] == KindCode.LOST, log.kind == KindCode.LOST
        assert (lost.sum() > ends.sum()) == goes_on
        assert lost.any()
