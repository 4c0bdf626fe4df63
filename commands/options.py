"""What was given of a command's options, as an address would say it."""

from collections.abc import Sequence

from journey_core.errors import BadInput


def said(**given: str | int | Sequence[str] | None) -> dict[str, list[str]]:
    """What was given as parameters of an address; raises BadInput for an option that says nothing, such as a script's
    variable that nobody set.
    """
    values = {name: _listed(value) for name, value in given.items()}
    for name, texts in values.items():
        if not all(text.strip() for text in texts):
            raise BadInput(f"{flag(name)} says nothing; leave it out, or give it a value.")
    return {name: texts for name, texts in values.items() if texts}


def flag(name: str) -> str:
    """An option as people type it."""
    return f"--{name.replace('_', '-')}"


def _listed(value: str | int | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [str(value)] if isinstance(value, str | int) else list(value)
