"""`saksi seats`: the seats of one district from a CSV file, or of all from the own count."""

import asyncio
import csv
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import BadInput
from models.registers.rows import is_total
from models.values import Ballot, Trust

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from models.rules.seats import SeatAllocation

MOST_SEATS = 10_000
"""More than any house has (DPR: 580); a typing error must not fill the memory."""


def seats(
    votes: Annotated[
        Path | None, typer.Option(help="CSV with the columns party,votes; else the own count.")
    ] = None,
    seats: Annotated[int | None, typer.Option(help="Seats of the district (with a CSV).")] = None,
    method: Annotated[str, typer.Option(help="sainte-lague, hare or dhondt.")] = "sainte-lague",
    threshold: Annotated[
        str | None, typer.Option(help="Share of the nation's valid votes, as 0.04 or 4%.")
    ] = None,
    national: Annotated[
        Path | None, typer.Option(help="CSV party,votes of the whole nation, for the threshold.")
    ] = None,
    ballot: Annotated[
        Ballot | None, typer.Option(help="From the own count, by the pack's method: dpr ...")
    ] = None,
    district: Annotated[str | None, typer.Option(help="Only this district (dapil).")] = None,
    trust: Annotated[Trust, typer.Option(help="Any result, or confirmed ones only.")] = Trust.ANY,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Seats of one district from a CSV, or of all districts from the own count, exactly."""
    try:
        if votes is None:
            if ballot is None:
                raise BadInput("give --votes FILE.csv and --seats N, or --ballot for the own count")
            _own(*asyncio.run(_own_seats(ballot, district, trust, election, made_for)), as_json)
            return
        if seats is None:
            raise BadInput("--seats: how many seats does the district have?")
        allocation = _allocate(votes, seats, method, threshold, national)
    except BadInput as error:
        print(f"saksi seats: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    if as_json:
        from api.schemas.seats import document

        print(json.dumps(document(allocation), ensure_ascii=False))
    else:
        print(table(allocation))


async def _own_seats(
    ballot: Ballot, district: str | None, trust: Trust, election: str | None, made_for: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answer, and the names of the ballot's choices."""
    from api.processes.place import ready_database
    from api.seats import own_seats
    from models.settings import settings
    from models.stores.base import elections

    async with ready_database(settings()) as database, database.transaction() as tx:
        answer = await own_seats(tx, ballot, district, trust, election, made_for)
        loaded = await elections.election(tx, election)
        return answer, await elections.choice_names(tx, loaded.code, ballot.value)


def _own(answer: dict[str, Any], names: "Mapping[str, str]", as_json: bool) -> None:
    """Tell the seats of the own count."""
    from api.http.provenance import signed

    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for row in answer.get("rows", []):
        won = _won(row.get("seats") or row.get("candidates", []), names)
        print(f"{row['code']} {row['name']} ({row['reported']}/{row['stations']} TPS): {won}")
        for line in _never_seated(row):
            print(f"  {line}")
    if "seats" in answer:
        print(f"Together: {_won(answer['seats'], names)}")
    if "pairs" in answer:
        print(f"Winner: {answer['winner'] or '-'}; second round: {answer['runoff'] or '-'}")
        for code, pair in answer["pairs"].items():
            print(f"  {code}: {pair['votes']:,}, 20 % in {pair['provinces']} provinces")
    print(signed(answer))


def _won(won: "Mapping[str, int] | Sequence[str]", names: "Mapping[str, str]") -> str:
    """Who has how many seats, or who is in: by code and name; "-" for nobody."""
    told = [f"{code} {names[code]}" if code in names else code for code in won]
    if isinstance(won, dict):
        told = [f"{name}: {won[code]}" for name, code in zip(told, won, strict=True)]
    return ", ".join(told) or "-"


def _never_seated(row: dict[str, Any]) -> "Iterator[str]":
    """Who takes no seat whatever the votes, and seats for which a list has nobody."""
    for code, state in row.get("gone", {}).items():
        yield f"candidate {code} {state}: the votes stay, never seated"
    for party, found in row.get("elected", {}).items():
        if found["unfilled"]:
            yield f"party {party}: {found['unfilled']} seat(s) without a candidate"
    if row.get("unfilled"):
        yield f"{row['unfilled']} seat(s) without a candidate"


def table(allocation: "SeatAllocation") -> str:
    """The allocation as lines for people: each seat, then what is open."""
    lines = [
        f"{number:>3}. {seat.party}  {float(seat.quotient):,.2f}"
        for number, seat in enumerate(allocation.order, 1)
    ]
    if tie := allocation.tie:
        names = ", ".join(tie.parties)
        lines.append(f"Tie: {names} have equal quotients for the last {tie.seats} seat(s).")
    if allocation.unallocated:
        lines.append(f"No votes for {allocation.unallocated} seat(s).")
    if party := allocation.next:
        lines.append(f"Next: {party}, needs {allocation.needs(party):,} more vote(s).")
    if allocation.excluded:
        lines.append(f"Below the threshold: {', '.join(allocation.excluded)}.")
    return "\n".join(lines)


def read_votes(path: Path) -> dict[str, int]:
    """Votes by party from a CSV file, in its order; BadInput names file, line and field.

    A byte order mark and semicolons are understood; other columns and totals are left out.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is not a text file in UTF-8") from None
    head = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter=";" if ";" in head else ",")
    columns = [column.strip().lower() for column in next(reader, [])]
    for column in ("party", "votes"):
        if column not in columns:
            raise BadInput(f"{path}:1: the column '{column}' is missing", field=column)
    votes: dict[str, int] = {}
    for row in reader:
        if not any(cell.strip() for cell in row) or is_total(row):
            continue
        place = f"{path}:{reader.line_num}"
        cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
        party = cells.get("party", "")
        if not party:
            raise BadInput(f"{place}: party: is empty")
        if party in votes:
            raise BadInput(f"{place}: party: '{party}' stands there twice")
        votes[party] = _number(place, cells.get("votes", ""))
    if not votes:
        raise BadInput(f"{path}: holds no party")
    return votes


def _number(place: str, text: str) -> int:
    if not text:
        raise BadInput(f"{place}: votes: is empty")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise BadInput(f"{place}: votes: '{text[:40]}' is not a whole number (digits only)")
    if text.startswith("-") and digits.strip("0"):
        raise BadInput(f"{place}: votes: '{text[:40]}' is negative")
    if len(digits) > 12:
        raise BadInput(f"{place}: votes: '{text[:40]}...' is more than any election has")
    return int(digits)


def _allocate(
    votes: Path, seats: int, method: str, threshold: str | None, national: Path | None
) -> "SeatAllocation":
    from models.rules.seats import Method, allocate, below_threshold

    if method not in set(Method):
        raise BadInput(f"--method: '{method}' is none of {', '.join(Method)}")
    if not 1 <= seats <= MOST_SEATS:
        raise BadInput(f"--seats: {seats} is not a number of seats from 1 to {MOST_SEATS}")
    share = _share(threshold)
    if share and national is None:
        raise BadInput("--threshold: needs --national, the votes of the whole nation")
    given = read_votes(votes)
    excluded: frozenset[str] = frozenset()
    if share and national is not None:
        whole = read_votes(national)
        unknown = next((party for party in given if party not in whole), None)
        if unknown is not None:
            raise BadInput(f"{votes}: party: '{unknown}' is not in {national}")
        excluded = below_threshold(whole, share)
    return allocate(given, seats, Method(method), excluded)


def _share(text: str | None) -> Fraction:
    """A threshold as exact fraction: 0.04, 4% or 1/25; 0 where none is set."""
    if text is None:
        return Fraction(0)
    try:
        percent = text.strip().endswith("%")
        share = Fraction(text.strip().removesuffix("%")) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError):
        raise BadInput(f"--threshold: '{text}' is not a share such as 0.04") from None
    if not 0 <= share <= 1:
        raise BadInput(f"--threshold: {text} is not between 0 and 1")
    return share
