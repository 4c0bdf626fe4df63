"""Their words into ours: what the values of a column become, proposed and never applied unseen."""

from collections.abc import Collection, Iterable, Mapping

from journey_core.intake.headings.known import OURS, our_word, way
from journey_core.intake.headings.signs import CHANNEL_OF, Sign
from journey_core.intake.rows.mapping import ValueMap
from journey_core.log.comparison import fold
from journey_core.log.vocabulary import WordList, Words


def known_words(words: Words | None) -> Mapping[str, Collection[str]]:
    """Field -> folded words that stay as written: ours, and those that the workspace has already."""
    of_workspace = words.codes if words else {}
    return {field: {*map(fold, ours), *of_workspace.get(_list(field), ())} for field, ours in OURS.items()}


def translated(field: str, values: Iterable[str], known: Collection[str], sign: Sign | None = None) -> dict[str, str]:
    """Raw -> our word, for every value that is known in one of the languages and does not stay as it is written.

    sign: what the rows are, where that gives words another meaning: a website that visitors of ours came from.
    """
    found = {
        raw: (sign.word(field, raw) if sign else "") or (way(raw) if field == "direction" else our_word(field, raw))
        for raw in values
        if fold(raw) not in known
    }
    return {raw: word for raw, word in found.items() if word}


def channels_of(
    column: str, kinds: Mapping[str, str], values: Iterable[str], *, otherwise: str = ""
) -> ValueMap | None:
    """The channel by the words that say what happened, None where they name none; any other word has no channel, or
    the one it has otherwise.
    """
    found = {raw: our_word("channel", raw) or CHANNEL_OF.get(kinds.get(raw, fold(raw)), "") for raw in values}
    named = {raw: channel for raw, channel in found.items() if channel}
    return ValueMap(column, named, otherwise) if named else None


def directions_of(column: str, values: Collection[str]) -> ValueMap | None:
    """Who spoke, by the words that say what happened, None unless at least half of them say it: “Outbound call”."""
    found = {raw: our_word("direction", raw) for raw in values}
    named = {raw: direction for raw, direction in found.items() if direction}
    return ValueMap(column, named, "") if named and 2 * len(named) >= len(values) else None


def _list(field: str) -> WordList:
    return field  # type: ignore[return-value] # of the fields that can be translated only direction has no list
