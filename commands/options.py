"""The options that a command was given, as an address would say them."""

from collections.abc import Sequence

from journey_core.errors import BadInput


def said(**given: str | int | Sequence[str] | None) -> dict[str, list[str]]:
    """What was given, as parameters of an address; raises BadInput for an empty option, such as a script's variable
    that was never set.
    """
    values = {name: _listed(value) for name, value in given.items()}
    for name, texts in values.items():
        if not all(text.strip() for text in texts):
            raise BadInput(f"{flag(name)} is empty; leave it out, or give it a value.")
    return {name: texts for name, texts in values.items() if texts}


def flag(name: str) -> str:
    """An option as people type it."""
    return f"--{name.replace('_', '-')}"


def _listed(value: str | int | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else list(value)
