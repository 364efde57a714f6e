"""The pack of a Pilkada: governor and regent, on the areas and stations of another pack."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from models.errors import BadInput
from models.packs.areas import Areas, PackArea, read_areas
from models.packs.build.write_pack import Built
from models.packs.shapes import FOLDER
from models.values import Ballot

_LEVELS = {Ballot.GUBERNUR: 1, Ballot.BUPATI: 2}
_JAKARTA = "31"
EMPTY = "Kolom kosong"
_SAME = ("areas.csv", "stations.csv", "parties.csv")
_TOP = """\
# {name}. Made by `saksi packs build --pilkada`; edit freely; `saksi load` tells changes.
code = "{code}"
name = "{name}"
date = {day}
timezone = "{zone}"  # where areas.csv says nothing else

[station]
voter_cap = 600           # voters per station in 2024; the law allows 800
reserve_ballots = 0.025   # UU 10/2016 art. 80
boxes = 3                 # digits that the form has room for
opens = 07:00:00          # local time of the station
closes = 13:00:00
count_until = {next_day}T12:00:00

[installation]
kind = "peserta"          # penyelenggara | peserta | pemantau
name = ""                 # of the organisation that sends the witnesses

[publication]
not_before = {day}T15:00:00+07:00
quiet_days = [{quiet}]  # masa tenang
"""
_BALLOT = """
[[ballots]]
code = "{code}"
name = "{name}"
aliases = [{aliases}]
kind = "pairs"
seats = "{seats}"
"""
_REGENT = ("pilbup", "pilwalkot", "bupati", "wali kota", "walikota")


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair: where its row stands, and what it says; `names` divided by "|"."""

    place: str
    ballot: Ballot
    area: str
    number: int
    name: str
    short: str
    names: str


def build_pilkada(like: Path, pairs: Sequence[Pair], out: Path, day: date) -> Built:
    """Write the pack of a Pilkada into `out`, on the places of the pack `like`.

    A pair that stands alone runs against the empty column, which comes last. Stations are those of
    the other pack: a Pilkada has fewer and larger ones, whose list comes from KPU.
    Raises BadInput, BadPack.
    """
    zone = "Asia/Jakarta"
    areas = read_areas(like, zone)
    contests: dict[tuple[Ballot, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        contests[pair.ballot, _area(areas, pair).code].append(pair)
    if not contests:
        raise BadInput("the list holds no pair")
    out.mkdir(parents=True, exist_ok=True)
    for name in _SAME:
        shutil.copyfile(like / name, out / name)
    if (like / FOLDER).is_dir():
        shutil.copytree(like / FOLDER, out / FOLDER, dirs_exist_ok=True)
    keys = sorted(contests, key=lambda key: (_LEVELS[key[0]], key[1]))
    last = areas[keys[-1][1]]
    code, title = f"pilkada-{day.year}-{last.code}", f"Pilkada {day.year}, {last.name}"
    places = [(ballot, place, areas[place].name, "") for ballot, place in keys]
    written = {
        "districts.csv": _write(out, "districts", ("ballot", "code", "name", "seats"), places),
        "district_areas.csv": _write(
            *(out, "district_areas", ("ballot", "district", "area")),
            [(ballot, place, place) for ballot, place in keys],
        ),
        "candidates.csv": _write(
            *(out, "candidates"),
            ("ballot", "district", "party", "number", "name", "sex", "short", "names"),
            [row for key in keys for row in _rows(key, contests[key])],
        ),
    }
    (out / "election.toml").write_text(_toml(code, title, day, areas, keys), "utf-8")
    return Built(out, code, title, written, [])


def _area(areas: Areas, pair: Pair) -> PackArea:
    """Where a pair stands: by code or name, or the only place there is. Raises BadInput."""
    level = _LEVELS[pair.ballot]
    there = [area for area in areas.values() if area.level == level]
    said = pair.area.casefold().strip()
    meant = [one for one in there if said in ("", one.code.casefold(), one.name.casefold())]
    if len(meant) != 1:
        names = "; ".join(f"{one.name} ({one.code})" for one in there[:8])
        raise BadInput(f"line {pair.place}: area: {pair.area!r}: which one? {names}")
    return meant[0]


def _rows(key: tuple[Ballot, str], pairs: list[Pair]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (*key, "", one.number, one.name, "", one.short, one.names) for one in pairs
    ]
    alone = [(*key, "", 0, EMPTY, "", "", "kotak kosong")] if len(pairs) == 1 else []
    return [*rows, *alone]


def _write(folder: Path, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    listed = list(rows)
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, lineterminator="\n").writerows([head, *listed])
    return len(listed)


def _toml(
    code: str, title: str, day: date, areas: Areas, keys: Sequence[tuple[Ballot, str]]
) -> str:
    quiet = ", ".join(str(day - timedelta(days=before)) for before in (3, 2, 1))
    about = {"code": code, "name": title, "day": day, "next_day": day + timedelta(days=1)}
    text = _TOP.format(**about, quiet=quiet, zone=areas["0"].timezone)
    for ballot in dict.fromkeys(ballot for ballot, _ in keys):
        governor = ballot is Ballot.GUBERNUR
        city = all(areas[place].name.startswith("Kota ") for one, place in keys if one is ballot)
        names = ("pilgub", "gubernur") if governor else _REGENT
        capital = governor and (ballot, _JAKARTA) in keys  # UU 10/2016 art. 109: more than 50 %
        text += _BALLOT.format(
            code=ballot,
            name="Gubernur" if governor else "Wali Kota" if city else "Bupati",
            aliases=", ".join(f'"{name}"' for name in names),
            seats="majority" if capital else "plurality",
        )
    return text
