"""The score card: what was sent, what became of it, and whether the recap equals the forms."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import text

from api.cli.rehearsal.cast import Role
from models.rules.recap import RecapRow
from models.stores import recap
from models.stores.session import Database, Session
from models.values import Ballot, Level

_STORED = text("select count(*) from inbox where channel = 'telegram' and account = :account")
_HANDLED = text(
    "select count(*) from inbox where channel = 'telegram' and account = :account and state = 1"
)
_REPEATS = text(
    "select coalesce(sum(repeats), 0) from outbox where channel = 'telegram' and account = :account"
)
_WAITING = text(
    "select (select count(*) from inbox where state = 0 and account = :account) "
    "+ (select count(*) from outbox where state = 0 and account = :account) "
    "+ (select count(*) from recap_dirty)"
)


@dataclass
class ScoreCard:
    """The keys are fixed (design, section 6); what is beyond them stands below."""

    sent: int = 0
    stored: int = 0
    answered: int = 0
    lost: int = 0
    doubled: int = 0
    reports_expected: int = 0
    reports_found: int = 0
    recap_equal: bool = False
    stations: int = 0
    published_forms: int = 0
    """Forms with the real figures of their station."""
    redelivered: int = 0
    """Updates that were delivered a second time on purpose."""
    repeats: int = 0
    """Replies that may have gone out twice because a process died in between."""
    worker_deaths: int = 0
    seconds: float = 0.0
    messages_per_second: float = 0.0
    differences: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Nothing lost, nothing doubled but for counted repeats, every figure where it belongs."""
        return (
            not self.lost
            and self.doubled <= self.repeats
            and self.reports_found == self.reports_expected
            and self.recap_equal
            and not self.trouble
        )

    def to_json(self) -> dict[str, Any]:
        """One document."""
        return asdict(self)


async def stored(session: Session, account: str) -> tuple[int, int, int]:
    """Messages stored, messages handled, replies perhaps repeated."""
    values = {"account": account}
    queries = (_STORED, _HANDLED, _REPEATS)
    found = [int(await session.scalar(query, values) or 0) for query in queries]
    return found[0], found[1], found[2]


async def settled(database: Database, account: str, seconds: float) -> None:
    """Wait until nothing waits any more: inbox, outbox, recap. Returns at the latest then."""
    for _ in range(int(seconds / 0.1)):
        async with database.transaction() as session:
            if not await session.scalar(_WAITING, {"account": account}):
                return
        await asyncio.sleep(0.1)


async def compare(session: Session, roles: Sequence[Role]) -> tuple[int, list[str]]:
    """How many reports the recap has of these stations, and where it differs from the forms."""
    found, differences = 0, []
    for ballot in sorted({ballot for role in roles for ballot in role.forms}):
        rows = await _stations(session, ballot, {role.kelurahan for role in roles})
        for role in roles:
            if ballot not in role.forms:
                continue
            row = rows.get(role.station)
            found += bool(row and row.reported)
            differences += _differences(role, ballot, row)
    return found, differences


async def _stations(session: Session, ballot: str, kelurahan: set[str]) -> dict[str, RecapRow]:
    rows = {}
    for code in sorted(kelurahan):
        question = recap.Question(Ballot(ballot), area=code, level=Level.STATION.value)
        scope = await recap.understand(session, question)
        rows.update({row.code: row async for row in recap.rows(session, scope)})
    return rows


def _differences(role: Role, ballot: str, row: RecapRow | None) -> list[str]:
    form, place = role.forms[ballot], f"{ballot} {role.station}"
    if row is None or not row.reported:
        return [f"{place}: no report"]
    pairs = {code: (row.votes.get(code), number) for code, number in form.votes.items()}
    pairs |= {"valid": (row.valid, form.valid), "invalid": (row.invalid, form.invalid)}
    pairs |= {"total": (row.total, form.total)}
    return [
        f"{place}: {name} is {have}, the form says {want}"
        for name, (have, want) in pairs.items()
        if have != want
    ]


async def areas_equal(session: Session, before: dict[str, RecapRow], roles: Sequence[Role]) -> bool:
    """Whether each ballot's top row moved by exactly what the forms say."""
    after = await tops(session, list(before))
    for ballot, row in after.items():
        forms = [role.forms[ballot] for role in roles if ballot in role.forms]
        old = before[ballot]
        moved = (row.valid - old.valid, row.invalid - old.invalid, row.total - old.total)
        if moved != tuple(sum(getattr(f, n) for f in forms) for n in ("valid", "invalid", "total")):
            return False
        for code in {code for form in forms for code in form.votes}:
            if code in row.votes and (row.votes[code] or 0) - (old.votes.get(code) or 0) != sum(
                form.votes.get(code, 0) for form in forms
            ):
                return False
    return True


async def tops(session: Session, ballots: Sequence[str]) -> dict[str, RecapRow]:
    """The recap's uppermost row of each ballot."""
    found = {}
    for ballot in ballots:
        scope = await recap.understand(session, recap.Question(Ballot(ballot), level="nasional"))
        async for row in recap.rows(session, scope):
            found[ballot] = row
    return found
