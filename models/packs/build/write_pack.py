"""Write a pack folder from the tables: the order of the files is the order of the work."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from models.packs.areas import ROOT
from models.packs.build.areas import Place, area_rows, read_places, selected, station_rows
from models.packs.build.centroids import centroids
from models.packs.build.districts import Districts, read_districts
from models.packs.build.election_toml import Head, election_toml, readme
from models.packs.build.party_results import party_rows
from models.packs.build.people import candidate_rows, party_list
from models.packs.build.published_results import registers, result_rows
from models.packs.build.shapes import write_shapes
from models.packs.build.tables import Tables
from models.packs.official_results import COLUMNS
from models.packs.shapes import FOLDER

Tell = Callable[[str], None]
Row = tuple[object, ...]
_HEADERS: dict[str, Row] = {
    "areas.csv": (
        *("code", "parent", "level", "name", "timezone"),
        *("local_word", "lat", "lon", "noken"),
    ),
    "districts.csv": ("ballot", "code", "name", "seats"),
    "district_areas.csv": ("ballot", "district", "area"),
    "parties.csv": ("number", "short", "name", "local_to", "names"),
    "candidates.csv": (
        *("ballot", "district", "party", "number"),
        *("name", "sex", "short", "names"),
    ),
    "stations.csv": ("code", "kelurahan", "number", "voters", "special"),
    "official_results.csv": COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a built pack holds: its code and name, rows by file; kelurahan without a district."""

    folder: Path
    code: str
    name: str
    rows: dict[str, int]
    unplaced: list[str]


def _quiet(file: str) -> None:
    """Progress that nobody watches."""


def build_pack(source: Path, out: Path, areas: Sequence[str], tell: Tell = _quiet) -> Built:
    """Write the pack of the areas with these codes ("0" the nation) into the folder `out`.

    `source` is the folder of the tables; `tell` gets each file's name before it is written.
    Raises BadInput for an unknown area or a missing table.
    """
    tables = Tables(source)
    every = read_places(tables)
    places = selected(every, areas)
    districts = read_districts(tables, every, places)
    voters = registers(tables, places)
    middles = centroids(tables, places)
    content: dict[str, Iterable[Row]] = {
        "areas.csv": area_rows(places.values(), middles),
        "districts.csv": districts.rows,
        "district_areas.csv": districts.areas,
        "parties.csv": party_list(tables),
        "candidates.csv": candidate_rows(tables, districts.keys),
        "stations.csv": station_rows(places.values(), voters),
        "official_results.csv": chain(
            result_rows(tables, places), party_rows(tables, places, districts.areas)
        ),
    }
    out.mkdir(parents=True, exist_ok=True)
    counts = {}
    for file, rows in content.items():
        tell(file)
        counts[file] = _write(out / file, _HEADERS[file], rows)
    tell(FOLDER)
    counts[FOLDER] = write_shapes(source, out, places)
    head = _head(areas, every, districts)
    (out / "election.toml").write_text(election_toml(head), "utf-8")
    (out / "README.md").write_text(
        readme(head, counts, (len(voters), len(middles)), districts.unplaced), "utf-8"
    )
    return Built(out, head.code, head.name, counts, districts.unplaced)


def _head(areas: Sequence[str], every: Mapping[str, Place], districts: Districts) -> Head:
    """Code and name of the election: the whole nation's, or with the areas it is cut to."""
    ballots = {ballot for ballot, _ in districts.keys}
    if ROOT in areas:
        return Head("pemilu-2024", "Pemilu 2024", ROOT, ballots, "Kabupaten/Kota")
    where = ", ".join(every[code].name for code in areas)
    tail = "-".join(code.lower() for code in areas)
    kinds = {every[code[:4]].name.split()[0] for code in areas if len(code) > 2}
    regency = kinds.pop() if len(kinds) == 1 else "Kabupaten/Kota"
    shown = " ".join(areas)
    return Head(f"pemilu-2024-{tail}", f"Pemilu 2024, {where}", shown, ballots, regency)


def _write(path: Path, header: Row, rows: Iterable[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
