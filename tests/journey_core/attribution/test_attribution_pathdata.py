"""Attribution of the ChannelAttribution package's demo data, expanded to one lead a journey."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from journey_core.attribution.answer import attribute, attribute_all
from journey_core.attribution.models import MODELS
from journey_core.attribution.options import AttributionOptions
from journey_core.log.journeys import build
from journey_core.log.vocabulary import BUILT_IN, KindCode, Words

MINUTE = 60_000_000
EXPECTED = {
    "alpha": (6308, 8447, 7574.718594, 5348),
    "iota": (4606, 3355, 3857.096221, 3899),
    "eta": (3164, 4167, 3539.951157, 3331),
    "beta": (2831, 989, 2083.500145, 2529),
    "theta": (1606, 653, 1022.801394, 1988),
    "lambda": (902, 1207, 1035.257572, 1268),
}
"""First, last, linear, Markov of order 1 (simulated, 1 % noise)."""

HIGHER = {
    2: {"alpha": 5517.8, "iota": 3772.5, "eta": 3408.9, "beta": 2522.6, "theta": 1904.4, "lambda": 1163.6},
    3: {"alpha": 5802.4, "iota": 3811.2, "eta": 3214.3, "beta": 2363.0, "theta": 1824.9, "lambda": 1179.1},
}
"""Markov of order 2 and 3 by version 2.2.5 of the package, which simulates: as it comes, to 5 %."""

OPTIONS = AttributionOptions(as_of=datetime(2024, 1, 1, tzinfo=UTC), model="markov", replicates=20)


@pytest.fixture(scope="module")
def log(shared):
    text = (shared / "data/channelattribution_pathdata/Data.csv").read_text()
    return path_journeys(list(csv.DictReader(io.StringIO(text), delimiter=";")))


@pytest.fixture(scope="module")
def answers(log):
    return attribute_all(log, OPTIONS, models=[name for name in MODELS if name != "lift"])  # paths without days


def path_journeys(paths):
    """One lead a journey, touchpoints a minute apart, then a conversion with its part of the value."""
    channels = sorted({channel for path in paths for channel in path["path"].split(" > ")})
    words = Words({**{name: ("", *known) for name, known in BUILT_IN.items()}, "channel": ("", *channels)})
    rows, lead = [], 0
    for path in paths:
        codes = [words.code("channel", channel) for channel in path["path"].split(" > ")]
        conversions = int(path["total_conversions"])
        for number in range(conversions + int(path["total_null"])):
            lead += 1
            rows += [(lead, minute, 9, code, 0.0) for minute, code in enumerate(codes)]
            if number < conversions:
                worth = float(path["total_conversion_value"]) / conversions
                rows.append((lead, len(codes), int(KindCode.CONVERTED), 0, worth))
    leads, minutes, kinds, codes, values = (np.array(column) for column in zip(*rows, strict=True))
    return build(
        leads=leads, lead_id=leads, occurred_at=minutes * MINUTE, interaction_id=np.arange(len(rows)),
        codes={"kind": kinds, "channel": codes, "value": values}, words=words,
    )  # fmt: skip


@pytest.mark.parametrize(("model", "column"), [("first", 0), ("last", 1), ("linear", 2)])
def test_rule_models_agree_to_a_millionth(answers, model, column):
    credit = {row.channel: row.credit for row in answers[model].credit}
    for channel, expected in EXPECTED.items():
        assert credit[channel] == pytest.approx(expected[column], abs=1e-6)


def test_the_chain_agrees_within_the_noise_of_the_simulation(answers):
    credit = {row.channel: row.credit for row in answers["markov"].credit}
    for channel, expected in EXPECTED.items():
        assert credit[channel] == pytest.approx(expected[3], rel=0.015)


@pytest.mark.parametrize("order", HIGHER)
def test_chains_of_higher_order_agree_within_one_percent_of_the_conversions(log, order):
    credit = {row.channel: row.credit for row in attribute(log, replace(OPTIONS, order=order)).credit}
    for channel, expected in HIGHER[order].items():
        assert credit[channel] == pytest.approx(expected, abs=0.01 * 19_785)


def test_conversions_and_value_are_all_shared_out(answers):
    for name, result in answers.items():
        assert (result.conversions, result.value) == (19_785, pytest.approx(74_802.971587)), name
        if name != "participation":
            rows = [*result.credit, *([result.baseline_row] if result.baseline_row else [])]
            assert sum(row.credit for row in rows) == pytest.approx(19_785)
            assert sum(row.value for row in rows) == pytest.approx(74_802.971587)
