"""`saksi evidence STATION`: the material behind a station's figures, in one ZIP."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from models.errors import BadInput


def evidence(
    stations: Annotated[list[str], typer.Argument(help="Codes of stations.")],
    out: Annotated[Path, typer.Option(help="Folder for the bundles.")] = Path(),
    announced: Annotated[
        str | None, typer.Option(help="When the result was announced: 2024-03-20T22:19+07:00")
    ] = None,
    made_for: Annotated[str, typer.Option("--for", help="For whom it is made.")] = "",
    election: Annotated[str | None, typer.Option(help="Code; the current one without.")] = None,
) -> None:
    """Write a bundle of evidence material (bahan bukti) for each station."""
    when = None
    if announced is not None:
        try:
            when = datetime.fromisoformat(announced)
        except ValueError:
            raise BadInput("--announced: write it as 2024-03-20T22:19+07:00") from None
        if when.tzinfo is None:
            raise BadInput("--announced: the zone is missing, as in 2024-03-20T22:19+07:00")
    out.mkdir(parents=True, exist_ok=True)
    for code, data in asyncio.run(_bundles(stations, when, made_for, election)).items():
        file = out / f"bukti-{code}.zip"
        file.write_bytes(data)
        print(f"{file}: {len(data):,} bytes")


async def _bundles(
    stations: list[str], announced: datetime | None, made_for: str, election: str | None
) -> dict[str, bytes]:
    from zoneinfo import ZoneInfo

    from api.cli.place import ready_database
    from api.files.bundle import Made, bundle
    from bot import wiring
    from models.settings import settings
    from models.stores import audit, elections, sources
    from models.stores.evidence import backing

    config, done = settings(), {}
    media = wiring.media(config)
    async with ready_database(config) as database, database.transaction() as session:
        loaded = await elections.election(session, election)
        now = datetime.now(UTC).astimezone(ZoneInfo(loaded.config.timezone))
        made = Made(now, loaded.config.installation.name or "Saksi", made_for, announced)
        for code in stations:
            station = await sources.station(session, loaded, code)
            behind = await backing(session, loaded, station)
            done[code] = await bundle(station, behind, media.read, made)
            await audit.note(session, "command", "evidence.bundle", f"station:{code}")
    return done
