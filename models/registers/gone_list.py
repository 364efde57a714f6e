"""A list of candidates who died, were disqualified or withdrew, as KPU's letters tell them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import BadInput
from models.registers.headings import Headings, letters
from models.registers.known_columns import PARTICIPANT, PERSON
from models.registers.rows import UNREADABLE, is_unreadable

HEADINGS = Headings(
    "candidates",
    {
        "list": ("list", "daftar", "daftarcalon", "dapil", "daerahpemilihan"),
        "participant": PARTICIPANT,
        "number": ("number", "nourut", "nomorurut", "nourutcalon"),
        "name": (*PERSON, "namacalon", "namacaleg"),
        "state": ("state", "keadaan", "status", "keterangan"),
        "reason": ("reason", "alasan", "dasar", "suratkeputusan", "nosk", "sk", "dasarhukum"),
    },
    frozenset({"list", "participant", "state"}),
)
_STATES = {
    **dict.fromkeys(("died", "meninggal", "meninggaldunia", "wafat"), "died"),
    **dict.fromkeys(("disqualified", "diskualifikasi", "didiskualifikasi", "tms"), "disqualified"),
    **dict.fromkeys(("withdrew", "mundur", "mengundurkandiri"), "withdrew"),
    **dict.fromkeys(("stands", "tetap", "tetapcalon"), "stands"),
}


@dataclass(frozen=True, slots=True)
class GoneLine:
    """One candidate of the list: where the row stands, and what it says."""

    place: str
    list: str
    participant: str
    number: int | None
    state: str
    reason: str


def read_gone(
    file: Path, headings: Headings = HEADINGS
) -> Iterator[tuple[str, GoneLine | BadInput]]:
    """Each line with where it stands; BadInput in place of one that says what cannot be.

    Raises BadInput naming the file, Unsure for headings to confirm.
    """
    for sheet in headings.read(file).sheets:
        ours = [headings.of(cell)[0] for cell in sheet.header]
        for place, row in sheet.data():
            cells = {name: cell for name, cell in zip(ours, row, strict=True) if name}
            try:
                yield place, _line(place, cells)
            except BadInput as wrong:
                yield place, wrong


def _line(place: str, cells: dict[str, str]) -> GoneLine:
    if any(is_unreadable(cell) for cell in cells.values()):
        raise BadInput(UNREADABLE)
    said, number = cells["state"], cells.get("number", "")
    if letters(said) not in _STATES:
        raise BadInput(f"state: {said!r} is none of meninggal, diskualifikasi, mundur, tetap")
    if number and not number.isdecimal():
        raise BadInput(f"number: {number!r} is no number on a list")
    at = int(number) if number else None
    more = (at, _STATES[letters(said)], cells.get("reason", ""))
    return GoneLine(place, cells["list"], cells["participant"], *more)
