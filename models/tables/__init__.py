"""Tables store; values think. Importing this package registers every table with the metadata."""

from models.tables.audit import AuditBlockRow, AuditEntryRow, LeaseRow
from models.tables.election import (
    AreaRow,
    ContestAreaRow,
    ContestRow,
    ElectionRow,
    ParticipantRow,
    StationRow,
)
from models.tables.message import DONE, PENDING, SET_ASIDE, EventRow, FetchRow, InboxRow, OutboxRow
from models.tables.person import (
    ActivationRow,
    ContactRow,
    MandateRow,
    PersonRow,
    PhoneLinkRow,
    RoleRow,
)
from models.tables.recap import RecapChangeRow, RecapDirtyRow, RecapRow
from models.tables.report import CheckInRow, PhotoRow, ReportRow, RevisionRow, StationResultRow
from models.tables.voter import (
    FileRemovalRow,
    VoterAlertRow,
    VoterAskRow,
    VoterCountRow,
    VoterImportRow,
    VoterRegisterRow,
    VoterRow,
)

__all__ = [
    "DONE",
    "PENDING",
    "SET_ASIDE",
    "ActivationRow",
    "AreaRow",
    "AuditBlockRow",
    "AuditEntryRow",
    "CheckInRow",
    "ContactRow",
    "ContestAreaRow",
    "ContestRow",
    "ElectionRow",
    "EventRow",
    "FetchRow",
    "FileRemovalRow",
    "InboxRow",
    "LeaseRow",
    "MandateRow",
    "OutboxRow",
    "ParticipantRow",
    "PersonRow",
    "PhoneLinkRow",
    "PhotoRow",
    "RecapChangeRow",
    "RecapDirtyRow",
    "RecapRow",
    "ReportRow",
    "RevisionRow",
    "RoleRow",
    "StationResultRow",
    "StationRow",
    "VoterAlertRow",
    "VoterAskRow",
    "VoterCountRow",
    "VoterImportRow",
    "VoterRegisterRow",
    "VoterRow",
]
