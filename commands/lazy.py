"""Commands that are imported when they are asked for: listing them costs no more than their names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


@dataclass(frozen=True)
class Line:
    """A command as it is listed: its line of help, and the module whose `add` makes it, called with the command's name
    where that module makes commands from a table.
    """

    help: str
    module: str
    of_table: bool = False


def lazy_group(lines: Callable[[], Mapping[str, Line]]) -> type[TyperGroup]:
    """A class of groups whose commands are these lines, by name and in their order, whenever it is asked."""

    class LazyGroup(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            self.commands = Commands(lines)  # type: ignore[assignment] # commands are only added as lines

        def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
            del ctx
            return list(self.commands)

        def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
            del ctx
            room = formatter.width - 6 - max(map(len, self.commands), default=0)
            named = [(name, TyperCommand(name, help=line.help)) for name, line in lines().items()]
            with formatter.section("Commands"):
                formatter.write_dl([(name, each.get_short_help_str(room)) for name, each in named])

    return LazyGroup


class Commands(Mapping[str, Any]):
    """Name -> command, which is imported when it is looked up."""

    def __init__(self, lines: Callable[[], Mapping[str, Line]]) -> None:
        self._lines = lines

    def __getitem__(self, name: str) -> Any:
        made = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
        line = self._lines()[name]
        add = import_module(line.module).add
        add(made, name) if line.of_table else add(made)
        return get_group(made).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines())

    def __len__(self) -> int:
        return len(self._lines())
