"""`saksi capacity`: machines, connections, bots and numbers for a night, from measured costs."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.rules.capacity import Need, Night


def capacity(
    stations: Annotated[int, typer.Option(min=1, help="How many stations report.")],
    hours: Annotated[float, typer.Option(min=0.1, help="Within how many hours.")] = 6.0,
    witnesses: Annotated[int, typer.Option(min=1, help="Witnesses per station.")] = 2,
    ballots: Annotated[int, typer.Option(min=1, help="Ballots that each reports.")] = 5,
    telegram: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the people who are on Telegram.")
    ] = 1.0,
    photos: Annotated[float, typer.Option(min=0, help="Photos of forms per station.")] = 5.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """What a night needs: processes, machines, connections, bots, room on disks.

    docs/operators/sizing.md says how each figure behind it was measured.
    """
    from models.rules.capacity import MEASURED, Night, bot_ends, needed, writer_ends

    night = Night(stations, hours, witnesses, ballots, telegram, photos)
    need, ends = needed(night), round(writer_ends())
    if as_json:
        limits = {"writer_messages_a_second": ends, "stations_a_bot": bot_ends(night)}
        print(json.dumps({**asdict(need), **limits, "costs": asdict(MEASURED)}))
    else:
        _tell(night, need, ends, bot_ends(night))


def _tell(night: "Night", need: "Need", ends: int, a_bot: int) -> None:
    from models.rules.capacity import MACHINE_CORES

    pooler = ", PgBouncer before it" if need.pooled else ""
    lines = (
        ("messages", f"{need.messages:,}, {need.peak:,.0f} a second at the peak"),
        ("web", f"{need.web:,} processes"),
        ("worker", f"{need.workers:,} processes"),
        ("reader", f"{need.readers:,} processes"),
        ("machines", f"{need.machines:,} with {MACHINE_CORES} cores for these"),
        ("PostgreSQL", f"{need.database_cores:,} cores, {need.connections:,} connections{pooler}"),
        ("disk", f"{need.wal_mb_a_second:,} MB a second of WAL at the peak"),
        ("room", f"{need.database_gb:,} GB in the database, {need.photos_gb:,} GB of photos"),
        ("bots", f"{need.bots:,} of Telegram (one answers {a_bot:,} stations such a night)"),
        ("numbers", f"{need.numbers:,} of WhatsApp"),
    )
    print(f"{night.stations:,} stations within {night.hours:g} hours:")
    for name, told in lines:
        print(f"  {name:12}{told}")
    if need.installations > 1:
        print(
            f"One PostgreSQL ends at about {ends:,} messages a second: take {need.installations} "
            "installations, each for some provinces."
        )
    else:
        print(f"One PostgreSQL does it; it ends at about {ends:,} messages a second.")
