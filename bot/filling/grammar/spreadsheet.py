"""Tables with headings, as a spreadsheet copies them, as rows of a label and its figure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.filling.grammar.not_yet import written_label
from bot.filling.grammar.units import Called, Kind, Label, Unit, is_

_SEPARATORS = ("\t", "|", ";", ",")
_RULE = re.compile(r"[\s|:+=-]*")
"""The line below a heading."""
_WORDS = {
    "tps": "tps|no tps|nomor tps",
    "number": "no|nmr|nomor|nomer|no urut|nomor urut|urut|nourut|kode|kode partai|kode paslon|num"
    "|number|#",
    "name": "nama|partai|parpol|paslon|pasangan|pasangan calon|calon|caleg|kandidat|uraian"
    "|keterangan|nama partai|nama paslon|nama calon|nama caleg|nama pasangan|partai politik"
    "|nama pasangan calon|nama partai politik|name|party|candidate|dpd|anggota|rincian|jenis",
    "own": "suara partai|suara parpol|partai saja|coblos partai",
    "candidates": "suara caleg|suara calon|caleg|calon|jumlah caleg|jumlah suara caleg",
    "votes": "suara|perolehan|perolehan suara|hasil|votes|vote|angka|dapat|suara sah|jumlah suara"
    "|jml suara|jumlah perolehan|jumlah perolehan suara|jmlh suara|total suara|isi|nilai",
    "sum": "jumlah|jml|jmlh|total|jumlah suara|jml suara|total suara|jumlah akhir|jumlah total",
    "sex": "l|p|lk|pr|laki|laki-laki|laki laki|perempuan|pria|wanita|cowok|cewek",
    "spelled": "terbilang|huruf|dengan huruf|dgn huruf|ket",
}
_ROLES = {name: frozenset(told.split("|")) for name, told in _WORDS.items()}
_SECTIONS = frozenset(
    "sah|suara sah|ssah|tidak sah|tdk sah|td sah|gak sah|ga sah|suara tidak sah|suara tdk sah|ts"
    "|batal|rusak|tidaksah|tdksah|valid|invalid|jumlah seluruh|sah + tidak sah".split("|")
)
_STATION = re.compile(r"tps ?\d{1,3}")
_OWN = frozenset(("partai", "suara partai", "parpol", "partainya"))
"""In the column of candidates: the party itself."""
_MOST = 12
"""Columns of one table."""


def as_rows(told: str) -> str:
    """A cleaned message with its table as rows; any other message as it is."""
    lines = told.split("\n")
    if len(lines) < 2:
        return told
    for sign in _SEPARATORS:
        if sum(sign in line for line in lines) > 1:
            return "\n".join(_read(lines, sign))
    return told


def _read(lines: Sequence[str], sign: str) -> list[str]:
    made: list[str] = []
    kept = [line for line in lines if not (_RULE.fullmatch(line) and sign in line)]
    for count, group in groupby(kept, key=lambda line: len(_cells(line, sign))):
        block = list(group)
        table = [_cells(line, sign) for line in block] if 1 < count <= _MOST else []
        rows = _rows(table[0], table[1:]) if len(table) > 1 else None
        made += block if rows is None else rows
    return made


def _cells(line: str, sign: str) -> list[str]:
    inner = line.strip(" ") if sign == "\t" else line.strip(" \t")
    inner = inner.strip("|") if sign == "|" else inner
    return [cell.strip(" \t\"'*") for cell in inner.split(sign)]


def _rows(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[str] | None:
    """The rows of a table, where its headings say what stands in each column."""
    titles = [re.sub(r"[\s_.]+", " ", head).strip() for head in heads]
    found = {name: [n for n, one in enumerate(titles) if one in _ROLES[name]] for name in _ROLES}
    sections = [n for n, one in enumerate(titles) if one in _SECTIONS or n in found["sum"]]
    stations = [n for n, one in enumerate(titles) if _STATION.fullmatch(one)]
    if found["tps"] and len(titles) > len(found["tps"]):
        return _across(titles, found["tps"][0], body, "tps ")
    if len(sections) > 1 and len(sections) == len(titles) - 1 and 0 not in sections:
        return _across(titles, 0, body, "")
    if len(body) == 1 and _names_alone(titles) and all(cell.isdigit() for cell in body[0]):
        return [f"{head} : {cell}" for head, cell in zip(heads, body[0], strict=True)]
    figures = [[n] for n in stations] or [_figures(found)]
    labels = [n for n in (*found["number"], *found["name"]) if n not in figures[0]]
    told = {*labels, *found["spelled"], *(n for one in figures for n in one)}
    if not labels or not figures[0] or len(told) < len(titles):
        return None
    made = [titles[n] for n in labels if titles[n].startswith("pas")]  # only of a president
    for columns in figures:
        made += [titles[columns[0]]] if stations else []
        made += _down(body, labels, columns, nested=len(found["name"]) > 1)
    return made


def _names_alone(titles: Sequence[str]) -> bool:
    """Whether a heading is of names and sums alone: "01;02;03;sah;tidak sah"."""
    roles = set().union(*(_ROLES[name] for name in ("number", "name", "votes", "sex")))
    return not any(one in roles or (one.isdigit() and not one.startswith("0")) for one in titles)


def _down(
    body: Sequence[Sequence[str]], labels: Sequence[int], figures: Sequence[int], *, nested: bool
) -> list[str]:
    """A row a line; `nested`: a party and its candidate stand in two columns."""
    made: list[str] = []
    above = ""
    for row in body:
        names = [row[n] for n in labels if row[n]]
        if nested and len(names) > 1:
            party, *names = names
            made += [party] if party != above else []
            above = party
        parts = [row[n] for n in figures]
        sum_ = len(parts) > 2
        figure = f"{' + '.join(parts[:-1])} = {parts[-1]}" if sum_ else " + ".join(parts)
        made.append(f"{_label(names)} : {figure}")
    return made


def _figures(found: dict[str, list[int]]) -> list[int]:
    """The columns of one row's figures: the parts, then the sum that they make; or one alone."""
    parts = found["sex"] or [*found["own"], *found["candidates"]]
    whole = found["sum"] or found["votes"]
    if len(parts) > 1 and len(whole) < 2:
        return [*parts, *whole]
    return whole if len(whole) == 1 and not found["own"] else []


def _label(names: Sequence[str]) -> str:
    """ "1. PKB", "suara partai", "caleg 3"."""
    plain = [name.strip("() ") for name in names]
    if plain and plain[-1] in _OWN:
        return "suara partai"
    if len(plain) == 2 and plain[0].isdigit():
        return f"{plain[0]}. {plain[1]}"
    return " ".join(plain)


def _across(heads: Sequence[str], at: int, body: Sequence[Sequence[str]], kind: str) -> list[str]:
    """A station or a ballot a line: each figure below the heading of its own."""
    made: list[str] = []
    for row in body:
        made.append(f"{kind}{row[at].removeprefix(kind).strip()}")
        made += [f"{head} : {row[n]}" for n, head in enumerate(heads) if n != at]
    return made


_BETWEEN = frozenset((",", "/", "|", "-", ";", " ", "\t", "+", "&", ""))
"""Signs between headings, and between the figures below them."""


def paired(units: list[Unit]) -> list[Unit]:
    """ "anies / prabowo / ganjar : 58 / 119 / 41": names in a row, as many figures in the next."""
    for begin in range(len(units) - 3):
        if begin and units[begin - 1].kind in (Kind.VALUE, Kind.LINK):
            continue
        heads, at = _heads(units, begin)
        if len(heads) < 2:
            continue
        broken = is_(units, at, Kind.GAP, "line") or is_(units, at, Kind.LINK, "=")
        if not broken and any(unit.label is None for unit in heads):
            continue
        at += broken
        at += is_(units, at, Kind.WORD) or is_(units, at, Kind.LINK)  # "suara", "="
        figures, end = _run(units, at, len(heads) + 1)
        last = end == len(units) or is_(units, end, Kind.GAP, "line", ".", "¤")
        again = last and is_(units, end + 1, Kind.VALUE)
        if len(figures) == len(heads) and last and not again:
            return [*units[:begin], *_side_by_side(heads, figures), *units[end:]]
    return units


def _side_by_side(heads: Sequence[Unit], figures: Sequence[Unit]) -> list[Unit]:
    """Each heading and its figure in a line of their own."""
    rows: list[Unit] = []
    called = heads[0].label.called if heads[0].label is not None else Called.NUMBER
    for head, figure in zip(heads, figures, strict=True):
        label = head.label or Label(called, number=head.value)
        rows += [replace(head, kind=Kind.LABEL, label=label), figure]
        rows.append(Unit(Kind.GAP, figure.end, figure.end, "\n", sub="line"))
    return rows[:-1]


def _heads(units: Sequence[Unit], place: int) -> tuple[list[Unit], int]:
    """Labels from here on, "01 02 03", or numbers that count on: "paslon 1 2 3"."""
    found: list[Unit] = []
    end = at = place
    while at < len(units):
        unit = units[at]
        last = found[-1] if found else None
        number = -1 if last is None else last.label.number if last.label else last.value
        counts = unit.kind is Kind.VALUE and unit.value == (number + 1 if last else 1)
        if unit.label is not None or written_label(unit) or counts:
            found.append(unit)
            end = at + 1
        elif not (found and _between(unit)):
            break
        at += 1
    return found, end


def _run(units: Sequence[Unit], place: int, most: int) -> tuple[list[Unit], int]:
    """Figures from here on with nothing but signs between, and where they end."""
    found: list[Unit] = []
    end = at = place
    while at < len(units) and len(found) < most:
        unit = units[at]
        if unit.kind is Kind.VALUE and unit.old is None:
            found.append(unit)
            end = at + 1
        elif not (found and _between(unit)):
            break
        at += 1
    return found, end


def _between(unit: Unit) -> bool:
    return unit.kind in (Kind.GAP, Kind.AND) and unit.sub in _BETWEEN
