"""The terminal, called in this process: what it prints and how it ends."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.main import get_command
from typer.testing import CliRunner

from cli import app

ROWS = (
    "lead,occurred_at,channel,kind,value,name\n"
    "ada,2024-03-01T10:00Z,web,page_viewed,,Ada\nada,2024-03-02T10:00Z,email,email_sent,,Ada\n"
    "ada,2024-03-03T10:00Z,,converted,90,Ada\nbob,2024-03-01T10:00Z,web,page_viewed,,Bob\n"
    "bob,someday,web,page_viewed,,Bob\n"
)


def run(*arguments: object) -> Result:
    """One call; any exception that is not one of our refusals surfaces."""
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*arguments: object) -> Any:
    """The one JSON document of a call that succeeds."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(*arguments: object, status: int) -> str:
    """The one line that a call refuses with; stdout stays empty."""
    result = run(*arguments, "--json")
    assert (result.exit_code, result.stdout) == (status, ""), result.output
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def sales_store(folder: Path) -> str:
    """A store with one workspace of two leads, by way of a file with one bad row, `rows.csv` in the folder."""
    url = f"sqlite:///{folder / 'store'}"
    (folder / "rows.csv").write_text(ROWS)
    answer("workspace", "add", "Sales", "--store", url)
    answer("import", folder / "rows.csv", "--store", url)
    return url


def commands() -> dict[str, dict[str, Any]]:
    """Every command by name: its subcommands by their names, or itself under "" where it has none."""
    named = get_command(app).commands.items()  # type: ignore[attr-defined]
    return {name: dict(getattr(each, "commands", {"": each})) for name, each in named}


def placed(arguments: Sequence[str], folder: Path) -> list[str]:
    """The arguments, with FOLDER replaced by the folder."""
    return [argument.replace("FOLDER", str(folder)) for argument in arguments]
