"""The scripts that migrate the store: where they are, and which versions of its tables they make."""

from functools import cache
from pathlib import Path
from typing import Final

SCRIPTS: Final = Path(__file__).parent.parent / "migrations"


@cache
def versions(part: str) -> list[str]:
    """The versions of a part, oldest first: the beginnings of the scripts' names, such as 0001_workspace for
    0001_workspace_the_log.py.
    """
    names = (path.name for path in (SCRIPTS / part / "versions").glob("*.py"))
    return sorted("_".join(name.split("_")[:2]) for name in names)
