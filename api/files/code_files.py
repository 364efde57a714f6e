"""Activation codes as CSV to hand on: one file for all, or one for each kelurahan."""

import csv
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from models.stores.mandates.code_list import Waiting

HEAD = ("name", "phone", "code", "station", "tps", "kelurahan", "kecamatan", "coordinator", "text")


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
    where = f"TPS {one.tps:02d} {one.place}" if one.tps is not None else f"cadangan {one.place}"
    return (
        f"{one.name}, kode Saksi untuk {where}: {one.code}. Buka {bot or 'bot Saksi kami'} di "
        "Telegram, tekan Start, kirim kode ini, lalu bagikan nomor lewat tombolnya. "
        "Kode ini hanya untuk Anda dan berlaku 7 hari."
    )


def write(file: Path, found: Iterable[Waiting], bot: str = "") -> None:
    """One CSV (UTF-8 with a mark, so that spreadsheets read it), readable by its owner alone."""
    file.touch(0o600)
    file.chmod(0o600)
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        csv.writer(out).writerows([HEAD, *(row(one, bot) for one in found)])


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
