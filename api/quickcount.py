"""A quick count of a drawn sample, as JSON, with everything that the law wants stated beside it."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.http.provenance import stamp
from models.errors import BadInput
from models.rules.quickcount import Design, QuickCount, estimate, require_publication
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.seats.quickcount import Line, answers
from models.values import Ballot, Trust

TITLE = "Hitung cepat (perkiraan dari sampel TPS)"


@dataclass(frozen=True, slots=True)
class Stated:
    """What has to be told with a quick count (UU 7/2017 art. 449 (4)): method and who pays."""

    method: str
    funding: str
    by: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The stations that `saksi quickcount draw` drew, and the name of their file, for errors."""

    name: str
    lines: list[Line]


async def quick_count(
    tx: Transaction,
    sample: Sample,
    ballot: Ballot,
    stated: Stated,
    design: Design = Design.SYSTEMATIC,
    level: float = 0.95,
    trust: Trust = Trust.ANY,
    election: str | None = None,
) -> dict[str, object]:
    """Shares with their margins from the sample's stations that reported.

    Raises PublicationLocked before the hour in the election's pack, BadInput, NotFound.
    """
    if not stated.method.strip() or not stated.funding.strip():
        raise BadInput("say the method and who pays: --method ... --funding ...")
    loaded = await elections.election(tx, election)
    require_publication(datetime.now(UTC), loaded.config.publication.not_before)
    drawn, strata = await answers(tx, loaded, ballot, sample.lines, trust, sample.name)
    found = estimate(drawn, strata, design, level)
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
        "coverage": {"stations": found.selected, "reported": found.answered},
    }


def _stated(loaded: LoadedElection, stated: Stated) -> dict[str, str]:
    """What has to stand on a quick count: its method, who pays, who made it for whom."""
    return {
        "kind": "quick_count",
        "title": TITLE,
        "election": loaded.code,
        "method": stated.method,
        "funding": stated.funding,
        **stamp(loaded, stated.whom),
        **({"by": stated.by} if stated.by else {}),
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


def open_sample(file: Path) -> Sample:
    """A sample from a file; raises BadInput naming file, line and field."""
    try:
        return read_sample(file.name, file.read_bytes())
    except OSError as problem:
        raise BadInput(f"{file.name}: {problem.strerror}") from None


def read_sample(name: str, content: bytes) -> Sample:
    """A sample from its bytes (CSV, UTF-8); raises BadInput naming file, line and field."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name}: this is no text file in UTF-8") from None
    reader = csv.DictReader(text.splitlines())
    try:
        return Sample(name, _lines(name, reader))
    except csv.Error as problem:
        raise BadInput(f"{name}:{reader.line_num}: cannot be read ({problem})") from None


def _lines(name: str, reader: "csv.DictReader[str]") -> list[Line]:
    for column in ("code", "stratum"):
        if column not in (reader.fieldnames or ()):
            raise BadInput(f"{name}:1: the column {column} is missing")
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for row in reader:
        code, stratum = (row["code"] or "").strip(), (row["stratum"] or "").strip()
        if code in seen:
            first = seen[code]
            raise BadInput(f"{name}:{reader.line_num}: code {code} stands in line {first} already")
        seen[code] = reader.line_num
        lines.append(Line(reader.line_num, code, stratum))
    return lines
