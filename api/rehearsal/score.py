"""The score card: what was sent, what became of it, and whether the recap equals the forms."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from api.rehearsal.cast import Post
from models.rules.recap import RecapRow
from models.stores.base.database import Database, DatabaseTrouble, Transaction
from models.stores.recap import recap
from models.stores.rehearsal import rehearsal
from models.values import Ballot, Json, Level


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
    disagreements_expected: int = 0
    """Cells in which two witnesses of a station saved different numbers."""
    disagreements_found: int = 0
    """Of these the cells that both witnesses were asked to look at again."""
    disagreements_invented: int = 0
    broken_sums_expected: int = 0
    """Sums that do not hold on the forms themselves."""
    broken_sums_found: int = 0
    """Of these the ones flagged on the result that counts."""
    broken_sums_invented: int = 0
    confirmed_expected: int = 0
    """Results that two witnesses or a reviewer should have confirmed."""
    confirmed_found: int = 0
    late_sent: int = 0
    """Messages that arrived after newer ones of the same sender."""
    late_asked: int = 0
    decided: int = 0
    """Disputes that only the reviewer ended."""
    witnesses: int = 0
    stations: int = 0
    published_forms: int = 0
    """Forms with the real figures of their station."""
    redelivered: int = 0
    """Updates that were delivered a second time on purpose."""
    repeats: int = 0
    """How often a reply may have gone out once more: a process died, or a provider kept silent."""
    doubled_for_no_reason: int = 0
    """Of the doubled ones those that are none of these repeats."""
    worker_deaths: int = 0
    seconds: float = 0.0
    messages_per_second: float = 0.0
    speed: float | None = None
    """How many times faster than the real night; None: as fast as it goes."""
    answer_seconds: dict[str, Json] = field(default_factory=dict)
    """From a word to the first answer."""
    recap_seconds: dict[str, Json] = field(default_factory=dict)
    """From a receipt to the recap."""
    recovery_seconds: dict[str, Json] = field(default_factory=dict)
    """From a kill to the next answer that anybody got."""
    hours: list[dict[str, Json]] = field(default_factory=list)
    faults: list[dict[str, Json]] = field(default_factory=list)
    not_possible: list[str] = field(default_factory=list)
    """Faults that cannot be made here."""
    kills: int = 0
    poisoned: int = 0
    photos_sent: int = 0
    photos_stored: int = 0
    cost: dict[str, Json] = field(default_factory=dict)
    cores: int = 0
    load: float = 0.0
    """The machine's load as it began: who else used it."""
    verified: bool | None = None
    """Whether `saksi verify` found everything consistent; None: not asked."""
    differences: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Nothing lost, nothing doubled but for counted repeats, every figure where it belongs."""
        return (
            not self.lost
            and not self.doubled_for_no_reason
            and self.reports_found == self.reports_expected
            and self.recap_equal
            and self.all_found
            and self.verified is not False
            and self.photos_stored >= self.photos_sent
            and not self.trouble
        )

    @property
    def all_found(self) -> bool:
        """Every disagreement and broken sum found, none invented; late messages asked about."""
        return (
            self.disagreements_found == self.disagreements_expected
            and self.broken_sums_found == self.broken_sums_expected
            and not self.disagreements_invented
            and not self.broken_sums_invented
            and self.confirmed_found == self.confirmed_expected
            and self.late_asked == self.late_sent
        )

    def to_json(self) -> dict[str, Json]:
        """One document; `passed` is its verdict."""
        return {**asdict(self), "passed": self.passed}


async def settled(database: Database, accounts: list[str], seconds: float) -> None:
    """Wait until nothing waits: inbox, outbox, notices, recap. Returns at the latest then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(DatabaseTrouble, OSError):
            async with database.transaction() as tx:
                if not await rehearsal.waiting(tx, accounts):
                    return
        await asyncio.sleep(0.1)


async def compare(tx: Transaction, posts: Sequence[Post]) -> tuple[int, list[str]]:
    """How many results the recap has of these stations, and where it differs from the forms."""
    found, differences = 0, []
    for ballot in sorted({ballot for post in posts for ballot in post.paper}):
        rows = await _stations(tx, ballot, {post.kelurahan for post in posts})
        for post in posts:
            if ballot not in post.paper:
                continue
            row = rows.get(post.code)
            found += bool(row and row.reported)
            differences += _differences(post, ballot, row)
    return found, differences


async def _stations(tx: Transaction, ballot: str, kelurahan: set[str]) -> dict[str, RecapRow]:
    rows = {}
    for code in sorted(kelurahan):
        question = recap.Question(Ballot(ballot), area=code, level=Level.STATION.value)
        scope = await recap.understand(tx, question)
        rows.update({row.code: row async for row in recap.rows(tx, scope)})
    return rows


def _differences(post: Post, ballot: str, row: RecapRow | None) -> list[str]:
    form, place = post.paper[ballot], f"{ballot} {post.code}"
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


async def areas_equal(tx: Transaction, before: dict[str, RecapRow], posts: Sequence[Post]) -> bool:
    """Whether each ballot's top row moved by exactly what the forms say."""
    after = await tops(tx, list(before))
    for ballot, row in after.items():
        forms = [post.paper[ballot] for post in posts if ballot in post.paper]
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


async def tops(tx: Transaction, ballots: Sequence[str]) -> dict[str, RecapRow]:
    """The recap's uppermost row of each ballot."""
    found = {}
    for ballot in ballots:
        scope = await recap.understand(tx, recap.Question(Ballot(ballot), level="nasional"))
        async for row in recap.rows(tx, scope):
            found[ballot] = row
    return found
