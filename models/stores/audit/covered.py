"""What of a row the seal vouches for: by table, its key and the JSON whose SHA-256 is in the log.

Triggers write that sum into the audit log with every row (migrations 0029, 0054), whoever wrote
the row; `saksi audit verify` makes it anew from the rows that are there. For a check without
Saksi: the sum is of the UTF-8 text that PostgreSQL gives of the JSON array below.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Covered:
    """A table under the seal: SQL of a row's `key` and of its `document`, the row being `t`."""

    key: str
    document: str


def _epoch(column: str) -> str:
    """A moment in seconds since 1970, whatever the session's time zone."""
    return f"extract(epoch from t.{column})"


COVERED: Mapping[str, Covered] = {
    "revision": Covered(
        "t.id::text",
        "jsonb_build_array(t.report_id, t.number, t.votes, t.valid, t.invalid, t.total, t.figures,"
        " t.detail, t.findings, t.implied, t.read_from, t.reason, t.receipt, t.said_by,"
        f" t.inbox_id, {_epoch('created_at')})",
    ),
    "report": Covered(
        "t.id::text",
        "jsonb_build_array(t.person_id, t.participant_id, t.station_id, t.contest_id, t.version,"
        f" t.kind, {_epoch('withdrawn_at')}, {_epoch('created_at')})",
    ),
    "decision": Covered(
        "t.id::text",
        "jsonb_build_array(t.station_id, t.contest_id, t.version, t.person_id, t.revision_id,"
        f" t.cells, t.seen, t.reason, t.inbox_id, {_epoch('created_at')})",
    ),
    "vote_version": Covered(
        "concat_ws('.', t.station_id, t.contest_id, t.version)",
        "jsonb_build_array(t.station_id, t.contest_id, t.version, t.kind, t.reason, t.person_id,"
        f" t.inbox_id, {_epoch('opened_at')})",
    ),
    "vote_undone": Covered(
        "concat_ws('.', t.station_id, t.contest_id, t.version)",
        f"jsonb_build_array(t.station_id, t.contest_id, t.version, t.request_id, {_epoch('at')})",
    ),
    "photo": Covered(
        "t.id::text",
        "jsonb_build_array(encode(t.sha256, 'hex'), t.path, t.mime, t.size, t.purpose, t.person_id,"
        " t.station_id, t.contest_id, t.page, t.forwarded, t.reading, t.inbox_id,"
        f" {_epoch('received_at')})",
    ),
    "event": Covered(
        "t.id::text",
        "jsonb_build_array(t.channel, t.account, encode(sha256(t.payload), 'hex'), t.reason,"
        f" {_epoch('received_at')})",
    ),
    "mandate": Covered(
        "t.id::text",
        "jsonb_build_array(t.person_id, t.participant_id, t.station_id, t.area_id, t.slot,"
        f" t.contests, t.active, t.given_by, t.late, t.waits, {_epoch('created_at')},"
        f" {_epoch('ended_at')})",
    ),
    "role": Covered(
        "t.id::text",
        "jsonb_build_array(t.person_id, t.role, t.election_id, t.area_id, t.participant_id,"
        f" t.contest_id, t.number, t.level, {_epoch('created_at')}, {_epoch('ended_at')})",
    ),
    "mandate_request": Covered(
        "t.id::text",
        "jsonb_build_array(t.receipt, t.mandate_id, t.replaces, t.author_id, t.undoes, t.state,"
        f" t.decided_by, {_epoch('decided_at')}, t.inbox_id, {_epoch('created_at')})",
    ),
    "vote_request": Covered(
        "t.id::text",
        "jsonb_build_array(t.receipt, t.station_id, t.contests, t.kind, t.reason, t.author_id,"
        f" t.undoes, t.state, t.versions, t.decided_by, {_epoch('decided_at')}, t.inbox_id,"
        f" {_epoch('created_at')})",
    ),
}
"""Tables in the order in which a check goes through them."""


def sum_of(kind: str) -> str:
    """SQL of the sum (hex) of a row `t` of the table."""
    return f"encode(sha256(convert_to(({COVERED[kind].document})::text, 'UTF8')), 'hex')"
