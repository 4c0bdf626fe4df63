"""What a heading and a word are known to mean, over all languages and systems of the tables."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from typing import Final

from journey_core.intake.headings import dutch, english, french, german, italian, portuguese, spanish
from journey_core.intake.headings.comparing import key, without_brackets
from journey_core.intake.headings.objects import bare, given, parts
from journey_core.intake.headings.systems import SYSTEMS
from journey_core.log.vocabulary import CHANNELS, DIRECTIONS, KINDS, STAGES

LANGUAGES: Final = {
    "English": english, "German": german, "French": french, "Spanish": spanish, "Italian": italian,
    "Portuguese": portuguese, "Dutch": dutch,
}  # fmt: skip
OURS: Final[Mapping[str, Collection[str]]] = {
    "kind": KINDS, "channel": CHANNELS, "direction": DIRECTIONS[1:], "stage": STAGES,
}  # fmt: skip
"""Field -> our words in it; these fields can be translated."""
_WAYS: Final = {
    "email_sent": "outbound", "email_replied": "inbound", "sms_sent": "outbound", "sms_replied": "inbound",
}  # fmt: skip


def roles(heading: str) -> Mapping[str, int]:
    """The roles that a heading is an exact synonym for, with its place among the synonyms of each.

    Roles are the fields, and what the tables tell apart within them: when it happened, was due, was created …
    A heading that no table knows counts by its parts: the name of a deal, the id of a contact.
    """
    return _headings().get(key(heading)) or _roles_by_parts(heading)


@lru_cache(maxsize=20_000)
def _roles_by_parts(heading: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for spoken_of, said in parts(heading):
        for role, place in _bare_headings().get(said, {}).items():
            if together := given(spoken_of, role):
                found.setdefault(together, place)
    return found or _bare_headings().get(bare(heading), {})


def our_word(field: str, text: str) -> str:
    """Our word of this field for a word in any of the languages, "" for a word that is not known or means several.

    Where the whole is not known, the text without brackets at its end counts, then what follows its last slash
    and, but for channels (source / medium), what stands before the first: “Angebot/Preisanfrage”.
    """
    words = _words()[field]
    before_slash = text.partition("/")[0] if field != "channel" else ""
    for each in dict.fromkeys((text, without_brackets(text), text.rpartition("/")[2], before_slash)):
        if found := words.get(key(each)):
            return found
    return ""


def way(text: str) -> str:
    """Who spoke, by a word for it or by one for a message that only goes one way: “INCOMING_EMAIL”; "" if unknown."""
    return our_word("direction", text) or _WAYS.get(our_word("kind", text), "")


def synonyms() -> Mapping[str, Collection[str]]:
    """Role -> its headings, as written in the tables."""
    return _synonyms()


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for table in _tables():
        for role, listed in table.items():
            found[role] |= dict.fromkeys(listed.split(", "))
    return {role: tuple(headings) for role, headings in found.items()}


@cache
def _headings() -> dict[str, dict[str, int]]:
    return _by_spelling(key)


@cache
def _bare_headings() -> dict[str, dict[str, int]]:
    return _by_spelling(bare)


def _by_spelling(spelling: Callable[[str], str]) -> dict[str, dict[str, int]]:
    """Heading as it is compared -> its roles, with its place among the synonyms of each."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for table in _tables():
        for role, listed in table.items():
            for place, heading in enumerate(listed.split(", ")):
                its_roles = found[spelling(heading)]
                its_roles[role] = min(place, its_roles.get(role, place))
    return {heading: roles for heading, roles in found.items() if heading}


def _tables() -> list[Mapping[str, str]]:
    return [*(language.HEADINGS for language in LANGUAGES.values()), *SYSTEMS.values()]


@cache
def _words() -> dict[str, dict[str, str]]:
    """Field -> compared word -> our word; ours stand for themselves, words of several meanings are left out."""
    return {
        field: {word: next(iter(meanings)) for word, meanings in _meanings(field).items() if len(meanings) == 1}
        | {key(word): word for word in ours}
        for field, ours in OURS.items()
    }


def _meanings(field: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES.values():
        for ours, listed in language.WORDS[field].items():
            for word in listed.split(", "):
                found[key(word)].add(ours)
    return found
