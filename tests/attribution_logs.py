"""Journeys for tests of attribution, from paths of channels, and short ways to ask."""

from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from tests.builders import at, journeys

D1 = [("C1>C2>C3", 1, 0), ("C1", 0, 1), ("C2>C3", 0, 1)]
D2 = [
    ("web>email", 20, 60), ("email", 10, 90), ("web>sms>call", 30, 20), ("call", 15, 35), ("sms", 2, 98),
    ("email>email>call", 12, 18), ("web", 5, 195), ("sms>email>call", 6, 9),
]  # fmt: skip


def expanded(paths):
    """One lead per journey of (path, converted, not converted), touchpoints a minute apart, then the conversion."""
    rows, lead = [], 0
    for path, converted, not_converted in paths:
        channels = path.split(">")
        for number in range(converted + not_converted):
            lead += 1
            rows += [(lead, minute, "page_viewed", channel) for minute, channel in enumerate(channels)]
            rows += [(lead, len(channels), "converted")] if number < converted else []
    return journeys(rows)


def ask(log, model="linear", threads=1, **options):
    return attribute(log, AttributionOptions(**{"as_of": at(10**6), "model": model} | options), threads=threads)


def credit(log, model="linear", **options):
    return {row.channel: row.credit for row in ask(log, model, **options).credit}
