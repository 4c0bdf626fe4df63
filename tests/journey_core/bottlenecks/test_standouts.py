"""Who stands out: owners and channels of all stages are one family of comparisons."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control, fisher_exact

from journey_core.bottlenecks.groups import StageGroup, stage_groups, standouts
from journey_core.bottlenecks.stays import BREAKDOWNS
from tests.proofs import cases
from tests.simulators.owned_stages import OWNERS, STAGES, WORDS, drawn_stages


def table(group: StageGroup, groups: tuple[StageGroup, ...]) -> list[list[int]]:
    lost, left = sum(each.counts.lost for each in groups), sum(each.counts.left for each in groups)
    others = lost - group.counts.lost, left - group.counts.left
    return [[group.counts.lost, group.counts.left - group.counts.lost], [others[0], others[1] - others[0]]]


def test_q_is_scipys_over_the_owners_and_channels_of_all_stages() -> None:
    stages = drawn_stages(np.random.default_rng(1), leads=300, rate=0.6)
    found = [groups for by in BREAKDOWNS for groups in stage_groups(stages, WORDS, by)]
    p = [fisher_exact(table(each, groups)).pvalue for groups in found for each in groups]
    assert len(p) == (6 + 5) * len(STAGES)
    assert [each.q for groups in found for each in groups] == pytest.approx(false_discovery_control(p), abs=1e-9)


def test_the_group_of_the_sentence_differs_in_the_table_too() -> None:
    stages = drawn_stages(np.random.default_rng(4), rate=0.4)
    worst = standouts(stages, WORDS)[-1]
    assert worst is not None and worst.group.name == OWNERS[0]
    told = next(each for each in stage_groups(stages, WORDS, "owner")[-1] if each.group == worst.group)
    assert (told.q, told.odds_ratio, told.is_different) == (worst.q, worst.odds_ratio, True)
    assert told.usual.median is not None


@pytest.mark.proof
def test_where_nobody_differs_few_workspaces_say_that_somebody_does() -> None:
    rng = np.random.default_rng(3)
    said = [any(standouts(drawn_stages(rng), WORDS)) for _ in range(cases(1500))]
    assert np.mean(said) <= 0.08


@pytest.mark.proof
def test_an_owner_who_loses_35_instead_of_25_in_a_hundred_is_mostly_found() -> None:
    rng = np.random.default_rng(5)
    found = [standouts(drawn_stages(rng, rate=0.35), WORDS)[-1] for _ in range(cases(600))]
    assert np.mean([each is not None and each.group.name == OWNERS[0] for each in found]) >= 0.65
