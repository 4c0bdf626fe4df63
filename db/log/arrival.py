"""What comes in with a file: counted, and said of leads. Its two sorts are interactions and lists of leads."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection

from db.log.lead_claims import Said
from db.log.older_leads import OlderLeads, has_older_hashes, older_leads
from db.log.words import Coding
from db.store.workspaces import Workspace
from journey_core.intake.rows.rows import Batch


@dataclass
class Arrival:
    """One file on its way in, inside the import's write transaction."""

    connection: Connection
    workspace: Workspace
    import_id: int
    created: int = 0
    duplicate: int = 0
    leads_created: int = 0
    taken: list[int] = field(default_factory=list)
    """Numbers of the rows that the log refuses."""
    changed: list[tuple[int, int]] = field(default_factory=list)
    """The new rows and leads as `db.log.changes` notes them, as long as there are few enough."""
    told: Collection[int] = ()
    """The leads that the rows say something about."""
    refused: tuple[str, str] = ("", "")
    """Field and reason of the rows in `taken`."""

    def __post_init__(self) -> None:
        self.coding = Coding(self.connection, self.workspace)
        self.said = Said(self.connection, self.workspace, self.import_id)
        self.is_older = has_older_hashes(self.connection, self.workspace)
        self.older_leads = older_leads(self.connection, self.workspace) if self.is_older else OlderLeads()

    def add(self, batch: Batch) -> list[int]:
        """Takes in the rows of a batch; returns the numbers of those that the log refuses."""
        raise NotImplementedError

    def finish(self) -> None:
        """Writes what waits for the last batch."""
        raise NotImplementedError
