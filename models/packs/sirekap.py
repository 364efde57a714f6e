"""Records as KPU's sites publish them (Sirekap 2024, Situng 2019), read into plain numbers.

Knows no database and no election: which choice an id stands for is said by whoever calls.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import BadPack
from models.packs.csv_rows import rows
from models.values import Json

LEVELS = {1: "nasional", 2: "provinsi", 4: "kabkota", 6: "kecamatan", 10: "kelurahan", 13: "tps"}
"""The level of a place by the length of KPU's code."""
SUFFIXES = (".json", ".jsonl", ".json.gz", ".jsonl.gz")
_SUMS = {"valid": "suara_sah", "invalid": "suara_tidak_sah", "total": "suara_total"}
_ROWS = {
    "pemilih_dpt": "dpt",
    "pengguna_dpt": "pengguna_dpt",
    "pengguna_dptb": "pengguna_dptb",
    "pengguna_non_dpt": "pengguna_dpk",
    "pengguna_total": "pengguna_total",
}
"""Rows of `administrasi` by the name that the form's first page has here."""
_INSIDE = {"jml_suara_partai": "0", "jml_suara_total": ""}
_MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """What was published of a place: numbers by KPU's own ids; nothing is given twice.

    `chart`: by pair, candidate or party; `inside`: by party, then by candidate, "0" for the
    party's own votes. Sums are None where they were not read.
    """

    code: str
    level: str
    chart: Mapping[str, int]
    inside: Mapping[str, Mapping[str, int]]
    sums: Mapping[str, int | None]
    figures: Mapping[str, int]


def is_sirekap(file: Path) -> bool:
    """Whether a file's name says that it holds such records."""
    return file.name.lower().endswith(SUFFIXES)


def read_records(file: Path) -> Iterator[tuple[int | None, Record]]:
    """The records of a file with their lines; those without any number are left out.

    A line of JSON each with its "kode" (.jsonl), one object with records by code, or one record
    with "kode" or with its code as the file's name. Raises BadPack with file, line and field.
    """
    found: Iterator[tuple[int | None, dict[str, object]]]
    if ".jsonl" in file.name.lower():
        found = ((line, _object(file, line, text)) for line, text in _lines(file))
    else:
        found = _whole(file)
    for line, said in found:
        code = str(said.get("kode") or file.name.partition(".")[0])
        record = _Reading(file.name, line, code).record(said)
        if record is not None:
            yield line, record


def _whole(file: Path) -> Iterator[tuple[int | None, dict[str, Json]]]:
    """One record, or records by code: there a line of the file cannot be told."""
    said = _object(file, None, _text(file))
    if said and all(len(key) in LEVELS and isinstance(one, dict) for key, one in said.items()):
        for code, one in said.items():
            yield None, {**one, "kode": code}
    else:
        yield None, said


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(_text(file).split("\n"), 1):
        if text.strip():
            yield line, text


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        return (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8-sig")
    except OSError as problem:
        raise BadPack(file.name, None, problem.strerror or "cannot be read") from None
    except (UnicodeDecodeError, EOFError):
        raise BadPack(file.name, None, "is not a text file in UTF-8") from None


def _object(file: Path, line: int | None, text: str) -> dict[str, Json]:
    def once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise BadPack(file.name, line, f"'{key}' stands there twice")
            found[key] = value
        return found

    try:
        said = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as problem:
        where = line if line is not None else problem.lineno
        raise BadPack(file.name, where, f"is no JSON: {problem.msg}") from None
    if not isinstance(said, dict):
        raise BadPack(file.name, line, "a record is an object with 'chart'")
    return said


@dataclass(frozen=True, slots=True)
class _Reading:
    """One record being read; names its place in every error."""

    file: str
    line: int | None
    code: str

    def record(self, said: Mapping[str, object]) -> Record | None:
        """The record's numbers; None where nothing was read of it yet."""
        level = LEVELS.get(len(self.code)) if self.code.isalnum() else None
        if level is None:
            self._refuse("kode", f"'{self.code[:40]}' is no code of an area or station")
        pilkada = said.get("tungsura")
        inner: Mapping[str, object] = pilkada if isinstance(pilkada, dict) else said
        bare = "chart" not in inner and all(k.isdigit() for k in inner if k != "kode")
        chart = {k: v for k, v in inner.items() if k != "kode"} if bare else inner.get("chart")
        if chart is None:
            return None
        votes = self._numbers("chart", chart)
        table = inner.get("table") if level == "tps" else None
        said_sums = inner.get("administrasi")
        sums: Mapping[str, object] = said_sums if isinstance(said_sums, dict) else inner
        inside = self._inside(table or {})
        if not votes and not inside:
            return None
        return Record(
            self.code,
            str(level),
            votes,
            inside,
            {name: self._optional(theirs, sums.get(theirs)) for name, theirs in _SUMS.items()},
            self._figures(sums),
        )

    def _numbers(self, field: str, said: Any) -> dict[str, int]:
        """Numbers by id; shares, progress and what was not read (null) are left out."""
        if not isinstance(said, dict):
            self._refuse(field, "is no object of numbers")
        return {
            key: self._number(f"{field} {key}", value)
            for key, value in said.items()
            if key.isdigit() and value is not None
        }

    def _inside(self, table: Any) -> dict[str, dict[str, int]]:
        if not isinstance(table, dict):
            self._refuse("table", "is no object of parties")
        found = {}
        for party, said in table.items():
            own = self._numbers(f"table {party}", said)
            for theirs, name in _INSIDE.items():
                if said.get(theirs) is not None:
                    own[name] = self._number(f"table {party} {theirs}", said[theirs])
            found[party] = own
        return found

    def _figures(self, sums: Mapping[str, object]) -> dict[str, int]:
        found = {}
        for theirs, ours in _ROWS.items():
            for column in ("l", "p", "j"):
                value = self._optional(f"{theirs}_{column}", sums.get(f"{theirs}_{column}"))
                if value is not None:
                    found[f"{ours}_{column}"] = value
        return found

    def _optional(self, field: str, value: object) -> int | None:
        return None if value is None else self._number(field, value)

    def _number(self, field: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            told = "is empty" if value == "" else f"'{str(value)[:40]}' is no whole number"
            self._refuse(field, told)
        if not 0 <= value < _MOST:
            self._refuse(field, f"{value} cannot be")
        return int(value)

    def _refuse(self, field: str, reason: str) -> None:
        raise BadPack(self.file, self.line, f"{self.code[:40]} {field}: {reason}")


def read_choices(file: Path) -> dict[str, str]:
    """What KPU's ids stand for, from a CSV with the columns id and choice; raises BadPack."""
    found: dict[str, str] = {}
    for line, (key, choice) in rows(file.parent, file.name, ("id", "choice")):
        if key in found:
            raise BadPack(file.name, line, f"id: {key} stands there twice")
        found[key] = choice
    return found


def named(
    file: str,
    line: int | None,
    record: Record,
    codes: Sequence[str],
    ids: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """The record's votes by the choice codes of its contest.

    `ids` say what each of KPU's ids stands for. Without them an id that is a choice's own code is
    that choice, else all ids in their order are the pairs or parties, or all candidates, if there
    are as many. Raises BadPack.
    """
    mains = [code for code in codes if "." not in code]
    candidates = [code for code in codes if "." in code and not code.endswith(".0")]
    votes = _placed(file, line, f"{record.code} chart", record.chart, [mains, candidates], ids)
    for party, own in record.inside.items():
        listed = [code for code in candidates if code.startswith(f"{party}.")]
        people = {key: votes_ for key, votes_ in own.items() if key not in ("", "0")}
        votes |= _placed(file, line, f"{record.code} table {party}", people, [listed], ids)
        if "0" in own:
            votes[f"{party}.0"] = own["0"]
        if "" in own:
            votes[party] = own[""]
    return votes


def _placed(
    file: str,
    line: int | None,
    field: str,
    given: Mapping[str, int],
    orders: Sequence[Sequence[str]],
    ids: Mapping[str, str] | None,
) -> dict[str, int]:
    if ids is not None:
        for key in given:
            if key not in ids:
                raise BadPack(file, line, f"{field} {key}: --choices does not name this id")
        return {ids[key]: number for key, number in given.items()}
    if not given or set(given) <= set(orders[0]):
        return dict(given)
    ordered = [given[key] for key in sorted(given, key=int)]
    for order in orders:
        if len(order) == len(ordered):
            return dict(zip(order, ordered, strict=True))
    expected = " or ".join(str(len(order)) for order in orders if order) or "none"
    raise BadPack(
        file, line, f"{field}: {len(given)} ids, the ballot has {expected}: name them by --choices"
    )
