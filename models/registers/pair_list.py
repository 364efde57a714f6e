"""A list of the pairs of a Pilkada: CSV or XLSX as people keep it; knows no database."""

from collections.abc import Iterator
from pathlib import Path

from models.errors import BadInput
from models.packs.build.pilkada import Pair
from models.registers.headings import Headings, letters
from models.values import Ballot

HEADINGS = Headings(
    "pairs",
    {
        "ballot": ("ballot", "pemilihan", "jenispemilihan", "jenis", "suratsuara"),
        "area": (
            "area",
            "wilayah",
            "daerah",
            "kodewilayah",
            "provinsi",
            "kabkota",
            "kabupatenkota",
        ),
        "number": ("number", "nourut", "nomorurut", "nopaslon", "nomorpaslon", "paslon", "nomor"),
        "name": ("name", "nama", "namacalon", "calon", "pasangan", "namapasangan", "namapaslon"),
        "vice": ("vice", "wakil", "namawakil", "calonwakil", "namacalonwakil"),
        "short": ("short", "singkat", "sebutan", "namasingkat"),
        "names": ("names", "julukan", "namalain", "panggilan"),
    },
    frozenset({"number", "name"}),
)
_BALLOTS = {
    **dict.fromkeys(("gubernur", "pilgub", "gubernurdanwakilgubernur"), Ballot.GUBERNUR),
    **dict.fromkeys(("bupati", "pilbup", "bupatidanwakilbupati"), Ballot.BUPATI),
    **dict.fromkeys(
        ("walikota", "pilwalkot", "pilwali", "walikotadanwakilwalikota"), Ballot.BUPATI
    ),
}


def read_pairs(file: Path, headings: Headings = HEADINGS) -> Iterator[Pair]:
    """The pairs of a list. Raises BadInput naming file and line, Unsure for headings."""
    for sheet in headings.read(file).sheets:
        ours = [headings.of(cell)[0] for cell in sheet.header]
        for place, row in sheet.data():
            cells = {name: cell for name, cell in zip(ours, row, strict=True) if name}
            try:
                yield _pair(place, cells)
            except BadInput as wrong:
                raise BadInput(f"{file}:{place}: {wrong}") from None


def _pair(place: str, cells: dict[str, str]) -> Pair:
    said = cells.get("ballot", "")
    ballot = _BALLOTS.get(letters(said))
    if ballot is None:
        raise BadInput(f"ballot: {said!r} is none of gubernur, bupati, walikota")
    number = cells["number"]
    if not number.isdecimal() or int(number) == 0:
        raise BadInput(f"number: {number!r} is no number of a pair: 1, 2, 3 ...")
    if not cells["name"]:
        raise BadInput("name: is empty")
    name = " - ".join(filter(None, (cells["name"], cells.get("vice", ""))))
    names = "|".join(part.strip() for part in cells.get("names", "").split(",") if part.strip())
    return Pair(
        *(place, ballot, cells.get("area", ""), int(number), name, cells.get("short", ""), names)
    )
