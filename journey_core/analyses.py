"""The table of analyses. A new one is a folder, which says what it is in its `entry`, and a line here.

Terminal, `ask`, warm-up, pages, report, saved views, exports and lists of leads iterate it.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # the table alone is light, so that the terminal's help need not wait for what analyses import
    from journey_core.entries import Entry


@dataclass(frozen=True)
class Analysis:
    """One line: its name in addresses and the terminal, its title, what it tells, and the package that answers it,
    which is imported when it is asked for.
    """

    name: str
    title: str
    help: str
    package: str

    @cached_property
    def entry(self) -> "Entry[Any, Any]":
        """What the package says of itself."""
        found: Entry[Any, Any] = import_module(f"{self.package}.entry").ENTRY
        return found


ANALYSES: Final[dict[str, Analysis]] = {
    each.name: each
    for each in (
        Analysis("funnel", "Funnel", "How many leads came through a row of steps.", "journey_core.funnel"),
        Analysis("attribution", "Attribution", "Which channels earn the conversions.", "journey_core.attribution"),
        Analysis("paths", "Paths", "Which steps follow each other, how many leads go which way.", "journey_core.paths"),
        Analysis(
            "bottlenecks",
            "Bottlenecks",
            "Where leads are lost or wait, and what could be recovered.",
            "journey_core.bottlenecks",
        ),
        Analysis(
            "reconcile",
            "Reconcile",
            "How the totals of journeys, funnel and attribution hang together; the residue is 0.",
            "journey_core.reconcile",
        ),
    )
}
"""Every analysis by name, in the order of menus."""
