"""The words of a workspace: channels, kinds, stages in their order, campaigns, sources, owners."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, func, insert, select, update

from db.log.changes import note
from db.log.derived import rebuild_journeys
from db.store.dialects import among
from db.store.seed import WON_POSITION
from db.store.tables import INTERACTION, SPEND, WORD
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, brief
from journey_core.log.comparison import fold
from journey_core.log.vocabulary import BUILT_IN, CHANNEL_LIMIT, WORD_LISTS, StageCode, WordList, Words


def words_in(connection: Connection, workspace: Workspace) -> Words:
    """The words as a transaction sees them."""
    rows = list(connection.execute(select(WORD).where(workspace.owns(WORD)).order_by(WORD.c.position)))
    lists: dict[WordList, tuple[str, ...]] = {}
    for name in WORD_LISTS:
        by_code = {row.code: row.word for row in rows if row.list == name}
        lists[name] = tuple(by_code.get(code, "") for code in range(max(by_code, default=0) + 1))
    order = tuple(row.code for row in rows if row.list == "stage" and row.code != StageCode.LOST)
    return Words(lists, order)


def words(workspace: Workspace) -> Words:
    with workspace.read("see") as connection:
        return words_in(connection, workspace)


class Coding:
    """Turns words into codes within one write transaction; new words are added, and remembered in `new_words`."""

    def __init__(self, connection: Connection, workspace: Workspace, *, keep: bool = False) -> None:
        self.connection, self.workspace, self.keep = connection, workspace, keep
        self.codes = {name: {"": 0, **codes} for name, codes in words_in(connection, workspace).codes.items()}
        self.highest = {name: max(codes.values()) for name, codes in self.codes.items()}
        self.spelled: dict[WordList, dict[str, int]] = {name: {"": 0} for name in WORD_LISTS}
        self.new_words: dict[str, list[str]] = {}

    def column(self, name: WordList, spellings: Iterable[str]) -> list[int]:
        """The code of each word, in order; spellings of one word share a code."""
        spellings = list(spellings)
        known = self.spelled[name]
        for spelling in dict.fromkeys(spellings):
            if spelling not in known:
                known[spelling] = self._code(name, spelling)
        return [known[spelling] for spelling in spellings]

    def code(self, name: WordList, spelling: str) -> int:
        return self.column(name, [spelling])[0]

    def _code(self, name: WordList, spelling: str) -> int:
        folded = fold(spelling)
        if folded not in self.codes[name]:
            self.codes[name][folded] = self._add(name, spelling.strip())
            self.new_words.setdefault(name, []).append(spelling.strip())
        return self.codes[name][folded]

    def _add(self, name: WordList, word: str) -> int:
        code = self.highest[name] + 1
        if name == "channel" and code > CHANNEL_LIMIT:
            raise Refused(
                f"“{brief(word)}” would be channel number {code}; a workspace has at most {CHANNEL_LIMIT}. "
                "Is this column really the channel? A campaign or detail has no such limit."
            )
        if name == "stage" and code > 200:
            raise Refused(f"“{brief(word)}” would be stage number {code}; a workspace has at most 200 stages.")
        if name in {"kind", "source"} and code > 60_000:
            raise Refused(f"“{brief(word)}” would be {name} number {code}; a workspace has at most 60,000.")
        self.connection.execute(
            insert(WORD).values(
                workspace_id=self.workspace.id, list=name, code=code, word=word, folded=fold(word),
                position=self._position() if name == "stage" else 0, is_kept=self.keep,
            )
        )  # fmt: skip
        self.highest[name] = code
        return code

    def _position(self) -> int:
        """New stages stand before won, in order of their first appearance; other lists have no order."""
        stages = (WORD.c.list == "stage", WORD.c.position < WON_POSITION)
        highest = select(func.max(WORD.c.position)).where(self.workspace.owns(WORD), *stages)
        return int(self.connection.scalar(highest) or 0) + 1


def withdraw_unused(connection: Connection, workspace: Workspace, candidates: Mapping[WordList, set[int]]) -> list[str]:
    """Removes those candidate words that no interaction uses and nobody keeps; returns them as written."""
    removed: list[str] = []
    for name, codes in candidates.items():
        listed = (workspace.owns(WORD), WORD.c.list == name)
        loose = {
            row.code: row.word
            for row in connection.execute(select(WORD.c.code, WORD.c.word).where(*listed, WORD.c.is_kept.is_(False)))
            if row.code in codes
        }
        if not loose:
            continue
        # One pass over the log for all words of a list; asking word by word would take a pass for each.
        used = set(connection.scalars(select(INTERACTION.c[name]).where(workspace.owns(INTERACTION)).distinct()))
        if name == "channel":
            used |= set(connection.scalars(select(SPEND.c.channel).where(workspace.owns(SPEND))))
        going = sorted(loose.keys() - used)
        connection.execute(delete(WORD).where(*listed, among(connection, WORD.c.code, going)))
        removed += [loose[code] for code in going]
    return removed


def add_word(workspace: Workspace, name: WordList, word: str) -> None:
    """Adds a word that stays, whether used or not."""
    if not word.strip():
        raise BadInput(f"A {name} needs a name.")
    with workspace.write("configure") as connection:
        coding = Coding(connection, workspace, keep=True)
        coding.code(name, word)
        if not coding.new_words:
            raise Refused(f"There is already a {name} “{brief(word)}”.")
        note(connection, workspace)


def reorder_stages(workspace: Workspace, stages: list[str]) -> None:
    """Puts the stages in this order, which names each once, won last. Moves at one instant count in it."""
    known = words(workspace)
    codes = [known.code("stage", stage) for stage in stages]
    if sorted(codes) != sorted(known.stage_order) or codes[-1] != StageCode.WON:
        raise BadInput(f"The order must name each stage once, won last: {', '.join(known.stages())}.")
    with workspace.write("configure") as connection:
        for place, code in enumerate(codes[:-1]):
            row = (workspace.owns(WORD), WORD.c.list == "stage", WORD.c.code == code)
            connection.execute(update(WORD).where(*row).values(position=place))
        rebuild_journeys(connection, workspace)
        workspace.changed(connection)  # which rows moved their lead may change anywhere


def remove_word(workspace: Workspace, name: WordList, word: str) -> None:
    """Removes a word that nothing uses and that is not built in."""
    code = words(workspace).code(name, word)
    if fold(word) in {fold(known) for known in BUILT_IN[name]}:
        raise Refused(f"“{brief(word)}” is built in and stays.")
    with workspace.write("configure") as connection:
        row = (workspace.owns(WORD), WORD.c.list == name, WORD.c.code == code)
        connection.execute(update(WORD).where(*row).values(is_kept=False))
        if not withdraw_unused(connection, workspace, {name: {code}}):
            users = "interactions or spend name it" if name == "channel" else "interactions name it"
            raise Refused(f"“{brief(word)}” is in use and stays: {users}.")
        note(connection, workspace)
