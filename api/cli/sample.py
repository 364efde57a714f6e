"""`saksi quickcount draw`: the stations of a quick count from a pack; no database, repeatable."""

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from models.errors import BadInput

if TYPE_CHECKING:
    from models.packs.areas import Areas
    from models.packs.stations import PackStation

LEVELS = {"nasional": 0, "provinsi": 1, "kabkota": 2, "kecamatan": 3}


def sample(
    pack: Annotated[Path, typer.Argument(help="Folder of the election's pack.")],
    size: Annotated[int, typer.Option(help="How many stations.")] = 2000,
    seed: Annotated[str, typer.Option(help="A public word; with it anybody draws the same.")] = "",
    design: Annotated[str, typer.Option(help="systematic or stratified.")] = "systematic",
    stratum: Annotated[
        str, typer.Option(help="Level of the strata: provinsi, kabkota or kecamatan.")
    ] = "provinsi",
    out: Annotated[Path | None, typer.Option(help="CSV file; standard output if empty.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Draw a quick count's stations: systematic by region, or stratified, with a public seed."""
    try:
        document = draw(pack, size, seed, design, stratum)
    except BadInput as error:
        print(f"saksi quickcount draw: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
        return
    if out is None:
        _write(document, sys.stdout)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        _write(document, file)
    print(f"{document['size']} of {document['population']} stations, seed '{seed}', in {out}")


def draw(pack: Path, size: int, seed: str, design: str, stratum: str) -> dict[str, object]:
    """The sample with all that is needed to repeat and to publish it.

    Keys: design, seed, size, population, strata (stations of each), stations (code, stratum,
    name of the kelurahan, number). Raises BadInput (BadPack names file and line).
    """
    from models.packs.areas import ancestor, read_areas
    from models.packs.stations import read_stations
    from models.rules.quickcount import Design, stratified, systematic

    if not seed:
        raise BadInput("--seed: give a word, and publish it with the method")
    if design not in set(Design):
        raise BadInput(f"--design: '{design}' is none of {', '.join(Design)}")
    if stratum not in LEVELS:
        raise BadInput(f"--stratum: '{stratum}' is none of {', '.join(LEVELS)}")
    areas = read_areas(pack, "Asia/Jakarta")
    # Ordered by region: kelurahan codes nest, and numbers within; the file's order is no matter.
    stations = sorted(read_stations(pack, areas), key=lambda s: (s.kelurahan, s.number, s.code))
    by_code = {station.code: station for station in stations}
    strata: dict[str, list[str]] = {}
    for station in stations:
        name = ancestor(areas, station.kelurahan, LEVELS[stratum])
        strata.setdefault(name, []).append(station.code)
    if design == Design.SYSTEMATIC:
        drawn = systematic(list(by_code), size, seed)
    else:
        drawn = stratified(strata, size, seed)
    return {
        "design": design,
        "seed": seed,
        "size": len(drawn),
        "population": len(stations),
        "strata": {name: len(codes) for name, codes in strata.items()},
        "stations": [_line(by_code[code], areas, LEVELS[stratum]) for code in drawn],
    }


def _line(station: "PackStation", areas: "Areas", level: int) -> dict[str, object]:
    from models.packs.areas import ancestor

    return {
        "code": station.code,
        "stratum": ancestor(areas, station.kelurahan, level),
        "kelurahan": areas[station.kelurahan].name,
        "number": station.number,
    }


def _write(document: dict[str, Any], file: TextIO) -> None:
    writer = csv.DictWriter(file, ["code", "stratum", "kelurahan", "number"])
    writer.writeheader()
    writer.writerows(document["stations"])
