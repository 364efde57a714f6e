"""Activation codes as CSV to hand on: one file for all, or one for each kelurahan."""

import csv
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from api.files.texts import plain, told
from models.stores.mandates.code_list import Waiting
from models.stores.persons.holders_waiting import Holder

HEAD = ("name", "phone", "code", "station", "tps", "kelurahan", "kecamatan", "coordinator", "text")
HOLDERS = ("name", "phone", "code", "role", "area", "place", "text")


def row(one: Waiting, bot: str = "") -> tuple[str, ...]:
    """A line with the text that goes to the witness."""
    tps = f"{one.tps:02d}" if one.tps is not None else ""
    led_by = ", ".join(name for _, name in one.led_by)
    place = (one.station, tps, one.place, one.kecamatan, led_by)
    return (one.name, one.phone, one.code, *place, message(one, bot))


def message(one: Waiting, bot: str = "") -> str:
    """What to forward to the witness; "" without a code."""
    if not one.code:
        return ""
    tps = one.tps is not None and f"{one.tps:02d}"
    place = told("code.station", tps=tps, place=one.place) if tps else one.place
    where = place if tps else told("code.reserve", place=place)
    return told("code.forward", name=one.name, where=where, code=one.code, bot=bot or _bot())


def holder(one: Holder, bot: str = "") -> tuple[str, ...]:
    """A line of somebody with a role, with the text that goes to that person."""
    role = plain(f"code_role.{one.role}", one.role)
    where = f"{role} {one.place}".strip()
    said = told("code.forward", name=one.name, where=where, code=one.code, bot=bot or _bot())
    place = f"{one.level} {one.place}".strip() if one.area else ""
    return (one.name, one.phone, one.code, one.role, one.area, place, said if one.code else "")


def _bot() -> str:
    return told("code.bot")


def write(file: Path, found: Iterable[Waiting], bot: str = "") -> None:
    """One CSV (UTF-8 with a mark, so that spreadsheets read it), readable by its owner alone."""
    _write(file, HEAD, (row(one, bot) for one in found))


def write_holders(file: Path, found: Iterable[Holder], bot: str = "") -> None:
    """The same of people with roles."""
    _write(file, HOLDERS, (holder(one, bot) for one in found))


def _write(file: Path, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    file.touch(0o600)
    file.chmod(0o600)
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        csv.writer(out).writerows([head, *rows])


def write_by_kelurahan(folder: Path, found: list[Waiting], bot: str = "") -> list[Path]:
    """A file for each kelurahan, named by it and by who leads there, whom it is for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for code, rows in groupby(found, lambda one: one.kelurahan):
        here = list(rows)
        led_by = "-".join(_plain(name) for _, name in here[0].led_by) or "tanpa-koordinator"
        file = folder / f"{code}-{_plain(here[0].place)}-{led_by}.csv"
        write(file, here, bot)
        made.append(file)
    return made


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
