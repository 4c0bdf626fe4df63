"""What a workspace has set, as rows: its settings and its words."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from db.store.settings import Settings
from journey_core.answers import table
from journey_core.log.comparison import fold
from journey_core.log.vocabulary import BUILT_IN, WordList, Words

if TYPE_CHECKING:
    import pandas as pd

_LISTS: Final[tuple[WordList, ...]] = ("stage", "channel", "kind")


def settings_frame(now: Settings) -> "pd.DataFrame":
    """One row per setting, its value as text; a setting that has parts is one row per part."""
    return table([{"setting": name, "value": value} for name, value in _flat(asdict(now))])


def words_frame(words: Words) -> "pd.DataFrame":
    """One row per word: its list, the word, whether every workspace has it. Stages in their order, without lost."""
    listed = {name: words.stages() if name == "stage" else words.lists[name] for name in _LISTS}
    built_in = {name: {fold(word) for word in BUILT_IN[name]} for name in _LISTS}
    rows = [(name, word, fold(word) in built_in[name]) for name, present in listed.items() for word in present if word]
    names = ("list", "word", "is_built_in")
    return table([dict(zip(names, row, strict=True)) for row in rows], names=names)


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{part}", said) for part, said in _flat(value))
        elif isinstance(value, list | tuple):
            yield name, ", ".join(map(str, value))
        else:
            yield name, str(value)
