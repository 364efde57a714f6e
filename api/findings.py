"""Findings as rows: those of each report that counts, and those of the crowd."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.stores.audit import crowd, sources
from models.stores.base.areas import Area
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout
from models.values import Severity


class Source(StrEnum):
    """Where a finding comes from: a report by itself, or many of them beside each other."""

    REPORTS = "reports"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; None is all."""

    election: LoadedElection
    area: Area
    contests: Mapping[int, Layout]
    code: str | None = None
    severity: Severity | None = None
    source: Source | None = None


async def found(database: Database, wanted: Wanted) -> AsyncGenerator[dict[str, Any], None]:
    """The rows, first those of reports by station, then those of the crowd by ballot."""
    async with database.transaction() as tx:
        if wanted.source is not Source.CROWD:
            severity = wanted.severity.value if wanted.severity else None
            own = sources.findings(tx, wanted.area, wanted.contests, wanted.code, severity)
            async with aclosing(own):
                async for row in own:
                    yield row
        if wanted.source is not Source.REPORTS:
            many = crowd.noticed(tx, wanted.election, wanted.area, wanted.contests)
            async with aclosing(many):
                async for one in many:
                    finding = one.flag.finding
                    if wanted.code in (None, finding.code) and wanted.severity in (
                        None,
                        finding.severity,
                    ):
                        yield crowd.as_row(one)
