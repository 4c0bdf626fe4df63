"""Predicates: which interactions a funnel step or a goal accepts."""

import re
from dataclasses import dataclass
from typing import Final

from journey_core.errors import BadInput, brief
from journey_core.log.vocabulary import spoken

FIELDS: Final = ("kind", "channel", "stage", "campaign", "direction")

_NOUNS: Final = {"stage_changed": "change of stage", "converted": "conversion", "lost": "loss"}
"""For kinds whose words say what happened; “note” and the others are nouns as they are."""


@dataclass(frozen=True)
class Predicate:
    """What an interaction must be; a field that is None accepts anything. At least one field is given."""

    kind: str | None = None
    channel: str | None = None
    stage: str | None = None
    campaign: str | None = None
    direction: str | None = None

    def __post_init__(self) -> None:
        if not any(getattr(self, name) for name in FIELDS):
            raise BadInput(f"A predicate needs at least one of {', '.join(FIELDS)}, such as “kind=form_submitted”.")

    @classmethod
    def parse(cls, text: str) -> "Predicate":
        """The predicate of `field=value,field=value`; raises BadInput. A comma inside a value is kept."""
        given: dict[str, str] = {}
        for part in re.split(r",(?=\s*[^,=\s]+\s*=)", text):
            name, equals, value = (piece.strip() for piece in part.partition("="))
            if not equals or not value or name not in FIELDS:
                raise BadInput(
                    f"“{brief(part.strip())}” is not field=value with one of the fields {', '.join(FIELDS)}."
                )
            if name in given:
                raise BadInput(f"“{brief(text)}” names {name} twice; a predicate takes each field once.")
            given[name] = value
        return cls(**given)

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        return ",".join(f"{name}={getattr(self, name)}" for name in FIELDS if getattr(self, name))

    def sentence(self) -> str:
        """The same for people: “inbound email replied via paid search”, “moved to proposal”."""
        thing = spoken(self.kind or "") or ("interaction" if self.direction else "")
        return self._joined(thing, self._circumstances(), f"moved to {self.stage}" if self.stage else "")

    def noun(self) -> str:
        """The same where a sentence needs a noun, as after “no”: “email replied”, “loss”, “move to lost”."""
        move = f"move to {self.stage}" if self.stage else ""
        kind = self.kind or ""
        thing = _NOUNS.get(kind) or spoken(kind) or ("" if move else "interaction")
        return self._joined(thing, move, self._circumstances())

    def _circumstances(self) -> str:
        """“via paid search in campaign Spring”."""
        via = f"via {spoken(self.channel)}" if self.channel else ""
        return " ".join(filter(None, [via, f"in campaign {self.campaign}" if self.campaign else ""]))

    def _joined(self, *said: str) -> str:
        return " ".join(filter(None, [self.direction, *said]))


USUAL_GOAL: Final = Predicate(kind="converted")
"""What a conversion is unless a workspace or a question says otherwise."""
