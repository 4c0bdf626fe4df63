"""What a workspace should hold, in dicts and sets, without a line of the program's own code."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

BUILT_IN = {
    "channel": {
        "email", "sms", "call", "web", "meeting", "chat", "paid_search", "organic_search", "paid_social",
        "organic_social", "display", "referral", "event", "direct", "other",
    },
    "kind": {
        "email_sent", "email_opened", "email_clicked", "email_replied", "sms_sent", "sms_replied", "call_attempted",
        "call_connected", "page_viewed", "form_submitted", "meeting_booked", "meeting_held", "note", "stage_changed",
        "converted", "lost",
    },
    "stage": {"new", "contacted", "qualified", "proposal", "won", "lost"},
    "campaign": set[str](),
    "source": {"inbox", "campaign", "form", "api", "csv"},
    "owner": set[str](),
}  # fmt: skip
PERSON = 0


class Row(NamedTuple):
    """One row of a file, or one entry of a form; "" where it says nothing. `minute` None is a date nobody can read."""

    lead: str = ""
    email: str = ""
    minute: int | None = 0
    channel: str = ""
    kind: str = ""
    stage: str = ""
    value: str = ""
    owner: str = ""
    external_id: str = ""
    name: str = ""
    tier: str = ""
    source: str = "csv"

    @property
    def key(self) -> str:
        return self.lead or self.email.lower()

    @property
    def stored_kind(self) -> str:
        if self.stage.lower() in {"won", "lost"}:
            return {"won": "converted", "lost": "lost"}[self.stage.lower()]
        return self.kind or ("stage_changed" if self.stage else "")

    @property
    def is_readable(self) -> bool:
        return bool(self.minute is not None and self.key and (self.stored_kind or self.channel))

    @property
    def content(self) -> tuple[object, ...]:
        """What makes it this interaction and no other. The case of channel, kind and stage does not matter."""
        words = (self.channel.lower(), self.stored_kind.lower(), self.stage.lower())
        return (self.key, self.minute, *words, self.value, self.owner)

    @property
    def said(self) -> dict[str, str]:
        """What it says about its lead."""
        told = {"name": self.name, "email": self.email.lower(), "owner": self.owner, "tier": self.tier}
        return {name: value for name, value in told.items() if value}


@dataclass
class Logged:
    """One interaction of the log, and who claims it: numbers of imports, PERSON for form and terminal."""

    row: Row
    claims: set[int]


@dataclass
class Import:
    """One import: its counts in the order rows, created, duplicate, rejected, leads created."""

    text: str
    counts: tuple[int, int, int, int, int]
    new_words: dict[str, set[str]]
    is_standing: bool = True


@dataclass
class Model:
    """The whole workspace."""

    log: dict[tuple[object, ...], Logged] = field(default_factory=dict)
    leads: set[str] = field(default_factory=set)
    said: dict[tuple[str, str, int], str] = field(default_factory=dict)
    """(lead, attribute, import or PERSON) -> value"""
    imports: list[Import] = field(default_factory=list)
    new_stages: list[str] = field(default_factory=list)
    """Stages that files and people brought, in the order of their first appearance."""

    def load(self, text: str, rows: list[Row]) -> int:
        """Imports a file; returns the number of its import, also when it was already there."""
        standing = [place for place, done in enumerate(self.imports, 1) if done.text == text and done.is_standing]
        if standing:
            return standing[0]
        number, leads, words = len(self.imports) + 1, len(self.leads), self.words()
        accepted, created, identical = [], 0, Counter[tuple[object, ...]]()
        for row in rows:
            if not row.is_readable:
                continue
            identity = self._identity(row, identical[row.content])
            identical[row.content] += not row.external_id
            if identity in self.log and self.log[identity].row.content != row.content:
                continue
            created += identity not in self.log
            self._add(identity, row, number)
            accepted.append(row)
        self._say_newest(accepted, number)
        added = {name: self.words()[name] - words[name] for name in words if self.words()[name] - words[name]}
        duplicate, rejected = len(accepted) - created, len(rows) - len(accepted)
        counts = (len(rows), created, duplicate, rejected, len(self.leads) - leads)
        self.imports.append(Import(text, counts, added))
        return number

    def record(self, row: Row) -> bool | None:
        """One interaction by a person: whether it is new; None if its id belongs to another."""
        identity = self._identity(row, 0)
        if identity in self.log and self.log[identity].row.content != row.content:
            return None
        is_new = identity not in self.log
        is_again = not is_new and PERSON in self.log[identity].claims
        self._add(identity, row, PERSON)
        told = {name: value for name, value in row.said.items() if name != "owner"}
        self.edit(
            row.key, {name: value for name, value in told.items() if not (is_again and self._has_told(row, name))}
        )
        return is_new

    def edit(self, lead: str, told: dict[str, str]) -> None:
        self.said |= {(lead, name, PERSON): value for name, value in told.items()}

    def _has_told(self, row: Row, name: str) -> bool:
        return (row.key, name, PERSON) in self.said

    def retract(self, row: Row) -> bool:
        """Takes back what a person logged; False if nobody did."""
        logged = self.log.get(self._identity(row, 0))
        if logged is None or PERSON not in logged.claims:
            return False
        logged.claims.remove(PERSON)
        self._settle()
        has_rows = {logged.row.key for logged in self.log.values()}
        if row.key not in has_rows:
            self._forget_lead(row.key)
        return True

    def undo(self, number: int) -> None:
        self.imports[number - 1].is_standing = False
        for logged in self.log.values():
            logged.claims.discard(number)
        self._settle()
        self.said = {key: value for key, value in self.said.items() if key[2] != number}
        held = {logged.row.key for logged in self.log.values()} | {lead for lead, _, by in self.said if by == PERSON}
        for lead in self.leads - held:
            self._forget_lead(lead)

    def attributes(self, lead: str) -> dict[str, str]:
        """What is true of a lead: a person's word, else the oldest import's; empty ones left out."""
        found: dict[str, str] = {}
        for (_, name, _), value in sorted(
            (item for item in self.said.items() if item[0][0] == lead), key=lambda item: item[0][2]
        ):
            found.setdefault(name, value)
        return {name: value for name, value in found.items() if value}

    def words(self) -> dict[str, set[str]]:
        """The folded words of every list: the built-in ones and those in use."""
        used = {name: set(words) for name, words in BUILT_IN.items()}
        for logged in self.log.values():
            row = logged.row
            for name, word in (
                ("channel", row.channel), ("kind", row.stored_kind), ("stage", row.stage), ("owner", row.owner),
                ("source", row.source),
            ):  # fmt: skip
                used[name] |= {word.lower()} if word else set()
        return used

    def stages(self) -> list[str]:
        return ["new", "contacted", "qualified", "proposal", *self.new_stages, "won"]

    def stage(self, lead: str) -> str:
        """Where a lead stands: by its newest move, or the furthest of those at one instant."""
        order = [*self.stages(), "lost"]
        moves = [
            (logged.row.minute, order.index(_stage_of(logged.row)))
            for logged in self.log.values()
            if logged.row.key == lead and _stage_of(logged.row)
        ]
        return order[max(moves)[1]] if moves else "new"

    def _identity(self, row: Row, ordinal: int) -> tuple[object, ...]:
        return ("named", row.source, row.external_id) if row.external_id else (*row.content, ordinal)

    def _add(self, identity: tuple[object, ...], row: Row, claimant: int) -> None:
        self.log.setdefault(identity, Logged(row, set())).claims.add(claimant)
        self.leads.add(row.key)
        if row.stage and row.stage.lower() not in {*self.stages(), "lost"}:
            self.new_stages.append(row.stage.lower())

    def _say_newest(self, rows: list[Row], number: int) -> None:
        newest: dict[tuple[str, str], tuple[int, str]] = {}
        for row in rows:
            for name, value in row.said.items():
                candidate = (row.minute or 0, value)
                newest[row.key, name] = max(newest.get((row.key, name), candidate), candidate)
        self.said |= {(lead, name, number): value for (lead, name), (_, value) in newest.items()}

    def _settle(self) -> None:
        """Removes rows that nobody claims, and stages that no row names."""
        self.log = {identity: logged for identity, logged in self.log.items() if logged.claims}
        self.new_stages = [stage for stage in self.new_stages if stage in self.words()["stage"]]

    def _forget_lead(self, lead: str) -> None:
        self.leads.discard(lead)
        self.said = {key: value for key, value in self.said.items() if key[0] != lead}


def _stage_of(row: Row) -> str:
    return {"converted": "won", "lost": "lost"}.get(row.stored_kind, row.stage.lower())
