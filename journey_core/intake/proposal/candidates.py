"""The columns that a field may come from, ranked: by synonym, by values, by role, each with its reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from journey_core.intake.headings.comparing import spaced
from journey_core.intake.headings.known import OURS, our_word, roles, synonyms
from journey_core.intake.headings.objects import is_of_a_lead, is_of_a_person
from journey_core.intake.proposal.agreement import MOST, Seen, agrees, known_rows, known_share
from journey_core.intake.proposal.colleagues import is_ours
from journey_core.intake.proposal.times import CLOSED, VAGUE, is_time_of_something_else
from journey_core.log.comparison import fold

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("email", "person"), "phone": ("phone",), "lead": ("lead", "person"),
    "occurred_at": ("occurred_at", "moved", "edited", "date", "due", "closed", "created", "changed"),
    "kind": ("kind", "type"),
    "channel": ("channel", "type"), "direction": ("direction", "type"),
    "stage": ("stage", "new value", "status", "type"),
    "value": ("value",), "external_id": ("external_id",), "name": ("name", "person"), "company": ("company",),
    "owner": ("owner",), "campaign": ("campaign",), "source": ("source",), "content": ("content",),
}  # fmt: skip
"""Field -> the roles it is taken from, the best first. Columns are given out to the fields in this order."""
TIME_ROLES: Final[Mapping[str, str]] = {
    "occurred_at": "when it happened", "moved": "when the stage was entered", "edited": "when it was edited",
    "date": "its day or time", "due": "when it was due", "closed": "when it was closed",
    "created": "when it was created", "last": "when something last happened", "changed": "when it was last changed",
}  # fmt: skip
_HALF: Final = 0.5
_LIKENESS: Final = 82.0
_MOST_COLUMNS: Final = 200
_ABOUT_OTHERS: Final = frozenset(
    {
        "opt", "unsubscribe", "unsubscribed", "bounced", "bounce", "cc", "bcc", "guest", "billing", "fax", "verified",
        "valid", "consent", "modified", "changed", "updated", "birthday", "birth", "born",
    }
)  # fmt: skip
"""Words that make a heading speak of something else, whatever its values look like."""


@dataclass(frozen=True)
class Candidate:
    """A column whose heading is an exact synonym for a role of the field; rank: its place among the synonyms."""

    seen: Seen
    field: str
    role: str
    rank: int

    @property
    def agrees(self) -> bool:
        """Whether the values can be what the field says; vague headings have to say it in words that are known."""
        if self.role == "person":
            return _PEOPLE[self.field](self.seen)
        if self.role in VAGUE:
            return self._says_it_best
        if self.field == "kind" and "channel" in self.seen.roles:
            return known_share("kind", self.seen) >= known_share("channel", self.seen)
        return agrees(self.field, self.seen)

    @property
    def _says_it_best(self) -> bool:
        """Whether most words of a vague column are known, none is a number, and no other field knows more of them."""
        known = known_share(self.field, self.seen)
        others = [known_share(field, self.seen) for field in ("kind", "stage")]
        return known >= _HALF and known >= max(others) and not self.seen.share(_is_without_letters)

    def order(self) -> tuple[float, ...]:
        """Smaller is better: role, rows whose word is known, synonym, filled cells, place."""
        known = round(known_rows(self.field, self.seen), 1) if self.field in OURS else 0.0
        place_of_role = ROLES[self.field].index(self.role)
        return (place_of_role, -known, self.rank, -round(self.seen.filled, 1), self.seen.place)

    @property
    def closes(self) -> bool:
        """Whether its words say that something was won or lost."""
        return any(our_word("stage", value) in CLOSED for value in self.seen.values)


def candidates(field: str, free: Sequence[Seen], columns: Sequence[Seen]) -> list[Candidate]:
    """Those of the free columns with a heading for this field, the best first, whether their values agree or not.

    columns: all of the file.
    """
    found = [
        Candidate(seen, field, role, seen.roles[role])
        for seen in free
        if (role := _role(field, seen, columns)) and not (field == "name" and _is_part_of_a_name(seen, free))
    ]
    return sorted(found, key=Candidate.order)


def _role(field: str, seen: Seen, columns: Sequence[Seen]) -> str:
    """The best role of the field that the heading names and the other columns do not speak against, else ""."""
    named = (role for role in ROLES[field] if role in seen.roles)
    return next((role for role in named if not _is_about_something_else(field, role, seen, columns)), "")


def own_ids(columns: Sequence[Seen]) -> list[Seen]:
    """The columns of a bare “ID” whose values differ in every row and are not the numbers of the rows."""
    return [seen for seen in columns if "id" in seen.roles and agrees("external_id", seen) and not _counts_rows(seen)]


def is_own_name(field: str, seen: Seen) -> bool:
    """Whether the column has the field's own name, by which it maps without a mapping."""
    return fold(seen.name) == field


def by_values(field: str, columns: Sequence[Seen]) -> list[Seen]:
    """The columns whose values alone say that they are this field: all agree, and no heading speaks against it."""
    free = [seen for seen in columns if not seen.roles and len(seen.values) > 1 and not is_about_others(seen)]
    return [seen for seen in free if _ALONE[field](seen)] if field in _ALONE else []


def alike(field: str, columns: Sequence[Seen]) -> list[str]:
    """The columns whose heading is only similar to one of this field, the closest first; values may speak against."""
    headings = [spaced(heading) for role in ROLES[field][:1] for heading in synonyms()[role]]
    scored: dict[str, float] = {}
    for seen in columns[:_MOST_COLUMNS]:
        if seen.values and not agrees(field, seen):
            continue
        best = process.extractOne(spaced(seen.heading), headings, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKENESS)
        if best:
            scored[seen.name] = best[1]
    return sorted(scored, key=lambda name: -scored[name])


def is_about_others(seen: Seen) -> bool:
    """Whether the heading speaks of an owner, a company or a consent: “Owner Email”, “Company phone”, “Opt Out”."""
    words = spaced(seen.name).split()
    parts = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    return any({"owner", "company"} & roles(part).keys() for part in parts) or not _ABOUT_OTHERS.isdisjoint(words)


def _is_about_something_else(field: str, role: str, seen: Seen, columns: Sequence[Seen]) -> bool:
    """Whether the other columns show that this one does not say who was spoken to or when it happened."""
    if field == "occurred_at":
        return is_time_of_something_else(role, seen, columns)
    if is_ours(field, seen, columns):
        return True
    return role == "lead" and is_of_a_lead(seen.name) and any(map(_is_address_of_a_person, columns))


def _is_address_of_a_person(seen: Seen) -> bool:
    """Whether a person has an address beside the lead, which is an enquiry of theirs then."""
    return not {"email", "phone"}.isdisjoint(seen.roles) and is_of_a_person(seen.name)


def _is_part_of_a_name(seen: Seen, columns: Sequence[Seen]) -> bool:
    """Whether a bare “Nom” stands beside “Prénom”, and so holds one part of the name only."""
    parts = ("first name", "last name")
    others = [each for each in columns if each is not seen and any(part in each.roles for part in parts)]
    return bool(others) and (any(part in seen.roles for part in parts) or len(spaced(seen.heading).split()) == 1)


def _counts_rows(seen: Seen) -> bool:
    numbers = [str(number) for number in range(len(seen.values) + 1)]
    return list(seen.values) in (numbers[:-1], numbers[1:])


def _is_without_letters(value: str) -> bool:
    return not any(map(str.isalpha, value))


def _holds_codes(seen: Seen) -> bool:
    return seen.share(lambda value: " " not in value and any(map(str.isdigit, value)) and "@" not in value) >= MOST


def _all_known(field: str) -> Callable[[Seen], bool]:
    return lambda seen: known_share(field, seen) == 1


_PEOPLE: Final[Mapping[str, Callable[[Seen], bool]]] = {
    "email": lambda seen: seen.holds_addresses,
    "lead": lambda seen: _holds_codes(seen) and agrees("lead", seen),
    "name": lambda seen: agrees("name", seen) and not _holds_codes(seen),
}
_ALONE: Final[Mapping[str, Callable[[Seen], bool]]] = {
    "email": lambda seen: seen.holds_addresses and seen.share(lambda value: "@" in value) == 1,
    "phone": lambda seen: seen.holds_phones and seen.share(lambda value: value.startswith(("+", "00"))) == 1,
    "occurred_at": lambda seen: seen.holds_times and not seen.share(str.isdecimal),
    "direction": _all_known("direction"),
    "stage": _all_known("stage"),
    "kind": _all_known("kind"),
    "channel": _all_known("channel"),
}
