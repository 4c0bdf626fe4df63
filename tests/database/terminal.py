"""The terminal, called in this process: what it prints and how it ends."""

import json
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from cli import app


def run(*arguments: object) -> Result:
    """One call; whatever is no refusal of ours surfaces."""
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*arguments: object) -> Any:
    """The one JSON document of a call that is done."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(*arguments: object, status: int) -> str:
    """The one line that a call refuses with; stdout stays empty."""
    result = run(*arguments, "--json")
    assert (result.exit_code, result.stdout) == (status, ""), result.output
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr
