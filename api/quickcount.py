"""A quick count of a drawn sample, as JSON, with everything that the law wants stated beside it."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from api.streams import NOTE
from models.errors import BadInput
from models.rules.quickcount import Design, QuickCount, estimate, require_publication
from models.stores import elections
from models.stores.elections import LoadedElection
from models.stores.quickcount import Line, answers
from models.stores.session import Session
from models.values import Ballot, Trust

TITLE = "Hitung cepat (perkiraan dari sampel TPS)"


@dataclass(frozen=True, slots=True)
class Stated:
    """What has to be told with a quick count (UU 7/2017 art. 449 (4)): method and who pays."""

    method: str
    funding: str
    by: str = ""
    whom: str = ""


async def quick_count(
    session: Session,
    sample: Path,
    ballot: Ballot,
    stated: Stated,
    design: Design = Design.SYSTEMATIC,
    level: float = 0.95,
    trust: Trust = Trust.ANY,
    election: str | None = None,
) -> dict[str, Any]:
    """Shares with their margins from the sample's stations that reported.

    Raises PublicationLocked before the hour in the election's pack, BadInput, NotFound.
    """
    if not stated.method.strip() or not stated.funding.strip():
        raise BadInput("say the method and who pays: --method ... --funding ...")
    loaded = await elections.election(session, election)
    require_publication(datetime.now(UTC), loaded.config.publication.not_before)
    lines = read_sample(sample)
    drawn, strata = await answers(session, loaded, ballot, lines, trust, sample.name)
    found = estimate(drawn, strata, design, level)
    hour = datetime.now(UTC).astimezone(ZoneInfo(loaded.config.timezone))
    return {
        **_stated(loaded, stated),
        "ballot": ballot.value,
        "trust": trust.value,
        "design": design.value,
        "population": sum(strata.values()),
        "selected": found.selected,
        "answered": found.answered,
        "level": found.level,
        "estimates": _estimates(found),
        "responses": {
            name: {"selected": one.selected, "answered": one.answered, "stations": strata[name]}
            for name, one in found.responses.items()
        },
        "silent": [name for name, one in found.responses.items() if not one.answered],
        "at": hour.isoformat("T", "minutes"),
        "note": NOTE,
    }


def _stated(loaded: LoadedElection, stated: Stated) -> dict[str, str]:
    """What has to stand on a quick count: its method, who pays, who made it for whom."""
    return {
        "kind": "quick_count",
        "title": TITLE,
        "election": loaded.code,
        "method": stated.method,
        "funding": stated.funding,
        "by": stated.by or loaded.config.installation.name,
        "for": stated.whom,
    }


def _estimates(found: QuickCount) -> dict[str, dict[str, float]]:
    return {
        code: {
            "share": round(one.share, 5),
            "margin": round(one.margin, 5),
            "low": round(max(one.share - one.margin, 0), 5),
            "high": round(min(one.share + one.margin, 1), 5),
            "design_effect": round(one.design_effect, 2),
        }
        for code, one in found.estimates.items()
    }


def read_sample(file: Path) -> list[Line]:
    """The stations that `saksi sample` drew; raises BadInput naming file, line and field."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            for column in ("code", "stratum"):
                if column not in (reader.fieldnames or ()):
                    raise BadInput(f"{file.name}:1: the column {column} is missing")
            lines = [
                Line(reader.line_num, (row["code"] or "").strip(), (row["stratum"] or "").strip())
                for row in reader
            ]
    except OSError as problem:
        raise BadInput(f"{file.name}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{file.name}: this is no text file in UTF-8") from None
    seen: dict[str, int] = {}
    for line in lines:
        if line.code in seen:
            first = seen[line.code]
            raise BadInput(
                f"{file.name}:{line.number}: code {line.code} stands in line {first} already"
            )
        seen[line.code] = line.number
    return lines
