"""The golden attribution values through a file and the terminal."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.terminal import answer
from tests.conftest import ROOT
from tests.db.drawn import START

GOLDEN = json.loads((ROOT / "tests/golden/attribution_golden.json").read_text())
MODELS = {
    "linear": "linear",
    "U_40_20_40": "position_based",
    "J_20_20_60_renorm": "j_shaped",
    "invJ_renorm": "inverse_j",
}
JOURNEYS = {
    "D1 classic": [("C1>C2>C3", 1, 0), ("C1", 0, 1), ("C2>C3", 0, 1)],
    "D2 leads": [
        ("web>email", 20, 60), ("email", 10, 90), ("web>sms>call", 30, 20), ("call", 15, 35), ("sms", 2, 98),
        ("email>email>call", 12, 18), ("web", 5, 195), ("sms>email>call", 6, 9),
    ],
}  # fmt: skip
"""Path, how many leads converted by it, and how many did not."""


def imported(folder: Path, rows: list[tuple[str, float, str, str]]) -> str:
    """A store that read these rows of lead, days since the start, channel and kind from a file."""
    store = f"sqlite:///{folder / 'store'}"
    lines = [f"{lead},{(START + timedelta(days=day)).isoformat()},{said},{kind}" for lead, day, said, kind in rows]
    (folder / "rows.csv").write_text("\n".join(["lead,occurred_at,channel,kind", *lines]))
    answer("workspace", "add", "Golden", "--store", store)
    answer("import", folder / "rows.csv", "--store", store)
    return store


def credit(store: str, model: str) -> dict[str, float]:
    told = answer("attribution", "--model", model, "--store", store)
    return {row["channel"]: row["credit"] for row in told["credit"]}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_each_number_of_touchpoints_has_the_golden_weights(tmp_path: Path, count: int) -> None:
    touched = [("ada", place / 10, f"c{place}", "touched") for place in range(count)]
    store = imported(tmp_path, [*touched, ("ada", 1, "", "converted")])
    for golden, model in MODELS.items():
        expected = {f"c{place}": weight for place, weight in enumerate(GOLDEN[f"n={count}"][golden])}
        assert credit(store, model) == pytest.approx(expected)


@pytest.mark.parametrize("days", [[28, 14, 7, 0], [10, 3, 1]])
def test_time_decay_has_the_golden_weights(tmp_path: Path, days: list[int]) -> None:
    touched = [("ada", 30 - day, f"c{place}", "touched") for place, day in enumerate(days)]
    store = imported(tmp_path, [*touched, ("ada", 30, "", "converted")])
    golden = GOLDEN[f"time_decay_7d days_before={json.dumps(days, separators=(',', ':'))}"]
    assert credit(store, "time_decay") == pytest.approx({f"c{place}": weight for place, weight in enumerate(golden)})


@pytest.mark.parametrize("name", JOURNEYS)
def test_markov_of_the_golden_journeys(tmp_path: Path, name: str) -> None:
    rows, lead = [], 0
    for path, converted, not_converted in JOURNEYS[name]:
        for number in range(converted + not_converted):
            lead += 1
            rows += [(f"{lead}", place / 10, said, "touched") for place, said in enumerate(path.split(">"))]
            rows += [(f"{lead}", 1, "", "converted")] * (number < converted)
    golden = GOLDEN[f"{name} markov keep_self=False"]["attributed"]
    conversions = sum(converted for _, converted, _ in JOURNEYS[name])
    scale = conversions / sum(golden.values())
    expected = {channel: share * scale for channel, share in golden.items()}
    assert credit(imported(tmp_path, rows), "markov") == pytest.approx(expected, abs=1e-5)
