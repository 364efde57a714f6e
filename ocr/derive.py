"""Lays out pages that follow from a contest: the A4 copy (SALINAN) and a page for each party.

No real sheet of these was at hand, so they are unproven and every reading from them says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.values import Choice, Contest
from ocr.layout import Box, FieldBox, Layout, Sum

SIZE = (1216, 1760)
_LEFT, _RIGHT = 60, 1156
_NUMBER = 150
_ROW = 58


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its label and a number in each column, as (field name, meaning)."""

    label: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a heading and one to three columns of numbers at its right."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table_page(
    layout_id: str,
    title: str,
    year: int,
    ballot: str,
    page: int,
    head: Sequence[str],
    sections: Sequence[Section],
    sums: Sequence[Sum],
) -> Layout:
    """A page of tables with joined boxes, as the A4 forms have them; not proven on real sheets."""
    rules: list[Box] = []
    words: list[tuple[int, int, int, str]] = []
    fields: list[FieldBox] = []
    fills = [
        (x, y, 28, 28, 0) for x in (24, SIZE[0] - 52) for y in (24, SIZE[1] - 52)
    ]  # the four corner squares
    y = 70
    for place, line in enumerate(head):
        words.append((120 if place else 340, y, 22 if place == 0 else 17, line))
        y += 36
    rows = sum(len(section.rows) + 2 for section in sections)
    height = min(_ROW, (SIZE[1] - y - 120) // max(rows, 1))
    for section in sections:
        y = _section(section, y + height // 2, height, rules, words, fields)
    return Layout(
        id=layout_id,
        title=title,
        year=year,
        ballot=ballot,
        page=page,
        size=SIZE,
        fields=tuple(fields),
        sums=tuple(sums),
        rules=tuple(rules),
        header=tuple(head[:1]),
        proven=False,
        words=tuple(words),
        fills=tuple(fills),
    )


def _section(
    section: Section,
    top: int,
    height: int,
    rules: list[Box],
    words: list[tuple[int, int, int, str]],
    fields: list[FieldBox],
) -> int:
    """Append a section's lines, words and boxes; the y where the next one may begin."""
    words.append((_LEFT, top, 18, section.heading))
    top += height // 4
    bottom = top + height * (len(section.rows) + 1)
    first = _RIGHT - _NUMBER * len(section.columns)
    for place, name in enumerate(section.columns):
        x = first + place * _NUMBER
        words.append((x + 12, top + height // 2 + 6, 14, name))
        rules.append((x, top, x, bottom))
    words.append((_LEFT + 200, top + height // 2 + 6, 14, "URAIAN"))
    rules += [(_LEFT, top, _LEFT, bottom), (_RIGHT, top, _RIGHT, bottom)]
    for number, row in enumerate(section.rows):
        y = top + height * (number + 1)
        rules.append((_LEFT, y, _RIGHT, y))
        words.append((_LEFT + 16, y + height // 2 + 6, 15, row.label))
        at = _RIGHT - _NUMBER * len(row.numbers)
        for place, (name, means) in enumerate(row.numbers):
            box = (at + place * _NUMBER, y, _NUMBER, height)
            fields.append(FieldBox(name, box, 3, 0.0, means))
    rules += [(_LEFT, top, _RIGHT, top), (_LEFT, bottom, _RIGHT, bottom)]
    return bottom + height // 2


_SEXES = ("L", "P", "J")
_VOTERS = (
    ("A1_dpt", "1. Pemilih dalam DPT", "dpt"),
    ("B1_dpt", "1. Pengguna hak pilih dalam DPT", "pengguna_dpt"),
    ("B2_dptb", "2. Pengguna hak pilih dalam DPTb", "pengguna_dptb"),
    ("B3_dpk", "3. Pengguna hak pilih dalam DPK", "pengguna_dpk"),
    ("B4_jumlah", "4. Jumlah pengguna (B.1+B.2+B.3)", "pengguna_total"),
)
_PAPERS = (
    ("II1_diterima", "1. Surat suara yang diterima (2+3+4)", "diterima"),
    ("II2_digunakan", "2. Surat suara yang digunakan", "digunakan"),
    ("II3_rusak", "3. Dikembalikan karena rusak", "rusak"),
    ("II4_tidak_digunakan", "4. Tidak digunakan, termasuk cadangan", "sisa"),
)


def _by_sex(name: str, label: str, means: str) -> Row:
    return Row(label, tuple((f"{name}_{sex}", f"{means}_{sex.lower()}") for sex in _SEXES))


def copy_first_page(ballot: str, model: str, year: int) -> Layout:
    """Page 1 of the witness's A4 copy: voters, ballot papers, voters with disabilities."""
    rows = [_by_sex(*item) for item in _VOTERS]
    sections = (
        Section("I. DATA PEMILIH DAN PENGGUNA HAK PILIH", _SEXES, tuple(rows)),
        Section(
            "II. DATA PENGGUNAAN SURAT SUARA",
            ("JUMLAH",),
            tuple(Row(label, ((name, means),)) for name, label, means in _PAPERS),
        ),
        Section(
            "III. DATA PEMILIH DISABILITAS",
            _SEXES,
            (_by_sex("III1_disabilitas", "Pengguna hak pilih disabilitas", "disabilitas"),),
        ),
    )
    names = [name for name, _, _ in _VOTERS] + ["III1_disabilitas"]
    sums = [Sum(f"{name}_J", (f"{name}_L", f"{name}_P")) for name in names]
    sums += [Sum(f"B4_jumlah_{s}", (f"B1_dpt_{s}", f"B2_dptb_{s}", f"B3_dpk_{s}")) for s in _SEXES]
    sums.append(Sum("II1_diterima", ("II2_digunakan", "II3_rusak", "II4_tidak_digunakan")))
    sums.append(Sum("II2_digunakan", ("B4_jumlah_J",)))
    head = (f"MODEL {model}", "Hal 1", "SERTIFIKAT HASIL PENGHITUNGAN SUARA")
    title = f"{model} {year} halaman 1"
    return table_page(_id(model, year, "1"), title, year, ballot, 1, head, sections, sums)


def _ends() -> Section:
    """The sums that close every ballot's form."""
    rows = (
        Row("A. Jumlah seluruh suara sah", (("sah", "valid"),)),
        Row("B. Jumlah suara tidak sah", (("tidak_sah", "invalid"),)),
        Row("C. Jumlah suara sah dan tidak sah (A+B)", (("total", "total"),)),
    )
    return Section("V. DATA SUARA SAH DAN TIDAK SAH", ("JUMLAH",), rows)


def copy_last_page(contest: Contest, model: str, year: int, page: int) -> Layout:
    """The last page of a party ballot: valid and invalid votes of all parties together."""
    head = (f"MODEL {model}", f"Hal {page}", contest.name[:40])
    title = f"{model} {year} halaman terakhir"
    return table_page(
        _id(model, year, f"akhir-{contest.code}"), title, year, contest.ballot.value, page, head,
        (_ends(),), (Sum("total", ("sah", "tidak_sah")),),
    )  # fmt: skip


def copy_votes_page(contest: Contest, model: str, year: int) -> Layout:
    """The page of the A4 copy with the votes of pairs, or of DPD candidates, and their sums."""
    chosen = contest.parties()
    votes = tuple(Row(_label(c), ((f"suara_{c.code}", c.code),)) for c in chosen)
    sections = (
        Section("IV. DATA PEROLEHAN SUARA", ("SUARA SAH",), votes),
        _ends(),
    )
    sums = (
        Sum("sah", tuple(f"suara_{choice.code}" for choice in chosen)),
        Sum("total", ("sah", "tidak_sah")),
    )
    head = (f"MODEL {model}", "Hal 2", contest.name[:40])
    return table_page(
        _id(model, year, "2"), f"{model} {year} halaman 2", year, contest.ballot.value, 2, head,
        sections, sums,
    )  # fmt: skip


def party_page(contest: Contest, party: Choice, model: str, year: int, page: int) -> Layout:
    """The page of one party: A.1 votes for the party, A.2 its candidates, B their sum."""
    inside = contest.within(party.code)
    rows, parts = [], []
    for choice in inside:
        number = choice.code.partition(".")[2]
        name = "partai" if number == "0" else f"caleg_{number}"
        rows.append(Row(_label(choice), ((name, choice.code),)))
        parts.append(name)
    sections = (
        Section("A. SUARA PARTAI POLITIK DAN CALON", ("JUMLAH",), tuple(rows)),
        Section("B. JUMLAH (A.1 + A.2)", ("JUMLAH",), (Row("Jumlah", (("jumlah", party.code),)),)),
    )
    head = (f"MODEL {model}", f"{party.code}  {party.name[:30]}", contest.name[:40])
    return table_page(
        _id(model, year, f"partai-{party.code}-{contest.code}"),
        f"{model} {year} partai {party.code}",
        year,
        contest.ballot.value,
        page,
        head,
        sections,
        (Sum("jumlah", tuple(parts)),),
    )


def copy_pages(contest: Contest, year: int, cap: int | None = None) -> tuple[Layout, ...]:
    """Every page with numbers of the A4 copy of one contest: its parties decide how many.

    `cap` is the pack's most voters per station.
    """
    model = f"C.HASIL SALINAN-{contest.ballot.value.upper().replace('_', ' ')}"
    first = copy_first_page(contest.ballot.value, model, year)
    if not contest.has_parties:
        pages = [first, copy_votes_page(contest, model, year)]
    else:
        parties = list(enumerate(contest.parties(), 2))
        last = copy_last_page(contest, model, year, len(parties) + 2)
        pages = [first, *(party_page(contest, p, model, year, page) for page, p in parties), last]
    return tuple(replace(page, cap=cap) for page in pages)


def _label(choice: Choice) -> str:
    return f"{choice.code}. {choice.name}"[:44]


def _id(model: str, year: int, part: str) -> str:
    words = model.lower().replace(".", "-").replace(" ", "-").split("-")
    return "-".join([*(word for word in words if word), str(year), part])
