"""The packages' side of attribution, run as a process of its own: `python -m benchmarks.peer_packages ROWS.parquet`.

Reads one row per interaction (lead, occurred_at, channel, is_conversion), builds paths as our definition cuts them and
asks each package for the models it has. The last line printed is JSON: package -> the fields of Said. Each call is
timed once: they take seconds to minutes.
"""

import sys
from functools import partial
from typing import Final

import ChannelAttribution
import duckdb
import numpy as np
import orjson
import pandas as pd
from mam.core import MAM
from shapley_attribution import SimplifiedShapleyAttribution

from benchmarks.peer_answers import Said

SEPARATOR: Final = ">"

PATHS: Final = f"""
    WITH cut AS (
        SELECT lead, occurred_at, channel, is_conversion, coalesce(sum(is_conversion::INT) OVER (
            PARTITION BY lead ORDER BY occurred_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS part
        FROM read_parquet($file)
    ), paths AS (
        SELECT string_agg(channel, '{SEPARATOR}' ORDER BY occurred_at) FILTER (channel <> '') AS path,
            bool_or(is_conversion) AS has_converted
        FROM cut GROUP BY lead, part HAVING path IS NOT NULL
    )
    SELECT path, count(*) FILTER (has_converted) AS converted, count(*) FILTER (NOT has_converted) AS not_converted
    FROM paths GROUP BY path
"""
"""Every path once with how often it converted and how often not: the least that the packages can be given."""


def main(file: str) -> None:
    cutting = Said()
    paths = cutting.ask(lambda: _paths(file))
    answers = {"paths": cutting} | {package: ask(paths) for package, ask in PACKAGES.items()}
    sys.stdout.write(f"\n{orjson.dumps(answers).decode()}\n")


def _paths(file: str) -> pd.DataFrame:
    """One row per path: path, converted, not_converted."""
    with duckdb.connect() as connection:
        return connection.execute(PATHS, {"file": file}).df()


def _channel_attribution(paths: pd.DataFrame) -> Said:
    said = Said()
    rules = said.ask(lambda: ChannelAttribution.heuristic_models(paths, "path", "converted", flg_pro=False))
    for model in ("first", "last", "linear"):
        said.credit[model] = dict(zip(rules["channel_name"], rules[f"{model}_touch"], strict=True))
    for order in (1, 2, 3):
        chain = said.ask(partial(_chain, paths, order))
        said.credit[f"markov {order}"] = dict(zip(chain["channel_name"], chain["total_conversions"], strict=True))
    return said


def _chain(paths: pd.DataFrame, order: int) -> pd.DataFrame:
    credit: pd.DataFrame = ChannelAttribution.markov_model(
        paths, "path", "converted", var_null="not_converted", order=order, ncore=2, verbose=False, flg_pro=False
    )
    return credit


def _marketing_attribution_models(paths: pd.DataFrame) -> Said:
    said, long = Said(), pd.concat([_with_counts(paths, "converted"), _with_counts(paths, "not_converted")])
    columns = {"occurrences_colname": "occurrences", "path_separator": SEPARATOR}
    package = said.ask(lambda: MAM(long, "grouped_journey", "journey", "converted", **columns))
    for model, ask in {
        "first": package.run_first_click,
        "last": package.run_last_click,
        "linear": package.run_linear,
        "position_based": package.run_position_based,
        "shapley_exact_set": partial(package.run_shapley, max_size=16),
    }.items():
        frame = said.ask(ask).to_pandas()
        said.credit[model] = dict(zip(frame.iloc[:, 0], map(float, frame.iloc[:, 1]), strict=True))
    return said


def _with_counts(paths: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """One row per path that had this outcome: journey, occurrences, converted."""
    some = paths.loc[paths[outcome] > 0, ["path", outcome]].set_axis(["journey", "occurrences"], axis=1)
    return some.assign(converted=outcome == "converted")


def _shapley_attribution(paths: pd.DataFrame) -> Said:
    said, counts = Said(), paths["converted"].to_numpy()
    journeys = [path.split(SEPARATOR) for path in np.repeat(paths["path"].to_numpy(object), counts)]
    model = SimplifiedShapleyAttribution(normalize=False)
    said.ask(lambda: model.fit(journeys, [1] * len(journeys)))
    said.credit["shapley"] = model.attribution_
    return said


PACKAGES: Final = {
    "ChannelAttribution": _channel_attribution,
    "marketing-attribution-models": _marketing_attribution_models,
    "shapley-attribution": _shapley_attribution,
}

if __name__ == "__main__":
    main(sys.argv[1])
