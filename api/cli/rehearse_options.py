"""What `saksi rehearse` may be told, with its help."""

from pathlib import Path
from typing import Annotated

import typer

Stations = Annotated[
    int,
    typer.Option(min=1, help="How many stations play."),
]
Ballots = Annotated[
    str,
    typer.Option(help="Ballots to report, in this order."),
]
Area = Annotated[
    str | None,
    typer.Option(help="Play below this area only."),
]
Pack = Annotated[
    Path | None,
    typer.Option(help="Folder of the pack, for the published figures."),
]
AtOnce = Annotated[
    int,
    typer.Option(min=1, help="Witnesses who chat at the same time."),
]
KillWorker = Annotated[
    bool, typer.Option("--kill-worker", help="Kill the worker with -9 in the middle.")
]
Witnesses = Annotated[
    int,
    typer.Option(min=1, max=2, help="Witnesses per station."),
]
Channels = Annotated[
    str, typer.Option(help="Messengers that they use, in turn: telegram,whatsapp.")
]
Errors = Annotated[
    str,
    typer.Option(help="none, or real: forms and people err as they really do."),
]
Speed = Annotated[
    float | None,
    typer.Option(min=1, max=100, help="How many times faster than a real night, 1 to 100."),
]
Faults = Annotated[
    bool, typer.Option("--faults", help="Let everything go wrong that may: see --fault.")
]
Fault = Annotated[
    str,
    typer.Option(
        help="Only these: kill, restart, database, disk, 429, 500, slow, down, clock, "
        "poison, repeats, disorder."
    ),
]
Kills = Annotated[
    int,
    typer.Option(min=0, help="How many processes are killed."),
]
Outage = Annotated[
    float | None,
    typer.Option(min=1, help="Seconds for which providers are down."),
]
Photos = Annotated[
    float, typer.Option(min=0, max=1, help="Share of president's forms that are photographed.")
]
Workers = Annotated[
    int,
    typer.Option(min=1, help="Workers at work."),
]
Html = Annotated[
    Path | None,
    typer.Option(help="Write the score card as a page to this file."),
]
Seed = Annotated[
    int,
    typer.Option(help="The same seed plays the same day."),
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document."),
]
