"""`saksi results official` and `saksi results compare`: published figures as a second layer."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import list_imports as lists
from api.cli.area_names import with_code
from models.errors import BadInput
from models.values import Ballot, Trust

if TYPE_CHECKING:
    from models.packs.official_results import OfficialResult
    from models.registers.official_list import About
    from models.stores.base.database import Transaction
    from models.stores.base.elections import LoadedElection
    from models.stores.official.official import Imported

SHOWN = 50
"""Places shown on a screen; --json has all."""


def import_official(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV as official_results.csv, a table (CSV, XLSX) with a column for each choice, "
            "or KPU's records: .json, .jsonl (.gz)."
        ),
    ],
    basis: Annotated[str, typer.Option(help="Legal basis: 'KPU 360/2024'.")] = "",
    ballot: Annotated[
        Ballot | None, typer.Option(help="Of records and tables: ppwp, dpr ...")
    ] = None,
    version: Annotated[str, typer.Option(help="Of records and tables: their publication.")] = "",
    source: Annotated[
        str, typer.Option(help="Of records and tables: who published.")
    ] = "KPU Sirekap",
    choices: Annotated[
        Path | None, typer.Option(help="CSV id,choice: what KPU's ids stand for.")
    ] = None,
    mapped: lists.Map = None,
    check: lists.Check = False,
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
) -> None:
    """Import published figures: all of the file or, with the wrong line named, nothing."""
    from models.packs.sirekap import is_sirekap
    from models.registers.official_list import About, is_plain

    if not file.is_file():
        raise BadInput(f"{file}: there is no such file")
    published = _Published(file, basis, choices, tuple(mapped or ()))
    if is_sirekap(file) or not is_plain(file):
        if ballot is None or not version:
            told = "say of which ballot and version: --ballot ppwp --version V"
            raise BadInput(f"{file.name}: {told}")
        about = About(ballot.value, version, source)
        published = replace(published, about=about, records=is_sirekap(file))
    done = asyncio.run(_import(published, check, election))
    told = "would be added" if check else "added"
    print(f"{file.name}: {done.added:,} figures {told}, {done.unchanged:,} were there already")


@dataclass(frozen=True, slots=True)
class _Published:
    """A file of figures and what it does not say itself; `records`: of KPU's sites."""

    file: Path
    basis: str
    choices: Path | None
    mapped: tuple[str, ...]
    about: "About | None" = None
    records: bool = False


async def _import(published: _Published, check: bool, election: str | None) -> "Imported":
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base import audit, elections
    from models.stores.official import official

    file, basis = published.file, published.basis
    async with ready_database(settings()) as database, database.transaction() as tx:
        loaded = await elections.election(tx, election)
        lines = await _lines(tx, loaded, published)
        with lists.reading(file.name) as progress:
            done = await official.put(tx, loaded, file.name, _told(lines, progress), basis)
        said = {"added": done.added, "unchanged": done.unchanged, "basis": basis}
        await audit.note(tx, "command", "official.import", f"file:{file.name}", said)
        if check:
            await tx.rollback()
    return done


async def _lines(
    tx: "Transaction", loaded: "LoadedElection", published: _Published
) -> "Iterable[tuple[int | None, OfficialResult]]":
    """The figures of the file, whichever kind it is."""
    from models.packs.official_results import read_lines
    from models.packs.sirekap import read_choices, read_records
    from models.registers.official_list import HEADINGS, read_table
    from models.stores.official import sirekap

    about = published.about
    if about is None:
        return read_lines(published.file)
    if not published.records:
        return read_table(published.file, about, lists.confirmed(HEADINGS, published.mapped))
    ids = read_choices(published.choices) if published.choices else None
    of = (Ballot(about.ballot), about.source, about.version)
    read = read_records(published.file)
    return await sirekap.results(tx, loaded, published.file.name, read, of, ids)


def _told(
    lines: "Iterable[tuple[int | None, OfficialResult]]", progress: Callable[[int], None]
) -> "Iterator[tuple[int | None, OfficialResult]]":
    for number, line in enumerate(lines, 1):
        progress(number)
        yield line


def compare(
    ballot: Annotated[Ballot, typer.Option(help="ppwp, dpr, dpd, dprd_prov, dprd_kab ...")],
    version: Annotated[str, typer.Option(help="A version that was imported.")],
    level: Annotated[str | None, typer.Option(help="Where to compare: tps, kecamatan ...")] = None,
    area: Annotated[str | None, typer.Option(help="Name or code; the nation without.")] = None,
    district: Annotated[str | None, typer.Option(help="Code of a district (dapil).")] = None,
    trust: Annotated[Trust, typer.Option(help="Any result, or confirmed ones only.")] = Trust.ANY,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Where published figures differ from our count; what would move a seat comes first."""
    from api.http.provenance import signed
    from models.stores.recap.recap import Question

    question = Question(ballot, area, district, level, trust)
    answer, names = asyncio.run(_compare(question, version, election, made_for))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    print(f"{answer['compared']:,} places compared, {len(answer['rows']):,} differ")
    for one in answer["together"]:
        print(f"All differences together would change {one['contest']}: {_effect(one, names)}")
    for row in answer["rows"][:SHOWN]:
        ours, theirs = row["ours"], row["theirs"]
        parts = [f"{_named(code, names)} {ours[code]:,} -> {theirs[code]:,}" for code in ours]
        moved = _effect(row, names)
        print(f"{row['code']} {row['name']} ({row['state']}): {', '.join(parts)}. {moved}".strip())
    seen = answer["coverage"]
    print(f"{seen['reported']:,} of {seen['stations']:,} stations reported. {signed(answer)}")


def _named(code: str, names: Mapping[str, str]) -> str:
    """A choice by its code and, where all districts mean the same by it, its name."""
    return f"{code} {names[code]}" if code in names else code


def _effect(one: dict[str, Any], names: Mapping[str, str]) -> str:
    """What it would move, else how large it is against the margin."""
    seats = one["seats"].items()
    parts = [f"{_named(code, names)} {change:+d} seat(s)" for code, change in seats]
    parts += [f"{_named(code, names)} in" for code in one["persons"]["in"]]
    parts += [f"{_named(code, names)} out" for code in one["persons"]["out"]]
    if not parts and one["margin"] is not None:
        return f"{one['share']:.1%} of the margin {one['margin']:,} of {one.get('contest') or '-'}"
    return ", ".join(parts)


async def _compare(
    question: Any, version: str, election: str | None, made_for: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The comparison, and the names of the ballot's choices."""
    from api.comparisons import beside_published
    from api.processes.place import ready_database
    from models.settings import settings
    from models.stores.base import elections

    async with ready_database(settings()) as database, database.transaction() as tx:
        question = await with_code(tx, question, election)
        answer = await beside_published(tx, question, version, election, made_for=made_for)
        loaded = await elections.election(tx, election)
        names = await elections.choice_names(tx, loaded.code, question.ballot.value)
        return answer, names
