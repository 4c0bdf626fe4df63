"""Step 1 of an upload: a file, and what it was taken for. The file stays with the session until another one comes."""

import re
import shutil
import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

import streamlit as st

from db.store.storage_errors import in_sentences
from db.store.temporary import temporary_folder
from journey_core.errors import JourneyError
from journey_core.intake.table.opening import ENCODINGS
from journey_core.intake.table.previews import encoding_readings
from journey_core.intake.table.recognise import Recognised, recognise
from pages.kit.formats import escape

Value = TypeVar("Value")

TYPES: Final = ("csv", "tsv", "txt", "xlsx", "gz")
DELIMITERS: Final = {"": "as found", ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_PREFIX: Final = "upload_"
_FILE: Final = "upload_file"
_SEEN: Final = "upload_seen"
_ROUND: Final = "round_of_uploads"
_TURN: Final = "turn_of_uploads"
_UNSAFE: Final = re.compile(r"[^\w. ()-]+")


@dataclass(frozen=True, eq=False)
class HeldFile:
    """An uploaded file in a folder of its own, which goes when the session does."""

    file_id: str
    name: str
    path: Path
    remembered: dict[Hashable, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.path.parent, ignore_errors=True)

    def key(self, question: str) -> str:
        """The key of a widget that asks this about this file."""
        return f"{_PREFIX}{self.file_id}_{question}"

    def once(self, question: Hashable, answer: Callable[[], Value]) -> Value:
        """`answer()`, asked once for this file: several passes over a big file would be felt on every click."""
        if question not in self.remembered:
            self.remembered[question] = answer()
        return self.remembered[question]  # type: ignore[no-any-return]


def choose_file() -> HeldFile | None:
    """The file that this session works on, None before there is one."""
    turn = st.session_state.get(_ROUND, 0)
    given = st.file_uploader(
        "CSV, TSV or XLSX, also packed as .gz", type=list(TYPES), key=f"file_{turn}", max_upload_size=200
    )
    if given is not None and st.session_state.get(_SEEN) != given.file_id:
        forget_file(keep_uploader=True)
        st.session_state[_FILE], st.session_state[_SEEN] = held_file(given), given.file_id
    held: HeldFile | None = st.session_state.get(_FILE)
    if held is not None and given is None:
        st.caption(f"Working on **{escape(held.name)}**, which is still here from before.")
    return held


def forget_file(*, keep_uploader: bool = False) -> None:
    """Starts over: the file and everything that was said about it."""
    for key in [key for key in st.session_state if str(key).startswith(_PREFIX)]:
        del st.session_state[key]
    next_turn()
    if not keep_uploader:
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def turn_key(*parts: str) -> str:
    """A widget's key for this turn: after a saved mapping is taken, every box starts anew from it."""
    return "_".join(("upload", str(st.session_state.get(_TURN, 0)), *parts))


def next_turn() -> None:
    """Begins the next turn."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def recognised_file(held: HeldFile) -> Recognised | None:
    """What the file is; None while a person has to say something first."""
    try:
        found = _recognised(held)
        chosen = _other_reading(held, found)
        found = _recognised(held, *chosen)
    except JourneyError as error:
        st.error(escape(str(error)))
        return None
    if not found.encoding_sure and not (confirmed := _ask_encoding(held)):
        return None
    if not found.encoding_sure:
        found = _recognised(held, confirmed, *chosen[1:])
    st.success(escape(f"{held.name}: {found.sentence}."))
    return found


def held_file(given: Any) -> HeldFile:
    """What a file uploader holds, written where it can be read as a file."""
    name = PurePosixPath(given.name.replace("\\", "/")).name
    with in_sentences():
        return _written(given, name)


def _written(given: Any, name: str) -> HeldFile:
    path = temporary_folder() / (_UNSAFE.sub("_", name)[-100:].lstrip(".") or "file")
    with path.open("wb") as target:
        shutil.copyfileobj(given, target)
    return HeldFile(given.file_id, name, path)


def _recognised(
    held: HeldFile, encoding: str = "", delimiter: str = "", sheet: str = "", header_line: int = 0
) -> Recognised:
    return held.once(
        ("recognised", encoding, delimiter, sheet, header_line),
        lambda: recognise(
            held.path, encoding=encoding or None, delimiter=delimiter or None, sheet=sheet or None,
            header_line=header_line or None,
        ),
    )  # fmt: skip


def _other_reading(held: HeldFile, found: Recognised) -> tuple[str, str, str, int]:
    """Encoding, delimiter, sheet and line of the header where a person says otherwise, "" and 0 where the file speaks
    for itself.
    """
    sheet = ""
    if found.format == "xlsx" and len(found.sheets) > 1:
        sheet = st.selectbox("Sheet", found.sheets, key=held.key("sheet"), persist_state="session")
    with st.popover("Read it another way"):
        header_line = st.number_input(
            "The names of the columns are in line", 0, None, 0, 1, key=held.key("header"), persist_state="session",
            help="0: as found",
        )  # fmt: skip
        if found.format == "xlsx":
            return "", "", sheet, int(header_line)
        encoding = st.selectbox("Encoding", ["", *ENCODINGS], format_func=lambda name: name or "as found",
                                key=held.key("encoding"), persist_state="session")  # fmt: skip
        delimiter = st.selectbox("Columns are separated by", list(DELIMITERS), format_func=DELIMITERS.__getitem__,
                                 key=held.key("delimiter"), persist_state="session")  # fmt: skip
    return encoding, delimiter, "", int(header_line)


def _ask_encoding(held: HeldFile) -> str:
    """The encoding that a person confirms by what a piece of the file reads like in it; "" before they do."""
    readings = held.once("encodings", lambda: encoding_readings(held.path))
    chosen = st.radio(
        "The file does not say how its letters are encoded. Which line reads right?",
        list(readings),
        index=None,
        format_func=lambda encoding: f"{escape(readings[encoding])}  ({encoding})",
        key=held.key("letters"),
        persist_state="session",
    )
    return chosen or ""
