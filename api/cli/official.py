"""`saksi results official` and `saksi results compare`: published figures as a second layer."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.errors import BadInput
from models.values import Ballot, Trust

if TYPE_CHECKING:
    from models.stores.official.official import Imported

SHOWN = 50
"""Places shown on a screen; --json has all."""


def import_official(
    file: Annotated[
        Path,
        typer.Argument(help="CSV as official_results.csv, or KPU's records: .json, .jsonl (.gz)."),
    ],
    basis: Annotated[str, typer.Option(help="Legal basis: 'KPU 360/2024'.")] = "",
    ballot: Annotated[Ballot | None, typer.Option(help="Of KPU's records: ppwp, dpr ...")] = None,
    version: Annotated[str, typer.Option(help="Of KPU's records: their publication.")] = "",
    source: Annotated[str, typer.Option(help="Of KPU's records: who published.")] = "KPU Sirekap",
    choices: Annotated[
        Path | None, typer.Option(help="CSV id,choice: what KPU's ids stand for.")
    ] = None,
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
) -> None:
    """Import published figures: all of the file or, with the wrong line named, nothing."""
    from models.packs.sirekap import is_sirekap

    if not file.is_file():
        raise BadInput(f"{file}: there is no such file")
    records = is_sirekap(file)
    if records and (ballot is None or not version):
        raise BadInput(f"{file.name}: say of which ballot and version: --ballot ppwp --version V")
    about = (ballot, source, version) if records and ballot else None
    done = asyncio.run(_import(file, basis, about, choices, election))
    print(f"{file.name}: {done.added:,} figures added, {done.unchanged:,} were there already")


async def _import(
    file: Path,
    basis: str,
    about: tuple[Ballot, str, str] | None,
    choices: Path | None,
    election: str | None,
) -> "Imported":
    from api.processes.place import ready_database
    from models.packs.official_results import read_lines
    from models.packs.sirekap import read_choices, read_records
    from models.settings import settings
    from models.stores.base import audit, elections
    from models.stores.official import official, sirekap

    ids = read_choices(choices) if choices else None
    async with ready_database(settings()) as database, database.transaction() as tx:
        loaded = await elections.election(tx, election)
        lines: Any = read_lines(file)
        if about:
            read = read_records(file)
            lines = await sirekap.results(tx, loaded, file.name, read, about, ids)
        done = await official.put(tx, loaded, file.name, lines, basis)
        said = {"added": done.added, "unchanged": done.unchanged, "basis": basis}
        await audit.note(tx, "command", "official.import", f"file:{file.name}", said)
        return done


def compare(
    ballot: Annotated[Ballot, typer.Option(help="ppwp, dpr, dpd, dprd_prov, dprd_kab ...")],
    version: Annotated[str, typer.Option(help="A version that was imported.")],
    level: Annotated[str | None, typer.Option(help="Where to compare: tps, kecamatan ...")] = None,
    area: Annotated[str | None, typer.Option(help="Code of an area; the nation without.")] = None,
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
    answer = asyncio.run(_compare(question, version, election, made_for))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    print(f"{answer['compared']:,} places compared, {len(answer['rows']):,} differ")
    for one in answer["together"]:
        print(f"All differences together would change {one['contest']}: {_effect(one)}")
    for row in answer["rows"][:SHOWN]:
        parts = [f"{name} {row['ours'][name]:,} -> {row['theirs'][name]:,}" for name in row["ours"]]
        moved = _effect(row)
        print(f"{row['code']} {row['name']} ({row['state']}): {', '.join(parts)}. {moved}".strip())
    seen = answer["coverage"]
    print(f"{seen['reported']:,} of {seen['stations']:,} stations reported. {signed(answer)}")


def _effect(one: dict[str, Any]) -> str:
    """What it would move, else how large it is against the margin."""
    parts = [f"{code} {change:+d} seat(s)" for code, change in one["seats"].items()]
    parts += [f"{code} in" for code in one["persons"]["in"]]
    parts += [f"{code} out" for code in one["persons"]["out"]]
    if not parts and one["margin"] is not None:
        return f"{one['share']:.1%} of the margin {one['margin']:,} of {one.get('contest') or '-'}"
    return ", ".join(parts)


async def _compare(
    question: Any, version: str, election: str | None, made_for: str
) -> dict[str, Any]:
    from api.comparisons import beside_published
    from api.processes.place import ready_database
    from models.settings import settings

    async with ready_database(settings()) as database, database.transaction() as tx:
        return await beside_published(tx, question, version, election, made_for=made_for)
