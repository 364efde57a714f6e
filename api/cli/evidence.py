"""`saksi results evidence STATION`: the material behind a station's figures, in one ZIP."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.moments import moment
from models.errors import BadInput


def evidence(
    stations: Annotated[list[str] | None, typer.Argument(help="Codes of stations.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the bundles.")] = Path(),
    announced: Annotated[
        str | None, typer.Option(help="When the result was announced: 2024-03-20T22:19+07:00")
    ] = None,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    differences: Annotated[
        Path | None, typer.Option(help="What saksi results compare --level tps --json found.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Of the list, from its top.")] = 100,
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
) -> None:
    """Write a bundle of evidence material (bahan bukti) for each station, or each difference."""
    when = _moment(announced)
    codes = [*(stations or ()), *(_listed(differences)[:most] if differences else ())]
    if not codes:
        raise BadInput("name a station, or a list: --differences FILE")
    out.mkdir(parents=True, exist_ok=True)
    asyncio.run(_bundles(list(dict.fromkeys(codes)), out, when, made_for, election))


def _moment(announced: str | None) -> datetime | None:
    if announced is None:
        return None
    return moment(announced, "--announced: write it as 2024-03-20T22:19+07:00")


def _listed(file: Path) -> list[str]:
    """The stations of a comparison in its order, what would move a seat first."""
    try:
        document = json.loads(file.read_text("utf-8"))
        return [str(row["code"]) for row in document["rows"]]
    except OSError as problem:
        raise BadInput(f"{file.name}: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{file.name}: is no answer of saksi results compare --json") from None


async def _bundles(
    stations: list[str], out: Path, announced: datetime | None, made_for: str, election: str | None
) -> None:
    from zoneinfo import ZoneInfo

    from api.files.bundle import Made, bundle
    from api.processes.place import ready_database
    from bot.base.media import media_of
    from models.settings import settings
    from models.stores.audit import sources
    from models.stores.audit.evidence import backing
    from models.stores.base import audit, elections

    config = settings()
    media = media_of(config)
    async with ready_database(config) as database, database.transaction() as tx:
        loaded = await elections.election(tx, election)
        now = datetime.now(UTC).astimezone(ZoneInfo(loaded.config.timezone))
        made = Made(now, loaded.config.installation.name or "Saksi", made_for, announced)
        for code in stations:
            station = await sources.station(tx, loaded, code)
            behind = await backing(tx, loaded, station)
            data = await bundle(station, behind, media.read, made)
            file = out / f"bukti-{code}.zip"
            await asyncio.to_thread(file.write_bytes, data)
            await audit.note(tx, "command", "evidence.bundle", f"station:{code}")
            print(f"{file}: {len(data):,} bytes")
