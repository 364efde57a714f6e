"""`saksi rehearse`: an election day through the real webhook, and a score card at its end."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from api.cli import rehearse_options as options

if TYPE_CHECKING:
    from api.rehearsal.faults import Faults
    from api.rehearsal.played_plan import Plan
    from api.rehearsal.score import ScoreCard
    from api.rehearsal.slips import Profile
    from models.values import Json


def rehearse(
    stations: options.Stations = 200,
    ballots: options.Ballots = "ppwp,dpr",
    area: options.Area = None,
    pack: options.Pack = None,
    at_once: options.AtOnce = 40,
    kill_worker: options.KillWorker = False,
    witnesses: options.Witnesses = 1,
    channels: options.Channels = "telegram",
    errors: options.Errors = "none",
    speed: options.Speed = None,
    faults: options.Faults = False,
    fault: options.Fault = "",
    kills: options.Kills = 10,
    outage: options.Outage = None,
    photos: options.Photos = 0.0,
    workers: options.Workers = 1,
    html: options.Html = None,
    seed: options.Seed = 1,
    as_json: options.AsJson = False,
) -> None:
    """Play an election day with made-up witnesses against the loaded election.

    Web and worker are the real ones, Telegram and WhatsApp are APIs of our own. With real errors
    one form in twelve breaks a sum, digits are misread by one witness, messages come twice and
    late; the score card says whether each disagreement was found and none invented. With --speed
    the hours are those of a real night, ten minutes of an outage included. The made-up witnesses
    and their reports stay in the database: not for an installation in production.
    """
    from api.rehearsal.played_plan import Plan

    where = (stations, _listed(ballots), area, pack, at_once, kill_worker, seed)
    wrong = _faults(faults, _listed(fault), kills, outage or _OUTAGE / (speed or _FAST))
    more = (speed, wrong, photos, workers)
    plan = Plan(*where, witnesses, _listed(channels), _slips(errors), *more)
    card = asyncio.run(_play(plan, quiet=as_json))
    _write(card, html)
    _print(card) if as_json else _tell(card)
    if not card.passed:
        raise typer.Exit(1)


def _print(card: "ScoreCard") -> None:
    import json

    print(json.dumps(card.to_json(), ensure_ascii=False))


def _slips(errors: str) -> "Profile":
    """How often forms and people err; raises BadParameter."""
    from api.rehearsal.slips import NONE, REAL

    if errors not in ("none", "real"):
        raise typer.BadParameter("none or real", param_hint="--errors")
    return REAL if errors == "real" else NONE


_OUTAGE, _SHORTEST = 600.0, 20.0
"""Seconds: providers are down for ten minutes of the night, and never for less than this."""
_FAST = 30.0
"""How fast a night without a speed is taken to be."""


def _faults(everything: bool, some: tuple[str, ...], kills: int, outage: float) -> "Faults | None":
    """What goes wrong; None: nothing. Raises BadParameter for a kind that there is not."""
    from api.rehearsal.faults import KINDS, Faults

    if not everything and not some:
        return None
    if unknown := set(some) - set(KINDS):
        told = f"{', '.join(sorted(unknown))}: there are {', '.join(KINDS)}"
        raise typer.BadParameter(told, param_hint="--fault")
    return Faults(some or KINDS, kills, max(outage, _SHORTEST))


def _write(card: "ScoreCard", file: Path | None) -> None:
    from api.rehearsal.card_page import page

    if file is not None:
        file.write_text(page(card), "utf-8")


def _listed(given: str) -> tuple[str, ...]:
    return tuple(given.replace(",", " ").lower().split())


async def _play(plan: "Plan", *, quiet: bool) -> "ScoreCard":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from api.processes.place import ready_database
    from api.rehearsal.play import play
    from models.settings import settings

    config = settings()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, quiet=quiet)
    async with ready_database(config) as database:
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("Rehearsal", total=plan.stations)
            return await play(config, database, plan, lambda: bar.advance(task))


def _tell(card: "ScoreCard") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Rehearsal", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    lines = card.to_json()
    notes = [*lines.pop("differences"), *lines.pop("trouble")]
    for name in ("hours", "faults", "passed"):  # they stand on the page and in the JSON
        lines.pop(name)
    for name, value in lines.items():
        table.add_row(name.replace("_", " "), _shown(value))
    Console().print(table)
    for note in notes[:20]:
        print(f"  {note}")
    if len(notes) > 20:
        print(f"  ... and {len(notes) - 20} more")
    verdict = "passed" if card.passed else "FAILED"
    print(f"Rehearsal {verdict}.", file=sys.stderr)


def _shown(value: "Json") -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items()) or "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)
