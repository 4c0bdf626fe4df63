"""What somebody can be allowed to do in a workspace. Which role may do what is the table in `db.access.roles`."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Permission = Literal["see", "export", "log", "edit", "import", "save views", "change views", "enter spend", "configure"]
"""see: read leads, journeys and every answer; export: take data away as a file; log: add interactions and next steps;
edit: change leads and take single interactions back; import: load files, undo them, keep mappings; change views: those
that others saved; configure: settings and words.
"""

PERMISSIONS: Final[tuple[Permission, ...]] = get_args(Permission)


@dataclass(frozen=True)
class Role:
    """A name, and what those who have it may do."""

    name: str
    may: frozenset[Permission]
