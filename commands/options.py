"""Options that several commands share, and what was given of them as an address would say it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import typer

from journey_core.errors import BadInput

Goal = Annotated[str | None, typer.Option(help="What a conversion is, a predicate.")]
Lookback = Annotated[str | None, typer.Option(help="How far before a conversion touchpoints count: 90d.")]
HalfLife = Annotated[str | None, typer.Option(help="Of the model time_decay: 7d.")]
ChainOrder = Annotated[int | None, typer.Option(help="Of the chain of the model markov: 1 to 4; default 1.")]
Touchpoints = Annotated[
    list[str] | None, typer.Option(help="A predicate: only these are touchpoints; repeat it for others; or every.")
]
Weights = Annotated[str | None, typer.Option(help="Of the model custom: first=.3,lead_creation=.2,last=.4,middle=.1.")]
Opportunity = Annotated[str | None, typer.Option(help="The stage whose entry makes the opportunity.")]

Window = Annotated[str | None, typer.Option(help="From the first step to the last, such as 14d.")]
OptionalSteps = Annotated[list[int] | None, typer.Option(help="Number of a step that may be skipped; repeat it.")]
Exclusions = Annotated[
    list[str] | None, typer.Option(help="2:3:kind=lost: none of that after step 2 and before step 3; repeat it.")
]
StepWindows = Annotated[
    list[str] | None, typer.Option(help="3:2d: step 3 at most two days after the one before; repeat it.")
]

Part = tuple[dict[str, Any], list[str]]
"""What a part adds to the JSON document, and its lines for people."""

_MODELS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "order": ("markov",),
    "chain": ("markov",),
    "half_life": ("time_decay",),
    "weights": ("custom",),
    "opportunity": ("w_shaped", "full_path", "custom"),
}
"""The models that look at an option, by the option's name."""


def said(**given: str | int | Sequence[str] | None) -> dict[str, list[str]]:
    """What was given as parameters of an address; raises BadInput for an option that says nothing, such as a script's
    variable that nobody set.
    """
    values = {name: _listed(value) for name, value in given.items()}
    for name, texts in values.items():
        if not all(text.strip() for text in texts):
            raise BadInput(f"{flag(name)} says nothing; leave it out, or give it a value.")
    return {name: texts for name, texts in values.items() if texts}


def require_model(models: Sequence[str], **given: object) -> None:
    """Raises BadInput for an option that none of the models asked for looks at."""
    for name, value in given.items():
        if value is not None and not set(models) & set(_MODELS_OF[name]):
            raise BadInput(
                f"{flag(name)} is of the model {_enumerated(_MODELS_OF[name], 'or')}, and asked for is "
                f"{_enumerated(models, 'and')}; leave it out, or ask for that model."
            )


def flag(name: str) -> str:
    """An option as people type it."""
    return f"--{name.replace('_', '-')}"


def _enumerated(names: Sequence[str], joint: str) -> str:
    """“a”, “a or b”, “a, b or c”."""
    return f" {joint} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _listed(value: str | int | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else list(value)
