"""The tables that belong to one workspace.

On SQLite every workspace is a file; on PostgreSQL all are in one database. Keys carry `workspace_id` throughout, so the
rows are the same on both. Times of interactions are integers, microseconds UTC,
because millions of them are read into columns; times of rare things are datetimes.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from db.store.table_bases import WorkspaceTable, big, of_lead, table, text
from db.store.task_tables import TaskRow


class StateRow(WorkspaceTable, table=True):
    """One row: the data version rises with every write; a writer locks it first. What changed since the version
    `changes_since` is in ChangeRow. `oldest_hash`: the earliest version of hashes that rows of the log may have.
    """

    __tablename__: ClassVar[str] = "workspace_state"
    data_version: int = Field(default=0, sa_type=BigInteger)
    last_import_id: int = 0
    last_spend_id: int = 0
    last_task_id: int = 0
    oldest_hash: int = 1
    changes_since: int = Field(default=0, sa_type=BigInteger)


class ChangeRow(WorkspaceTable, table=True):
    """One row per data version, lead and interaction that the write of this version added, edited or removed
    (interaction 0: the lead itself came or went).
    """

    __tablename__: ClassVar[str] = "change"
    __table_args__ = ({"sqlite_with_rowid": False},)
    version: int = big(primary_key=True)
    lead_id: int = big(primary_key=True)
    interaction_id: int = big(primary_key=True)


class WordRow(WorkspaceTable, table=True):
    """One row per word of a list; interactions hold the code. `position` orders stages. `is_kept`: built in or set by a
    person; the others go when the last interaction that uses them goes.
    """

    __tablename__: ClassVar[str] = "word"
    __table_args__ = (UniqueConstraint("workspace_id", "list", "folded"),)
    list: str = Field(sa_type=Text, primary_key=True)
    code: int = Field(primary_key=True)
    word: str = text()
    folded: str = text()
    position: int = 0
    is_kept: bool = False


class LeadRow(WorkspaceTable, table=True):
    """One row per lead. `lead_id` is a hash of `key`; the attributes are the effective ones of LeadAttributeRow."""

    __tablename__: ClassVar[str] = "lead"
    lead_id: int = big(primary_key=True)
    key: str = text()
    name: str = text()
    email: str = text()
    phone: str = text()
    company: str = text()
    owner: str = text()
    attributes: str = text("{}")


class OlderLeadRow(WorkspaceTable, table=True):
    """One row per lead from before whose id is the hash of its key as it was written, with that of the compared key."""

    __tablename__: ClassVar[str] = "older_lead"
    __table_args__ = (of_lead(),)
    lead_id: int = big(primary_key=True)
    compared_id: int = big()


class LeadAttributeRow(WorkspaceTable, table=True):
    """One row per lead, attribute and claim: what an import says about a lead, or a person (import 0, which wins)."""

    __tablename__: ClassVar[str] = "lead_attribute"
    __table_args__ = (of_lead(),)
    lead_id: int = big(primary_key=True)
    name: str = Field(sa_type=Text, primary_key=True)
    import_id: int = Field(primary_key=True)
    value: str = text()


class IdentityRow(WorkspaceTable, table=True):
    """One row per e-mail address or phone number of a lead, with the import that said so (0: a person)."""

    __tablename__: ClassVar[str] = "identity"
    __table_args__ = (of_lead(), Index(None, "workspace_id", "lead_id"))
    kind: str = Field(sa_type=Text, primary_key=True)
    value: str = Field(sa_type=Text, primary_key=True)
    lead_id: int = big(primary_key=True)
    import_id: int = Field(primary_key=True)


class InteractionRow(WorkspaceTable, table=True):
    """The log: one row per interaction. `interaction_id` is a hash of what the row says, or of source and external id;
    `content_hash` is another, so that an id that comes again with other content is noticed. Its lead is not a foreign
    key: checking every row took a third of a large import, and `cli.py check` finds missing leads.
    """

    __tablename__: ClassVar[str] = "interaction"
    __table_args__ = (Index(None, "workspace_id", "lead_id"),)
    interaction_id: int = big(primary_key=True)
    lead_id: int = big()
    occurred_at: int = big()
    channel: int = 0
    kind: int = 0
    direction: int = 0
    stage: int = 0
    campaign: int = 0
    source: int = 0
    owner: int = 0
    value: float | None = None
    content: str = text()
    details: str = text()
    external_id: str = text()
    content_hash: int = big()


class JourneyRow(WorkspaceTable, table=True):
    """One row per lead that has interactions: what adds up as they come in, in whatever order.

    `channel_bits` has bit c - 1 set for channel c; `stage_key` is the newest move to a stage, see `db.log.derived`.
    """

    __tablename__: ClassVar[str] = "journey"
    __table_args__ = (of_lead(),)
    lead_id: int = big(primary_key=True)
    interaction_count: int = 0
    first_at: int = big()
    last_at: int = big()
    channel_bits: int = big()
    stage_key: int = big()


class ImportRow(WorkspaceTable, table=True):
    """One row per uploaded file: what it was, how it was read, and the counts, which add up."""

    __tablename__: ClassVar[str] = "import"
    __table_args__ = (CheckConstraint("rows = created + duplicate + rejected", name="adds_up"),)
    import_id: int = Field(primary_key=True)
    filename: str = text()
    sha256: str = text()
    options: str = text()
    source: str = text()
    created_at: datetime
    seconds: float = 0.0
    rows: int = 0
    created: int = 0
    duplicate: int = 0
    rejected: int = 0
    warnings: int = 0
    leads_created: int = 0
    header: str = text("[]")
    new_words: str = text("{}")
    undone_at: datetime | None = None


class ClaimRow(WorkspaceTable, table=True):
    """One row per interaction and import that claims it (0: form, terminal, API), with the row of the file."""

    __tablename__: ClassVar[str] = "import_row"
    __table_args__ = ({"sqlite_with_rowid": False},)
    interaction_id: int = big(primary_key=True)
    import_id: int = Field(primary_key=True)
    row_number: int = 0


class RejectRow(WorkspaceTable, table=True):
    """One row per rejected row of a file, with what it held."""

    __tablename__: ClassVar[str] = "import_reject"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "import_id"], ["import.workspace_id", "import.import_id"]),)
    import_id: int = Field(primary_key=True)
    row_number: int = Field(primary_key=True)
    line: int = 0
    column_name: str = text()
    reason: str = text()
    cells: str = text("[]")


class WarningRow(WorkspaceTable, table=True):
    """One row per cell of an accepted row that was not taken as it stands, numbered within its import."""

    __tablename__: ClassVar[str] = "import_warning"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "import_id"], ["import.workspace_id", "import.import_id"]),)
    import_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    row_number: int = 0
    line: int = 0
    column_name: str = text()
    reason: str = text()
    cell: str = text()


class MappingRow(WorkspaceTable, table=True):
    """One row per saved mapping; `document` is its JSON."""

    __tablename__: ClassVar[str] = "mapping"
    name: str = Field(sa_type=Text, primary_key=True)
    document: str = text("{}")


class SpendRow(WorkspaceTable, table=True):
    """One row per channel and period: what it cost, both days included, in the workspace's currency."""

    __tablename__: ClassVar[str] = "spend"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "first_day", "last_day"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
    )
    spend_id: int = Field(primary_key=True)
    channel: int
    first_day: date
    last_day: date
    amount: float


class SavedViewRow(WorkspaceTable, table=True):
    """One row per question that somebody keeps: a page and the parameters of its address, `query` as JSON."""

    __tablename__: ClassVar[str] = "saved_view"
    __table_args__ = (UniqueConstraint("workspace_id", "owner", "name"),)
    view_id: int = Field(primary_key=True)
    name: str = text()
    description: str = text()
    owner: str = text()
    is_shared: bool = False
    is_pinned: bool = False
    page: str = text()
    query: str = text("{}")
    created_at: datetime


STATE, CHANGE = table(StateRow), table(ChangeRow)
WORD, MAPPING = table(WordRow), table(MappingRow)
LEAD, LEAD_ATTRIBUTE, IDENTITY = table(LeadRow), table(LeadAttributeRow), table(IdentityRow)
INTERACTION, JOURNEY = table(InteractionRow), table(JourneyRow)
IMPORT, CLAIM, REJECT, WARNING = table(ImportRow), table(ClaimRow), table(RejectRow), table(WarningRow)
OLDER_LEAD = table(OlderLeadRow)
SPEND, SAVED_VIEW, TASK = table(SpendRow), table(SavedViewRow), table(TaskRow)
